"""How often each question is answered right: facility, the simple share of full points, over the last weeks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import Count, F, Q

from assessments.models import Attempt, MarkLine, QuestionVersion
from assessments.permissions import topics_of_trainer
from kernel.exact import percent
from people.models import User

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


def weakest(person: User, now: datetime, *, least: int = LEAST_ANSWERS) -> list[Facility]:
    """Of the questions this trainer keeps those answered right least often, weakest first, under the watch line."""
    lines = MarkLine.objects.filter(
        mark__superseded_by=None,
        mark__attempt__state=Attempt.State.RELEASED,
        mark__attempt__submitted_at__gte=now - WINDOW,
        dropped=False,
    )
    counts = (
        lines.order_by()
        .values("question__question_version")
        .annotate(drawn=Count("pk"), full=Count("pk", filter=Q(points=F("maximum"))))
        .filter(drawn__gte=least)
    )
    by_version = {row["question__question_version"]: row for row in counts}
    kept = QuestionVersion.objects.filter(question__topic__in=topics_of_trainer(person))
    versions = kept.filter(pk__in=by_version).select_related("question__topic")
    found = [
        Facility(version, row["drawn"], percent(row["full"], row["drawn"]))
        for version in versions
        for row in [by_version[version.pk]]
    ]
    low = [item for item in found if item.right < WATCH]
    return sorted(low, key=lambda item: (item.right, item.version.question.key))[:MOST]
