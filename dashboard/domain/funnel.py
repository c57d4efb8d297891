"""The gates as bars: who is through, who stands at the gate now, who repeats, who left; with the finding."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from courses.models import ProgrammeWeek
from dashboard.domain.cohort import Cohort

# In percent of the drawing's width: a full bar, the least width in which a count can be read, the gap between parts.
FULL, LEAST, GAP = 100.0, 6.0, 0.4


@dataclass(frozen=True)
class Piece:
    """A part of one bar; `role` names its class in chart.css."""

    role: str
    count: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Step:
    title: str
    note: str
    through: int
    here: int
    repeating: int
    left: int
    pieces: list[Piece]


@dataclass(frozen=True)
class Funnel:
    steps: list[Step]
    finding: str
    detail: str

    @property
    def is_empty(self) -> bool:
        return not self.steps or self.steps[0].through == 0


def funnel(cohort: Cohort, marks: dict[str, str]) -> Funnel:
    """`marks` says in words what each kind of gate asks for."""
    total = len(cohort.ways)
    steps = [_step(_("Started"), "", total, 0, 0, 0, total)]
    for week in cohort.weeks:
        steps.append(_gate(cohort, week, marks, total))
    return Funnel(steps, *_finding(cohort))


def _gate(cohort: Cohort, week: ProgrammeWeek, marks: dict[str, str], total: int) -> Step:
    standing = cohort.at_gate(week.number)
    repeating = sum(way.is_repeating for way in standing)
    left = sum(way.has_left and way.week is not None and way.week.number == week.number for way in cohort.ways)
    last = week.gate == ProgrammeWeek.Gate.MOCK_CALLS
    title = pgettext("person", "Live") if last else _("Week %(number)d gate") % {"number": week.number}
    return _step(
        title, marks.get(week.gate, ""), cohort.through(week.number), len(standing) - repeating, repeating, left, total
    )


def _step(title: str, note: str, through: int, here: int, repeating: int, left: int, total: int) -> Step:
    pieces, x = [], 0.0
    parts = [("bar", through), ("bar-wash", here), ("bar-due", repeating), ("bar-left", left)]
    least = LEAST * sum(count > 0 for _role, count in parts)
    for role, count in parts:
        if count:
            width = LEAST + (FULL - least) * count / max(total, 1) - GAP
            pieces.append(Piece(role, count, x, width))
            x += width + GAP
    return Step(title, note, through, here, repeating, left, pieces)


def _finding(cohort: Cohort) -> tuple[str, str]:
    """The gate at which most people stand, and what is the matter there."""
    standing = [(len(cohort.at_gate(week.number)), week) for week in cohort.weeks]
    most, week = max(standing, key=lambda pair: pair[0], default=(0, None))
    if not most or week is None:
        return _("Nobody is waiting at a gate."), ""
    at_gate = cohort.at_gate(week.number)
    alone = sum(way.mentor is None for way in at_gate)
    repeating = sum(way.is_repeating for way in at_gate)
    finding = _("Most people stand before the week %(number)d gate.") % {"number": week.number}
    detail = ngettext("%(most)d is there now", "%(most)d are there now", most) % {"most": most}
    if repeating:
        detail += ngettext(", %(count)d of them repeating", ", %(count)d of them repeating", repeating) % {
            "count": repeating
        }
    if alone:
        detail += ngettext(", %(count)d without a mentor", ", %(count)d without a mentor", alone) % {"count": alone}
    return finding, _("%(detail)s.") % {"detail": detail}
