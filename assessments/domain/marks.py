"""Results for whoever judges on them: exact percentages with their time and where they come from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import QuerySet

from assessments.domain import marking
from assessments.domain.limits import is_settled, settled_at
from assessments.models import Admission, Attempt, Mark, Paper
from kernel.exact import percent
from people.models import User


@dataclass(frozen=True)
class ResultFact:
    score: Fraction  # percent, exact
    released_at: datetime
    attempt_key: str


@dataclass(frozen=True)
class TopicResult:
    topic: str
    points: Fraction
    maximum: Fraction

    @property
    def score(self) -> Fraction:
        return percent(self.points, self.maximum)


@dataclass(frozen=True)
class Result:
    points: Fraction
    maximum: Fraction
    per_topic: list[TopicResult]
    released_at: datetime

    @property
    def score(self) -> Fraction:
        return percent(self.points, self.maximum)


def result_of(attempt: Attempt, now: datetime | None = None) -> Result | None:
    """The result of one attempt as it stands; None until released.

    With `now`, an attempt that ran out and that no sweep has closed yet has its result too, the same one (hazard 43).
    """
    if attempt.state == Attempt.State.RELEASED and attempt.released_at:
        return _result(max(attempt.marks.all(), key=lambda mark: mark.pk), attempt.released_at)
    if not (now and is_settled(attempt, now)) or attempt.admission.paper.release != Paper.Release.AT_ONCE:
        return None
    judged = marking.by_question(attempt)
    return None if marking.is_pending(judged) else _result(marking.total(judged), settled_at(attempt))


def _result(found: Mark | marking.Points, released_at: datetime) -> Result:
    def whole(points: int) -> Fraction:
        return Fraction(points, found.scale)

    topics = [TopicResult(row["topic"], whole(row["points"]), whole(row["maximum"])) for row in found.per_topic]
    return Result(whole(found.points), whole(found.maximum), topics, released_at)


def results(
    person: User, paper_key: str, now: datetime | None = None, *, for_key: str | None = None
) -> list[ResultFact]:
    """All released results of a person on a paper, oldest first, or those under rights of one cause (`for_key`). The
    latest counts, never the best (RULES 2)."""
    attempts = Attempt.objects.filter(admission__person=person, admission__paper__key=paper_key)
    return _facts(attempts if for_key is None else attempts.filter(admission__for_key=for_key), now)


def latest_of(admission: Admission, now: datetime | None = None) -> ResultFact | None:
    """The latest released result under one right to start a paper, whatever else its person sat."""
    return (_facts(Attempt.objects.filter(admission=admission), now) or [None])[-1]


def latest_by_right(rights: Collection[int], now: datetime | None = None) -> dict[int, ResultFact]:
    """By admission (its pk) what `latest_of` says, in as many queries for ten as for one."""
    return {attempt.admission_id: fact for attempt, fact in _results(Attempt.objects.filter(admission__in=rights), now)}


def _facts(attempts: QuerySet[Attempt], now: datetime | None) -> list[ResultFact]:
    return [fact for _attempt, fact in _results(attempts, now)]


def _results(attempts: QuerySet[Attempt], now: datetime | None) -> Iterator[tuple[Attempt, ResultFact]]:
    """Oldest first."""
    for attempt in attempts.select_related("admission__paper").prefetch_related("marks").order_by("pk"):
        result = result_of(attempt, now)
        if result:
            yield attempt, ResultFact(result.score, result.released_at, attempt.key)


def latest_result(person: User, paper_key: str, now: datetime | None = None) -> ResultFact | None:
    return (results(person, paper_key, now) or [None])[-1]
