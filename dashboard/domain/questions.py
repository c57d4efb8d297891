"""How often each question is answered right: facility, the simple share of full points, over the last weeks."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from assessments.domain.figures import LATELY, days_since
from assessments.models import QuestionFigures, QuestionVersion
from assessments.permissions import topics_of_trainer
from kernel.exact import percent
from people.models import User

WINDOW = LATELY
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
    """Of the questions this trainer keeps those answered right least often, weakest first, under the watch line.

    Read from the counts behind the statistics page: of whole days, and of every result that is marked.
    """
    answers, full = _counts(person, days_since(now))
    shares = {asked: percent(full[asked], many) for asked, many in answers.items() if many >= least}
    low = sorted((right, key, version) for (key, version), right in shares.items() if right < WATCH)[:MOST]
    versions = QuestionVersion.objects.select_related("question__topic").in_bulk(
        version for _right, _key, version in low
    )
    return [Facility(versions[version], answers[key, version], right) for right, key, version in low]


def _counts(person: User, since: str) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
    """How often each (key, version) was asked since that day over all papers, and how often it earned everything."""
    answers: Counter[tuple[str, int]] = Counter()
    full: Counter[tuple[str, int]] = Counter()
    rows = QuestionFigures.objects.filter(version__question__topic__in=topics_of_trainer(person))
    for key, version, days in rows.values_list("version__question__key", "version", "days"):
        for day, is_full, many in days:
            if day >= since:
                answers[key, version] += many
                full[key, version] += many * is_full
    return answers, full
