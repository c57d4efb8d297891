"""The tables behind the homes, for export."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dashboard.domain.cohort import Cohort, Way, cohort
from dashboard.domain.funnel import funnel
from dashboard.domain.homes.leader import stage
from dashboard.domain.questions import weakest
from dashboard.domain.words import gate_marks, title_of
from kernel.exact import shown
from people.domain.calendars import today_for
from people.models import User
from people.permissions import people_led_by
from policies.domain.editions import figures

type Rows = tuple[list[str], list[list[object]]]


@dataclass(frozen=True)
class Table:
    roles: frozenset[str]
    rows: Callable[[User, datetime], Rows]


def gates(person: User, now: datetime) -> Rows:
    on = today_for(person, now)
    drawn = funnel(cohort(on), gate_marks(figures("gates", on), figures("mock_calls", on)))
    headers = [
        _("Gate"),
        _("What it asks for"),
        _("Through"),
        _("At this gate now"),
        _("Retake or coaching"),
        _("Left"),
    ]
    return headers, [
        [step.title, step.note, step.through, step.here, step.repeating, step.left] for step in drawn.steps
    ]


def questions(person: User, now: datetime) -> Rows:
    headers = [_("Question"), _("Topic"), _("Answers"), _("Answered right, %")]
    return headers, [
        [item.version.stem, item.version.question.topic.title, item.answers, shown(item.right)]
        for item in weakest(person, now)
    ]


def people_under_way(person: User, now: datetime) -> Rows:
    return _people(cohort(today_for(person, now)))


def own_team(person: User, now: datetime) -> Rows:
    return _people(cohort(today_for(person, now), list(people_led_by(person))))


def _people(found: Cohort) -> Rows:
    headers = [
        _("Staff number"),
        _("Name"),
        _("Team"),
        _("First day"),
        _("Week"),
        _("Working day"),
        _("Mentor"),
        _("State"),
    ]
    return headers, [_row(way) for way in found.ways if not way.has_left]


def _row(way: Way) -> list[object]:
    week = title_of(way.week) if way.week else pgettext("person", "Live")
    state = stage(way)[1] if way.is_under_way else pgettext("person", "Live")
    mentor = way.mentor.name if way.mentor else ""
    return [way.person.staff_number, way.person.name, way.team, way.enrolment.started_on, week, way.day, mentor, state]


TABLES = {
    "gates": Table(frozenset({"trainer", "supervisor"}), gates),
    "questions": Table(frozenset({"trainer"}), questions),
    "people": Table(frozenset({"trainer", "supervisor", "hr"}), people_under_way),
    "team": Table(frozenset({"leader"}), own_team),
}
