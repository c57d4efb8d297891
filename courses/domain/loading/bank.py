"""Questions, papers, rubrics and scenarios from the curriculum into the apps that own them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from assessments.domain import bank as question_bank
from assessments.domain import papers, rubrics
from courses.domain.academy.bank_items import Bank
from courses.domain.loading import LoadReport, Outside
from simulations.domain import scenarios

OUTCOMES = {"added": "added", "changed": "renewed", "kept": "kept"}


def load_bank(bank: Bank, report: LoadReport, *, now: datetime) -> None:
    """Topics before questions, questions before papers. Safe to repeat; edited items are kept and named."""
    for topic in bank.topics:
        _count(report, "topic", topic.key, question_bank.load_topic(topic, now=now))
    for question in bank.questions:
        outcome = question_bank.load_question(question, now=now, source_hash=question.source_hash)
        _count(report, "question", question.key, outcome)
        _leave(report, "question", question, outcome, _question)
    for paper in bank.papers:
        outcome = papers.load_paper(paper, now=now, source_hash=paper.source_hash)
        _count(report, "paper", paper.key, outcome)
        _leave(report, "paper", paper, outcome, papers.content_of)
    for rubric in bank.rubrics:
        outcome = rubrics.load_rubric(rubric, now=now, source_hash=rubric.source_hash)
        _count(report, "rubric", rubric.key, outcome)
        _leave(report, "rubric", rubric, outcome, rubrics.content_of)
    for scenario in bank.scenarios:
        outcome = scenarios.load_scenario(scenario, now=now, source_hash=scenario.source_hash)
        _count(report, "scenario", scenario.key, outcome)
        _leave(report, "scenario", scenario, outcome, scenarios.content_of)


def _question(item: Any) -> dict[str, Any]:
    figures = {"kind": item.kind, "points": item.points, "difficulty": item.difficulty}
    return question_bank.content_of(item) | {"figures": figures}


def _leave(report: LoadReport, kind: str, item: Any, outcome: str, content_of: Callable[[Any], dict[str, Any]]) -> None:
    if OUTCOMES.get(str(outcome)) == "kept":
        report.outside.append(Outside(kind, item.key, "", item.source_hash, content_of(item)))


def _count(report: LoadReport, kind: str, key: str, outcome: str) -> None:
    report.count(kind, OUTCOMES.get(str(outcome), "same"), f"{kind} {key}")
