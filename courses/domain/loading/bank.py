"""Questions, papers, rubrics and scenarios from the curriculum into the apps that own them."""

from datetime import datetime

from assessments.domain import bank as question_bank
from assessments.domain import papers, rubrics
from courses.domain.academy.bank_items import Bank
from courses.domain.loading import LoadReport
from simulations.domain import scenarios

OUTCOMES = {"added": "added", "changed": "renewed", "kept": "kept"}


def load_bank(bank: Bank, report: LoadReport, *, now: datetime) -> None:
    """Topics before questions, questions before papers. Safe to repeat; edited items are kept and named."""
    for topic in bank.topics:
        _count(report, "topic", topic.key, question_bank.load_topic(topic, now=now))
    for question in bank.questions:
        outcome = question_bank.load_question(question, now=now, source_hash=question.source_hash)
        _count(report, "question", question.key, outcome)
    for paper in bank.papers:
        _count(report, "paper", paper.key, papers.load_paper(paper, now=now, source_hash=paper.source_hash))
    for rubric in bank.rubrics:
        _count(report, "rubric", rubric.key, rubrics.load_rubric(rubric, now=now, source_hash=rubric.source_hash))
    for scenario in bank.scenarios:
        outcome = scenarios.load_scenario(scenario, now=now, source_hash=scenario.source_hash)
        _count(report, "scenario", scenario.key, outcome)


def _count(report: LoadReport, kind: str, key: str, outcome: str) -> None:
    report.count(kind, OUTCOMES.get(str(outcome), "same"), f"{kind} {key}")
