"""Person × requirement of the next level, in words: who is eligible, and how far the others are (RULES 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from certification.domain.cells import Cell, cell
from certification.domain.ladder import LadderFacts, Requirement, next_level, requirements
from certification.domain.ladder_facts import facts_of_all
from certification.domain.standing import LEVEL_WORDS
from courses.models import Enrolment
from people.domain.returning import since_return
from people.models import Employment, LevelHeld, User
from policies.domain.editions import figures
from policies.models import Subject
from policies.schema.ladder import Ladder, Level

FILTERS: dict[str, Promise] = {
    "all": gettext_lazy("All verdicts"),
    "eligible": gettext_lazy("Eligible now"),
    "one": gettext_lazy("One to go"),
    "more": gettext_lazy("More to go"),
    "missed": gettext_lazy("Missed"),
}


@dataclass(frozen=True)
class Row:
    person: User
    team: str
    cells: list[Cell]

    @property
    def unmet(self) -> list[Cell]:
        return [one for one in self.cells if one.kind != "met"]

    @property
    def met(self) -> int:
        return len(self.cells) - len(self.unmet)

    @property
    def ticks(self) -> list[str]:
        return [one.tick for one in self.cells]

    @property
    def url(self) -> str:
        return reverse("people:person", args=[self.person.key])

    @property
    def name(self) -> str:
        """Under which filter it stands."""
        if not self.unmet:
            return "eligible"
        if any(one.kind == "missed" for one in self.unmet):
            return "missed"
        return "one" if len(self.unmet) == 1 else "more"

    @property
    def verdict(self) -> Cell:
        met = _("%(met)d of %(all)d met") % {"met": self.met, "all": len(self.cells)}
        if not self.unmet:
            return Cell("", "met", _("Eligible now"), met)
        first = self.unmet[0]
        note = f"{first.label}: {first.word}" if len(self.unmet) == 1 else met
        if self.name == "missed":
            return Cell("", "missed", _("Missed, to repeat"), note)
        words = ngettext("%(left)d to go", "%(left)d to go", len(self.unmet)) % {"left": len(self.unmet)}
        return Cell("", "due" if self.name == "one" else "waiting", words, note)


@dataclass(frozen=True)
class Matrix:
    """Everyone whose next level is `level`; who is nearest stands first."""

    level: str
    figures: Level
    heads: list[tuple[str, str]]
    rows: list[Row]
    counts: dict[str, int]  # of every level

    def under(self, chosen: str, words: str = "") -> list[Row]:
        found = [row for row in self.rows if chosen == "all" or row.name == chosen]
        for word in words.casefold().split():
            found = [row for row in found if word in f"{row.person.name} {row.person.staff_number}".casefold()]
        return found


def matrix(level: str, on: date) -> Matrix:
    ladder: Ladder = figures(Subject.LADDER, on)
    people = {person.pk: person for person in live_people()}
    facts = facts_of_all(people.values(), ladder)
    aims = {pk: next_level(one.held, on) for pk, one in facts.items()}
    chosen = dict(ladder.levels)[level]
    heads = [_head(one) for one in requirements(LadderFacts(None, False), level, chosen, on)]
    teams = _teams(people)
    rows = [
        Row(people[pk], teams.get(pk, ""), _cells(requirements(facts[pk], level, chosen, on), heads, on))
        for pk, aim in aims.items()
        if aim == level
    ]
    counts = {name: sum(aim == name for aim in aims.values()) for name, _level in ladder.levels}
    rows.sort(key=lambda row: (len(row.unmet), row.name == "missed", row.person.name))
    return Matrix(level, chosen, heads, rows, counts)


def live_people() -> QuerySet[User]:
    """Who serves customers: went live in this employment, or came with a level that was recognised."""
    live = since_return(Enrolment.objects.filter(state=Enrolment.State.LIVE), day="live_on")
    live = live.filter(person=OuterRef("pk"))
    held = LevelHeld.objects.filter(person=OuterRef("pk"))
    return User.objects.filter(Exists(live) | Exists(held), is_active=True)


def _teams(people: Iterable[int]) -> dict[int, str]:
    rows = Employment.objects.filter(person__in=people, ended_on=None).exclude(team=None)
    return dict(rows.values_list("person", "team__name"))


def _cells(found: list[Requirement], heads: list[tuple[str, str]], on: date) -> list[Cell]:
    return [cell(one, head, on) for one, (head, _note) in zip(found, heads, strict=True)]


def _head(one: Requirement) -> tuple[str, str]:
    """A column: what is asked for, and the figure."""
    months = ngettext("at least %(count)d month", "at least %(count)d months", one.required) % {"count": one.required}
    mark = _("mark %(mark)s") % {"mark": one.required}
    heads = {
        "licence": (_("Licence"), _("held")),
        "live": (pgettext("person", "Live"), months),
        "held": (_("%(level)s held") % {"level": LEVEL_WORDS.get(one.subject, "")}, months),
        "kpi": (
            _("KPI, last %(window)s months") % {"window": one.window},
            _("in %(months)s of them") % {"months": one.required},
        ),
        "theory": (_("Theory"), mark),
        "practical": (_("Practical"), mark),
        "course": (_("Advanced course"), _("passed")),
        "call": (_("Call scored by QA"), mark),
        "coaching": (_("Coaching plan"), _("none open")),
    }
    return heads[one.name]


def headers(found: Matrix) -> list[str]:
    return [_("Staff number"), _("Name"), _("Team"), *(head for head, _note in found.heads), _("Verdict")]


def table(rows: Iterable[Row]) -> list[list[object]]:
    return [
        [row.person.staff_number, row.person.name, row.team, *(_said(one) for one in row.cells), row.verdict.word]
        for row in rows
    ]


def _said(one: Cell) -> str:
    return f"{one.word} ({one.note})" if one.note else one.word
