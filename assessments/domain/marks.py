"""Results for whoever judges on them: exact percentages with their time and where they come from."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assessments.domain import marking
from assessments.domain.limits import is_settled, settled_at
from assessments.models import Attempt
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
    points: int
    maximum: int

    @property
    def score(self) -> Fraction:
        return percent(self.points, self.maximum)


@dataclass(frozen=True)
class Result:
    points: int
    maximum: int
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
        newest = max(attempt.marks.all(), key=lambda mark: mark.pk)
        points, maximum, rows, released_at = newest.points, newest.maximum, newest.per_topic, attempt.released_at
    elif now and is_settled(attempt, now):
        derived = marking.total(marking.by_question(attempt))
        points, maximum, rows, released_at = derived.points, derived.maximum, derived.per_topic, settled_at(attempt)
    else:
        return None
    return Result(points, maximum, [TopicResult(**row) for row in rows], released_at)


def results(person: User, paper_key: str, now: datetime | None = None) -> list[ResultFact]:
    """All released results of a person on a paper, oldest first. The latest counts, never the best (RULES 2)."""
    attempts = Attempt.objects.filter(admission__person=person, admission__paper__key=paper_key)
    facts = []
    for attempt in attempts.prefetch_related("marks").order_by("started"):
        result = result_of(attempt, now)
        if result:
            facts.append(ResultFact(result.score, result.released_at, attempt.key))
    return facts


def latest_result(person: User, paper_key: str, now: datetime | None = None) -> ResultFact | None:
    return (results(person, paper_key, now) or [None])[-1]
