"""Questions, papers, rubrics and scenarios from the curriculum into the apps that own them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from assessments import models
from assessments.domain import bank as question_bank
from assessments.domain import papers, rubrics
from content.models import LoadedItem
from courses.domain.academy.bank_items import Bank, Topic
from courses.domain.academy.problems import source_hash
from courses.domain.loading import LoadReport, Outside
from simulations.domain import scenarios

OUTCOMES = {"added": "added", "changed": "renewed", "kept": "kept", "gone": "gone"}


def load_bank(bank: Bank, report: LoadReport, *, now: datetime) -> None:
    """Topics and rubrics before questions, questions before papers. Safe to repeat; edited items are kept and named."""
    for topic in bank.topics:
        _count(report, "topic", topic.key, _topic(topic, now))
    for rubric in bank.rubrics:
        outcome = rubrics.load_rubric(rubric, now=now, source_hash=rubric.source_hash)
        _note(report, "rubric", rubric, outcome, rubrics.content_of)
    known = question_bank.loaded()
    for question in bank.questions:
        if known.get(question.key) != (source := question.source_hash):
            outcome = question_bank.load_question(question, now=now, source_hash=source)
            _note(report, "question", question, outcome, _question)
    report.say("question", len(bank.questions))
    for paper in bank.papers:
        outcome = papers.load_paper(paper, now=now, source_hash=paper.source_hash)
        _note(report, "paper", paper, outcome, papers.content_of)
    known = scenarios.loaded()
    for scenario in bank.scenarios:
        if known.get(scenario.key) != (source := scenario.source_hash):
            outcome = scenarios.load_scenario(scenario, now=now, source_hash=source)
            _note(report, "scenario", scenario, outcome, scenarios.content_of)
    report.say("scenario", len(bank.scenarios))
    _drop_topics(bank, report, now)


def _topic(item: Topic, now: datetime) -> str:
    """A topic that was renamed here keeps its name; a topic has no versions that could tell."""
    here = models.Topic.objects.filter(key=item.key).first()
    loaded = LoadedItem.objects.filter(kind="topic", key=item.key).first()
    shipped = source_hash(f"{item.title.en}\n{item.title.zh_hans}")
    if here and _held(here) != (loaded.written_hash if loaded else shipped):
        return "kept"
    outcome = question_bank.load_topic(item, now=now)
    if loaded is None or loaded.written_hash != shipped:
        hashes = {"source_hash": shipped, "written_hash": shipped, "loaded_at": now}
        LoadedItem.objects.update_or_create(kind="topic", key=item.key, locale="", defaults=hashes)
    return str(outcome)


def _held(topic: models.Topic) -> str:
    return source_hash(f"{topic.title_en}\n{topic.title_zh}")


def _drop_topics(bank: Bank, report: LoadReport, now: datetime) -> None:
    """Topics that left the files: one that nobody edited, moved or uses goes, so that no list shows it empty."""
    shipped = [topic.key for topic in bank.topics]
    for loaded in LoadedItem.objects.filter(kind="topic").exclude(key__in=shipped):
        here = models.Topic.objects.filter(key=loaded.key, bank=None, parent=None).first()
        if here and _held(here) == loaded.written_hash and question_bank.drop_topic(here, now=now):
            loaded.delete()
            _count(report, "topic", loaded.key, "gone")


def _question(item: Any) -> dict[str, Any]:
    figures = {"kind": item.kind, "topic": item.topic, "points": item.points, "difficulty": item.difficulty}
    return question_bank.content_of(item) | {"figures": figures}


def _note(report: LoadReport, kind: str, item: Any, outcome: str, content_of: Callable[[Any], dict[str, Any]]) -> None:
    _count(report, kind, item.key, outcome)
    if OUTCOMES.get(str(outcome)) == "kept":
        report.outside.append(Outside(kind, item.key, "", item.source_hash, content_of(item)))


def _count(report: LoadReport, kind: str, key: str, outcome: str) -> None:
    report.count(kind, OUTCOMES.get(str(outcome), "same"), f"{kind} {key}")
