"""One line of a list on a home: what it is, where it leads, and its state in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# A list on a home shows the first few; the page behind it has them all.
MOST = 6


@dataclass(frozen=True)
class Line:
    title: str
    note: str = ""
    url: str = ""
    kind: str = "waiting"
    word: str = ""


@dataclass(frozen=True)
class Lines:
    """The first lines of a list, how many there are in all, and where the rest stands."""

    shown: list[Line]
    total: int
    url: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


def first(lines: Iterable[Line], *, url: str = "", total: int | None = None) -> Lines:
    found = list(lines)
    return Lines(found[:MOST], len(found) if total is None else total, url)


def due_state(due: date, on: date) -> tuple[str, str]:
    """How near a due day is, as a state and its words; red only once it has passed."""
    days = (due - on).days
    if days < 0:
        return "overdue", ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
    if days == 0:
        return "due", _("due today")
    if days == 1:
        return "due", _("due tomorrow")
    kind = "due" if days <= 3 else "waiting"
    return kind, ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


def age(since: datetime, now: datetime) -> str:
    """How long something has waited, in whole days or hours."""
    hours = int((now - since).total_seconds() // 3600)
    if hours < 1:
        return _("just now")
    if hours < 24:
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}
    return ngettext("%(days)d day", "%(days)d days", hours // 24) % {"days": hours // 24}
