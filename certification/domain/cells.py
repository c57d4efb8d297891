"""One requirement of one person in a matrix: its state, its words in short, and the evidence under them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.domain.ladder import Requirement
from certification.domain.validity import months_full_on
from kernel.exact import lacking, shown
from kernel.templatetags.dates import day_in_words


@dataclass(frozen=True)
class Cell:
    label: str
    kind: str  # met, due, waiting, locked, missed, repeat, here
    word: str
    note: str = ""

    @property
    def tick(self) -> str:
        return self.kind if self.kind in ("met", "due", "repeat", "missed") else ""


def cell(one: Requirement, label: str, on: date) -> Cell:
    """A miss says by how much, a wait until when."""
    kind, word, note = CELLS[one.name](one, on)
    return Cell(label, kind, word, note)


type Words = tuple[str, str, str]


def _day(day: date, on: date) -> str:
    return day_in_words(day, with_year=day.year != on.year)


def _licence(one: Requirement, on: date) -> Words:
    return ("met", _("Licensed"), "") if one.met else ("waiting", _("Not yet"), _("comes first"))


def _months(one: Requirement, on: date) -> Words:
    if one.since is None:
        return "waiting", _("Not yet"), ""
    if one.met:
        months = ngettext("%(count)d month", "%(count)d months", one.measured) % {"count": one.measured}
        return "met", months, _("since %(day)s") % {"day": _day(one.since, on)}
    full = months_full_on(one.since, one.required)
    left = (full - on).days
    word = ngettext("%(days)d day to go", "%(days)d days to go", left) % {"days": left}
    return "waiting", word, _("from %(day)s") % {"day": _day(full, on)}


def _kpi(one: Requirement, on: date) -> Words:
    if one.measured is None:
        return "waiting", _("Not known"), _("no figures taken in")
    word = _("%(done)s of %(months)s months") % {"done": one.measured, "months": one.required}
    return ("met" if one.met else "waiting"), word, ""


def _score(one: Requirement, on: date) -> Words:
    if one.score is None:
        return "waiting", _("Not taken"), ""
    score, day = str(shown(one.score.percent)), _day(one.score.on, on)
    if one.met:
        return "met", score, day
    missed = _("Missed by %(by)s") % {"by": lacking(one.score.percent, one.required)}
    return "missed", missed, f"{score} · {day}"


def _course(one: Requirement, on: date) -> Words:
    return ("met", _("Passed"), "") if one.met else ("waiting", _("Not taken"), "")


def _coaching(one: Requirement, on: date) -> Words:
    return ("met", _("None open"), "") if one.met else ("due", _("1 open"), _("to be closed first"))


CELLS: dict[str, Callable[[Requirement, date], Words]] = {
    "licence": _licence,
    "live": _months,
    "held": _months,
    "kpi": _kpi,
    "theory": _score,
    "practical": _score,
    "course": _course,
    "call": _score,
    "coaching": _coaching,
}
