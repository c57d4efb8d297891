"""From pinned questions and kept answers to points. Whole numbers only, so that nothing is ever rounded (hazard 44)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessments.domain.kinds import kind_of
from assessments.models import AnswerSave, Attempt, AttemptQuestion, Mark
from assessments.signals import attempt_released
from people.domain import journal


@dataclass(frozen=True)
class QuestionPoints:
    question: AttemptQuestion
    value: dict[str, Any]
    answered: bool
    points: int
    maximum: int

    @property
    def is_right(self) -> bool:
        return self.points == self.maximum


@dataclass(frozen=True)
class Points:
    points: int
    maximum: int
    per_topic: list[dict[str, Any]]


def kept_answers(attempt: Attempt) -> dict[int, AnswerSave]:
    """The newest kept save of each question, by the question's id."""
    kept = AnswerSave.objects.filter(attempt=attempt, standing=AnswerSave.Standing.KEPT).order_by("version")
    return {save.attempt_question_id: save for save in kept}


def by_question(attempt: Attempt) -> list[QuestionPoints]:
    answers = kept_answers(attempt)
    questions = attempt.questions.select_related("question_version__question__topic").order_by("position")
    return [_judge(question, answers.get(question.pk)) for question in questions]


def _judge(question: AttemptQuestion, save: AnswerSave | None) -> QuestionPoints:
    version = question.question_version
    kind = kind_of(version.question.kind)
    value = save.value if save else {}
    answered = kind.is_answered(value)
    points = kind.points(version.content, value, version.points) if answered else 0
    return QuestionPoints(question, value, answered, points, version.points)


def total(judged: Iterable[QuestionPoints]) -> Points:
    topics: dict[str, dict[str, Any]] = {}
    for item in judged:
        key = item.question.question_version.question.topic.key
        row = topics.setdefault(key, {"topic": key, "points": 0, "maximum": 0})
        row["points"] += item.points
        row["maximum"] += item.maximum
    rows = sorted(topics.values(), key=lambda row: row["topic"])
    return Points(sum(row["points"] for row in rows), sum(row["maximum"] for row in rows), rows)


def mark(attempt: Attempt, *, now: datetime) -> Mark:
    """Write the first mark of a submitted attempt."""
    result = total(by_question(attempt))
    first = Mark.objects.create(
        attempt=attempt,
        points=result.points,
        maximum=result.maximum,
        per_topic=result.per_topic,
        marked_at=now,
    )
    Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.SUBMITTED).update(state=Attempt.State.MARKED)
    return first


def release(attempt: Attempt, *, released_at: datetime, now: datetime) -> None:
    """Show the result to the person: at once, since every kind is marked by rule. Announces it."""
    changed = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.MARKED).update(
        state=Attempt.State.RELEASED, released_at=released_at
    )
    if not changed:
        return
    attempt.refresh_from_db()
    person = attempt.admission.person
    newest = attempt.marks.order_by("-pk").first()
    values = {"points": newest.points, "maximum": newest.maximum} if newest else {}
    journal.record("attempt-released", by=None, subject=person, about=attempt, now=now, values=values)
    attempt_released.send(sender=Attempt, attempt=attempt)


def answers_digest(attempt: Attempt) -> str:
    """A fingerprint of all saves in their order: saves are journalled once, at submit."""
    saves = AnswerSave.objects.filter(attempt=attempt).order_by("pk")
    rows = [
        [save.attempt_question_id, save.version, save.key, save.value, save.received_at.isoformat(), save.standing]
        for save in saves
    ]
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
