"""The four weeks as a line of stations and doors, for the path component."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.domain import gates
from courses.domain.facts import WeekFacts, week_facts
from courses.models import Enrolment, GateResult, ProgrammeWeek
from people.domain.calendars import calendar_for, today_for
from policies.domain.editions import figures

Station = dict[str, Any]


def path(enrolment: Enrolment, now: datetime, *, here: WeekFacts | None = None) -> list[Station]:
    """Two stops a week: the week itself, and its gate with the score and day it opened or what opens it.

    Only the week someone is in needs its facts; `here` gives them where they are known already.
    """
    on = today_for(enrolment.person, now)
    rules, calls = figures("gates", on), figures("mock_calls", on)
    results = {result.week_id: result for result in GateResult.objects.filter(enrolment=enrolment)}
    stations, reached = [], True
    for week in enrolment.programme.weeks.order_by("number"):
        is_past = week.pk in results or enrolment.state == Enrolment.State.LIVE
        state = "done" if is_past else ("here" if reached else "ahead")
        facts = bare_facts(week, results.get(week.pk))
        if state == "here":
            facts = here if here and here.week.pk == week.pk else week_facts(enrolment, week, now)
        stations += [_week(facts, state), _door(enrolment, facts, state, on, rules, calls)]
        reached = is_past
    return stations


def bare_facts(week: ProgrammeWeek, result: GateResult | None) -> WeekFacts:
    """A week that is behind or ahead: only its result is shown."""
    nothing = dict.fromkeys(("was_present", "theory", "practical", "sign_off", "board"))
    return WeekFacts(week=week, lessons=0, read=0, result=result, **nothing)


def title(row: Any, language: str) -> str:
    return row.title_zh if language == "zh-hans" else row.title_en


def due_on(enrolment: Enrolment, week: ProgrammeWeek, on: date) -> date:
    """The last working day of a week of the programme; holidays and absence push it back."""
    days = figures("gates", on).week_working_days
    return calendar_for(enrolment.person).nth_day(enrolment.started_on, days * week.number)


def day_number(enrolment: Enrolment, on: date) -> int:
    """Which working day of the programme it is, 1 the first."""
    return max(calendar_for(enrolment.person).days_between(enrolment.started_on, on), 1)


def _week(facts: WeekFacts, state: str) -> Station:
    return {
        "kind": "station",
        "state": state,
        "title": _("Week %(number)s") % {"number": facts.week.number},
        "note": title(facts.week, get_language() or ""),
    }


def _door(enrolment: Enrolment, facts: WeekFacts, state: str, on: date, rules, calls) -> Station:
    last = facts.week.gate == ProgrammeWeek.Gate.MOCK_CALLS
    mark = None
    if facts.week.gate in (ProgrammeWeek.Gate.THEORY, ProgrammeWeek.Gate.THEORY_AND_PRACTICAL):
        mark = rules.pass_mark
    elif last:
        mark = calls.pass_mark
    door = {
        "kind": "door",
        "state": "done" if state == "done" else "ahead",
        "title": _("Go-live") if last else facts.week.get_gate_display(),
        "mark": mark,
    }
    if facts.result:
        door["date"] = facts.result.passed_on
        door["score"] = Fraction(facts.result.score) if facts.result.score else None
    elif last and enrolment.live_on:
        door["date"] = enrolment.live_on
    elif state == "here":
        judged = gates.verdict(facts, enrolment.person, on)
        door["because"] = judged.because
    else:
        door["because"] = _("After the door before.")
    return door
