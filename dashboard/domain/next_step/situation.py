"""What the next step is chosen by, and what it says."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.translation import gettext as _

from courses.domain import gates
from courses.domain.facts import WeekFacts
from dashboard.domain.cohort import Way
from dashboard.domain.lines import due_state
from kernel.templatetags.dates import day_in_words
from kernel.verdict import Verdict
from people.models import User
from simulations.domain.boards import BoardStanding


@dataclass(frozen=True)
class Step:
    title: str
    body: str = ""
    due: str = ""
    because: str = ""
    url: str = ""
    action: str = ""
    icon: str = "book"
    due_state: str = "due"
    second_url: str = ""
    second_action: str = ""


@dataclass(frozen=True)
class Situation:
    """What the step is chosen by."""

    person: User
    way: Way | None
    facts: WeekFacts | None  # of the current week; None without one
    board: BoardStanding | None
    on: date
    now: datetime

    @property
    def mentor_name(self) -> str:
        return self.way.mentor.name if self.way and self.way.mentor else _("your mentor")

    @cached_property
    def gate(self) -> Verdict | None:
        """How the gate of the current week is judged now, where it rests on exams."""
        if self.facts is None or not self.facts.week.paper_key:
            return None
        return gates.verdict(self.facts, self.person, self.on)

    @property
    def missed(self) -> Verdict | None:
        """The gate where its results are all there and do not reach the mark. Compare with None: unmet is false."""
        gate = self.gate
        return gate if gate is not None and not gate.met and gate.measured is not None else None

    def by_week_end(self) -> dict[str, str]:
        """The due day of the week with its rule."""
        if self.way is None or self.way.due_on is None or self.way.week is None:
            return {}
        due = self.way.due_on
        kind, near = due_state(due, self.on)
        words = near if (due - self.on).days <= 1 else _("by %(day)s") % {"day": in_words(due)}
        rule = _("Rule: week %(week)d ends with working day %(days)d") % {
            "week": self.way.week.number,
            "days": self.way.week.number * self.way.week_days,
        }
        return {"due": words, "because": rule, "due_state": "overdue" if kind == "overdue" else "due"}


def in_words(day: date) -> str:
    return day_in_words(day, with_year=False)
