"""How often each question is answered right: facility, the simple share of full points, over the last weeks."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import Count, OuterRef, Subquery

from assessments.domain.kinds import kind_of
from assessments.models import AnswerSave, Attempt, AttemptQuestion, QuestionVersion
from kernel.exact import percent

WINDOW = timedelta(days=30)
# Fewer answers say nothing about a question; the watch line is where it is shown at all.
LEAST_ANSWERS, WATCH = 5, 60
MOST = 5


@dataclass(frozen=True)
class Facility:
    version: QuestionVersion
    answers: int
    right: Fraction  # percent of answers that earned full points

    @property
    def is_low(self) -> bool:
        return self.right < WATCH * Fraction(2, 3)


def weakest(now: datetime, *, least: int = LEAST_ANSWERS) -> list[Facility]:
    """The questions answered right least often, weakest first, only those under the watch line.

    Answers are counted as distinct values in the database, so that a thousand attempts cost two queries.
    """
    finished = {"attempt__state": Attempt.State.RELEASED, "attempt__submitted_at__gte": now - WINDOW}
    kept = AnswerSave.objects.filter(attempt_question=OuterRef("pk"), standing=AnswerSave.Standing.KEPT)
    given = (
        AttemptQuestion.objects.filter(**finished)
        .annotate(given=Subquery(kept.order_by("-version").values("value")[:1]))
        .order_by()
        .values_list("question_version", "given")
        .annotate(count=Count("pk"))
    )
    answers, drawn = defaultdict(list), Counter()
    for version, value, count in given:
        answers[version].append((value or {}, count))
        drawn[version] += count
    wanted = [version for version, count in drawn.items() if count >= least]
    versions = QuestionVersion.objects.filter(pk__in=wanted).select_related("question__topic")
    found = [
        Facility(version, drawn[version.pk], _right(version, answers[version.pk], drawn[version.pk]))
        for version in versions
    ]
    low = [item for item in found if item.right < WATCH]
    return sorted(low, key=lambda item: (item.right, item.version.question.key))[:MOST]


def _right(version: QuestionVersion, answers: list[tuple[dict, int]], drawn: int) -> Fraction:
    kind = kind_of(version.question.kind)
    full = sum(
        count
        for value, count in answers
        if kind.is_answered(value) and kind.points(version.content, value, version.points) == version.points
    )
    return percent(full, drawn)
