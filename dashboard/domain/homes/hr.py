"""Who is due for what?"""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.domain.cells import Cell
from certification.domain.grounds import licence_key
from certification.domain.proposals import ending
from certification.models import Award
from dashboard.domain import links
from dashboard.domain.cohort import Way, cohort
from dashboard.domain.lines import Line, Lines, age, due_state, first
from dashboard.domain.words import calls_mark, title_of
from kernel.exact import shown
from kernel.templatetags.dates import day_in_words
from mentoring.models.mentoring import CallType
from people.models import Invitation, User
from policies.domain.editions import figures
from policies.models import Draft
from simulations.domain.go_live import Judgement, SlotScore, judge
from simulations.models import Call, CallBoard, Dispute

State = Award.State


@dataclass(frozen=True)
class MatrixRow:
    way: Way
    cells: list[Cell]
    verdict: Cell
    url: str

    @property
    def person(self) -> User:
        return self.way.person

    @property
    def team(self) -> str:
        return self.way.team

    @property
    def ticks(self) -> list[str]:
        return [cell.tick for cell in self.cells]

    @property
    def met(self) -> int:
        return sum(cell.kind == "met" for cell in self.cells)


@dataclass(frozen=True)
class HrHome:
    on: date
    eligible: Lines
    reviewed: Lines
    ending: Lines
    drafts: Lines
    matrix: list[MatrixRow]
    heads: list[tuple[str, str]]
    notice_days: int
    invitations: int
    under_way: int


def facts(person: User, now: datetime, on: date) -> HrHome:
    days = figures("certificates", on).renewal_notice_days
    everyone = cohort(on)
    awards = list(
        Award.objects.filter(state__in=(State.ELIGIBLE, State.REVIEWED), person__is_active=True)
        .select_related("person")
        .order_by("proposed_at")
    )
    register = links.to("certification:register")
    return HrHome(
        on=on,
        eligible=first((_award(one, now) for one in awards if one.state == State.ELIGIBLE), url=register),
        reviewed=first((_award(one, now) for one in awards if one.state == State.REVIEWED), url=register),
        ending=_ending(on, days),
        drafts=_drafts(person, now),
        matrix=matrix(everyone.under_way, awards, on),
        heads=heads(everyone.weeks, on),
        notice_days=days,
        invitations=Invitation.objects.filter(used=None, withdrawn=None, expires__gt=now, purpose="join").count(),
        under_way=len(everyone.under_way),
    )


def _award(one: Award, now: datetime) -> Line:
    return Line(one.person.name, one.title, links.to("certification:award", one.key), "due", age(one.proposed_at, now))


def _ending(on: date, days: int) -> Lines:
    lines = []
    for one in ending(on, within_days=days).select_related("award__person"):
        kind, word = due_state(one.last_valid_day, on)
        lines.append(
            Line(
                one.award.person.name,
                _("%(title)s, until %(day)s")
                % {
                    "title": one.award.title,
                    "day": day_in_words(one.last_valid_day, with_year=one.last_valid_day.year != on.year),
                },
                links.to("certification:award", one.award.key),
                kind,
                word,
            )
        )
    return first(lines, url=links.to("certification:register"))


def _drafts(person: User, now: datetime) -> Lines:
    rows = Draft.objects.filter(state=Draft.State.SUBMITTED).select_related("author").order_by("changed")
    return first(
        (
            Line(
                _("Figures: %(subject)s") % {"subject": row.get_subject_display()},
                _("by %(name)s") % {"name": row.author.name},
                links.to("policies:edition-draft", row.key),
                "waiting" if row.author == person else "due",
                _("a colleague publishes") if row.author == person else age(row.changed, now),
            )
            for row in rows
        ),
        url=links.to("policies:editions"),
    )


def heads(weeks: list[Any], on: date) -> list[tuple[str, str]]:
    gates, calls = figures("gates", on), figures("mock_calls", on)
    found = []
    for week in weeks[:-1]:
        mark = _("mark %(mark)s") % {"mark": gates.pass_mark}
        found.append((_("Week %(number)d") % {"number": week.number}, mark if week.paper_key else _("mentor sign-off")))
    found.append((_("Ten calls"), calls_mark(calls)))
    found.append((_("Coaching plan"), _("none open")))
    found.append((_("Disputes"), _("none open")))
    return found


def matrix(ways: list[Way], awards: list[Award], on: date) -> list[MatrixRow]:
    """Person × requirement of the licence; who is nearest stands first."""
    calls = calls_of([way.person.pk for way in ways], on)
    disputed = set(Dispute.objects.filter(state=Dispute.State.OPEN).values_list("person", flat=True))
    waiting = {one.decision_key: one for one in awards if one.kind == Award.Kind.GO_LIVE}
    rows = []
    for way in ways:
        cells = [_gate(way, week) for week in way.weeks[:-1]]
        cells.append(_calls(way, calls.get(way.person.pk)))
        cells.append(_plan(way))
        cells.append(_disputes(way.person.pk in disputed))
        award = waiting.get(licence_key(way.enrolment))
        url = (
            links.to("certification:award", award.key) if award else links.to("courses:programme-of", way.enrolment.key)
        )
        rows.append(MatrixRow(way, cells, _verdict(way, cells, award), url))
    return sorted(
        rows, key=lambda row: (-(licence_key(row.way.enrolment) in waiting), -row.met, row.way.enrolment.started_on)
    )


def calls_of(people: list[int], on: date) -> dict[int, Judgement]:
    """The ten calls of each as the board judges them, in as many queries for all as for one."""
    rules = figures("mock_calls", on)
    quota = {call_type: getattr(rules, call_type) for call_type in CallType.values}
    boards = CallBoard.objects.filter(person__in=people, withdrawn=None).prefetch_related("slots")
    scored = Call.objects.filter(slot__board__in=boards, state=Call.State.SCORED).order_by("attempt")
    rows = scored.values_list("slot", "effective_score", "has_critical_error")
    latest = {slot: (Fraction(score), critical) for slot, score, critical in rows}
    found = {}
    for board in boards:
        slots = [
            SlotScore(slot.number, slot.call_type, *latest.get(slot.pk, (None, False))) for slot in board.slots.all()
        ]
        found[board.person_id] = judge(slots, quota=quota, mark=rules.pass_mark, rule=rules.rule)
    return found


def _gate(way: Way, week: Any) -> Cell:
    label = _("Week %(number)d") % {"number": week.number}
    result = way.results.get(week.number)
    if result:
        word = str(shown(Fraction(result.score))) if result.score else _("Signed off")
        return Cell(label, "met", word, day_in_words(result.passed_on, with_year=result.passed_on.year != way.on.year))
    if way.week is None or way.week.number != week.number:
        return Cell(label, "waiting", _("Not yet"), _("after week %(number)d") % {"number": week.number - 1})
    due = _("by %(day)s") % {"day": day_in_words(way.due_on, with_year=way.due_on.year != way.on.year)}
    if way.below_mark:
        return Cell(label, "repeat", _("Repeats"), due)
    return Cell(label, "due" if way.is_late else "waiting", _("At it now"), due)


def _calls(way: Way, calls: Judgement | None) -> Cell:
    label = _("Ten calls")
    if calls is None:
        return Cell(label, "waiting", _("Not yet"), _("after week %(number)d") % {"number": len(way.weeks) - 1})
    count = _("%(scored)d of %(total)d scored") % {"scored": calls.scored, "total": calls.total}
    if calls.mean is None:
        return Cell(label, "waiting", _("At it now"), count)
    if calls.critical:
        return Cell(label, "missed", _("Critical error"), count)
    kind = "met" if calls.passes else ("repeat" if calls.is_complete else "waiting")
    return Cell(label, kind, str(shown(calls.mean)), count)


def _plan(way: Way) -> Cell:
    if way.plan:
        since = day_in_words(localtime(way.plan.opened_at).date(), with_year=False)
        return Cell(_("Coaching plan"), "due", _("1 open"), _("since %(day)s") % {"day": since})
    return Cell(_("Coaching plan"), "met", _("None open"))


def _disputes(is_open: bool) -> Cell:
    if is_open:
        return Cell(_("Disputes"), "due", _("1 open"), _("a colleague in QA decides"))
    return Cell(_("Disputes"), "met", _("None open"))


def _verdict(way: Way, cells: list[Cell], award: Award | None) -> Cell:
    met = _("%(met)d of %(all)d met") % {"met": sum(cell.kind == "met" for cell in cells), "all": len(cells)}
    if award:
        return Cell("", "met", _("Eligible now"), met)
    left = sum(cell.kind != "met" for cell in cells)
    if any(cell.kind == "missed" for cell in cells):
        return Cell("", "missed", _("Missed, to repeat"), met)
    if way.is_repeating:
        return Cell("", "due", _("Repeating or coached"), met)
    if left == 0:
        return Cell("", "here", _("Being judged"), met)
    words = ngettext("%(left)d to go", "%(left)d to go", left) % {"left": left}
    return Cell("", "waiting", words, title_of(way.week) if way.week else met)
