"""How many working days people took to go live, beside the plan of the programme."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from django.utils.translation import gettext as _

from dashboard.domain.cohort import Way
from kernel.templatetags.bars import figure


@dataclass(frozen=True)
class Pace:
    days: list[int]  # of each person, the quickest first
    plan: int

    @property
    def median(self) -> Fraction:
        return Fraction(median(self.days))

    @property
    def top(self) -> int:
        """The end of the scale: room for the slowest and the plan."""
        return max(self.days[-1], self.plan) + 5

    @property
    def tone(self) -> str:
        return "due" if self.median > self.plan else "met"

    @property
    def label(self) -> str:
        return _("plan %(days)s") % {"days": self.plan}

    @property
    def finding(self) -> str:
        gap = self.median - self.plan
        if not gap:
            return _("On the plan.")
        words = _("%(days)s longer than planned.") if gap > 0 else _("%(days)s quicker than planned.")
        return words % {"days": figure(abs(gap))}


def pace(ways: Iterable[Way], rules) -> Pace:
    found = list(ways)
    weeks = max((len(way.weeks) for way in found), default=0)
    return Pace(sorted(way.day for way in found if way.is_live), rules.week_working_days * weeks)
