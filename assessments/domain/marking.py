"""From pinned questions and kept answers to points. Whole numbers only, so that nothing is ever rounded (hazard 44)."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import ceil, lcm
from typing import Any

from assessments.domain.kinds import is_by_person, kind_of
from assessments.models import AnswerSave, Attempt, AttemptQuestion, Mark, MarkLine, Regrade, Scorecard
from assessments.signals import attempt_marked, attempt_released
from people.domain import journal
from people.models import User

# The least common multiple of 1 to 12 and of 10,000.
FINEST = 6_930_000


@dataclass(frozen=True)
class QuestionPoints:
    question: AttemptQuestion
    value: dict[str, Any]
    answered: bool
    points: Fraction | None  # None: a person has yet to give them
    maximum: int
    regrade: Regrade | None = None  # the approved one by which it is judged
    dropped: bool = False  # left out: it counts on neither side

    @property
    def is_right(self) -> bool:
        return self.points == self.maximum

    @property
    def is_by_person(self) -> bool:
        return is_by_person(self.question.question_version.question.kind)


@dataclass(frozen=True)
class Points:
    """Sums in whole numbers of 1/`scale` of a point."""

    points: int
    maximum: int
    per_topic: list[dict[str, Any]]
    scale: int


def kept_answers(attempt: Attempt) -> dict[int, AnswerSave]:
    """The newest kept save of each question, by the question's id."""
    kept = AnswerSave.objects.filter(attempt=attempt, standing=AnswerSave.Standing.KEPT).order_by("version")
    return {save.attempt_question_id: save for save in kept}


def by_question(attempt: Attempt) -> list[QuestionPoints]:
    """Each question as it stands: by its pinned version, the kept answer and the regrades approved (hazard 33)."""
    answers = kept_answers(attempt)
    questions = list(attempt.questions.select_related("question_version__question__topic").order_by("position"))
    given = _given_by_people(attempt, questions)
    regrades = _approved(questions)
    values = {question: save.value for question, save in answers.items()}
    judged = [judge(question, values.get(question.pk, {}), given) for question in questions]
    return [_regraded(item, regrades.get(item.question.question_version_id, ())) for item in judged]


def _approved(questions: Sequence[AttemptQuestion]) -> dict[int, list[Regrade]]:
    """The approved regrades of each version, in the order of their approval."""
    found: dict[int, list[Regrade]] = {}
    versions = [question.question_version_id for question in questions]
    approved = Regrade.objects.filter(version__in=versions, state=Regrade.State.APPROVED)
    for row in approved.select_related("key_version").order_by("decided_at", "pk"):
        found.setdefault(row.version_id, []).append(row)
    return found


def _regraded(item: QuestionPoints, regrades: Iterable[Regrade]) -> QuestionPoints:
    for row in regrades:
        item = regraded(item, row)
    return item


def regraded(item: QuestionPoints, row: Regrade) -> QuestionPoints:
    """One answer judged by a regrade, on top of what it earned before.

    Full points go to everybody who drew the question, also unanswered; a dropped one leaves both sides of the sum.
    """
    if row.rule == Regrade.Rule.DROP:
        return replace(item, dropped=True, regrade=row)
    if row.rule == Regrade.Rule.FULL_CREDIT:
        return replace(item, points=Fraction(item.maximum), dropped=False, regrade=row)
    if item.points is None or row.key_version is None:
        return item
    kind = kind_of(item.question.question_version.question.kind)
    by_key = Fraction(0)
    if item.answered:
        by_key = _earned(kind.points(row.key_version.content, item.value, item.maximum), item.maximum)
    points = max(item.points, by_key) if row.rule == Regrade.Rule.KEEP_BOTH else by_key
    return replace(item, points=points, dropped=False, regrade=row)


def subject_key(attempt: Attempt, question: AttemptQuestion) -> str:
    """What a scorecard names an answer by that a person scores."""
    return f"{attempt.key}-{question.position}"


def _given_by_people(attempt: Attempt, questions: Sequence[AttemptQuestion]) -> dict[int, Fraction]:
    """The score (0 to 1) that a person released for an answer, by the question's position."""
    if not any(is_by_person(question.question_version.question.kind) for question in questions):
        return {}
    cards = Scorecard.objects.filter(
        purpose=Scorecard.Purpose.ESSAY,
        subject_key__in=[subject_key(attempt, question) for question in questions],
        state=Scorecard.State.RELEASED,
    )
    return {int(card.subject_key.rpartition("-")[2]): (card.effective or Fraction(0)) / 100 for card in cards}


def judge(question: AttemptQuestion, value: dict[str, Any], given: dict[int, Fraction]) -> QuestionPoints:
    """What one answer earns by the pinned version; None where a person has yet to say."""
    version = question.question_version
    kind = kind_of(version.question.kind)
    answered = kind.is_answered(value)
    points: Fraction | None = Fraction(0)
    if answered and is_by_person(version.question.kind):
        share = given.get(question.position)
        points = None if share is None else _earned(share * question.points, question.points)
    elif answered:
        points = _earned(kind.points(version.content, value, question.points), question.points)
    return QuestionPoints(question, value, answered, points, question.points)


def _earned(points: Fraction, maximum: int) -> Fraction:
    """From nought to the maximum: no content, whatever it says, keeps an attempt from closing."""
    return countable(min(max(Fraction(points), Fraction(0)), Fraction(maximum)))


def countable(points: Fraction) -> Fraction:
    """Points as a mark can hold them: whole numbers of 1/FINEST, rounded up where a share is finer still.

    Halves to twelfths and four decimals stay exact; beyond that less than a millionth of a point is given away, never
    taken, and the sums of any paper fit the database.
    """
    return points if FINEST % points.denominator == 0 else Fraction(ceil(points * FINEST), FINEST)


def is_pending(judged: Iterable[QuestionPoints]) -> bool:
    return any(item.points is None and not item.dropped for item in judged)


def total(judged: Sequence[QuestionPoints]) -> Points:
    """The sums in all and by topic, on the smallest scale that keeps every share of a point whole."""
    counted = [item for item in judged if not item.dropped]
    scale = lcm(*(item.points.denominator for item in counted if item.points is not None))
    topics: dict[str, dict[str, Any]] = {}
    for item in counted:
        key = item.question.question_version.question.topic.key
        row = topics.setdefault(key, {"topic": key, "points": 0, "maximum": 0})
        row["points"] += int((item.points or 0) * scale)
        row["maximum"] += item.maximum * scale
    rows = sorted(topics.values(), key=lambda row: row["topic"])
    return Points(sum(row["points"] for row in rows), sum(row["maximum"] for row in rows), rows, scale)


def mark(attempt: Attempt, *, now: datetime) -> Mark | None:
    """Write the first mark of a submitted attempt; None while a person has yet to score an answer."""
    judged = by_question(attempt)
    if is_pending(judged):
        return None
    result = total(judged)
    first = Mark.objects.create(
        attempt=attempt,
        points=result.points,
        maximum=result.maximum,
        scale=result.scale,
        per_topic=result.per_topic,
        marked_at=now,
    )
    write_lines(first, judged)
    if Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.SUBMITTED).update(state=Attempt.State.MARKED):
        attempt.state = Attempt.State.MARKED
    attempt_marked.send(sender=Attempt, attempt=attempt)
    return first


def remark(
    before: Mark,
    judged: Sequence[QuestionPoints],
    *,
    reason: str,
    by: User | None,
    now: datetime,
    regrade: Regrade | None = None,
) -> Mark:
    """The mark that supersedes `before`, with the reason and who answers for it."""
    result = total(judged)
    after = Mark.objects.create(
        attempt_id=before.attempt_id,
        points=result.points,
        maximum=result.maximum,
        scale=result.scale,
        per_topic=result.per_topic,
        marked_at=now,
        supersedes=before,
        reason=reason,
        by=by,
        regrade=regrade,
    )
    write_lines(after, judged)
    return after


def write_lines(mark: Mark, judged: Iterable[QuestionPoints]) -> None:
    MarkLine.objects.bulk_create(
        MarkLine(
            mark=mark,
            question=item.question,
            points=0 if item.dropped else int((item.points or 0) * mark.scale),
            maximum=item.maximum * mark.scale,
            answered=item.answered,
            dropped=item.dropped,
        )
        for item in judged
    )


def release(attempt: Attempt, *, released_at: datetime, now: datetime, by: User | None = None) -> None:
    """Show the result to the person, and announce it. `by` is who released it; None: it was released by itself."""
    changed = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.MARKED).update(
        state=Attempt.State.RELEASED, released_at=released_at
    )
    if not changed:
        return
    attempt.refresh_from_db()
    person = attempt.admission.person
    newest = attempt.marks.order_by("-pk").first()
    values = {"points": newest.points, "maximum": newest.maximum, "scale": newest.scale} if newest else {}
    journal.record("attempt-released", by=by, subject=person, about=attempt, now=now, values=values)
    attempt_released.send(sender=Attempt, attempt=attempt)


def answers_digest(attempt: Attempt) -> str:
    """A fingerprint of all saves in their order: saves are journalled once, at submit."""
    saves = AnswerSave.objects.filter(attempt=attempt).order_by("pk")
    rows = [
        [save.attempt_question_id, save.version, save.key, save.value, save.received_at.isoformat(), save.standing]
        for save in saves
    ]
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
