"""Is my team on track?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from certification.domain.grounds import licence_key
from certification.models import Award
from courses.domain.outline import titles_of
from courses.models import Refresher
from dashboard.domain import links
from dashboard.domain.cohort import Way, cohort
from dashboard.domain.lines import Line, Lines, due_state, first
from dashboard.domain.pace import Pace, pace
from people.models import Leadership, User
from people.permissions import people_led_by
from policies.domain.editions import figures


@dataclass(frozen=True)
class TeamRow:
    way: Way
    url: str
    overdue: int
    kind: str
    word: str


@dataclass(frozen=True)
class LeaderHome:
    teams: list[str]
    people: int
    rows: list[TeamRow]
    overdue: Lines
    plans: Lines
    on_track: int
    pace: Pace


def facts(person: User, now: datetime, on: date) -> LeaderHome:
    led = list(people_led_by(person))
    ways = [way for way in cohort(on, led).ways if not way.has_left]
    late = list(
        Refresher.objects.filter(person__in=led, met_by=None, withdrawn=None, due_on__lt=on)
        .select_related("person")
        .order_by("due_on")
    )
    with_hr = set(
        Award.objects.filter(person__in=led, kind=Award.Kind.GO_LIVE, state=Award.State.ELIGIBLE).values_list(
            "decision_key", flat=True
        )
    )
    titles = titles_of({one.course_key for one in late}, get_language() or "en") if late else {}
    rows = [
        _row(way, sum(one.person_id == way.person.pk for one in late), licence_key(way.enrolment) in with_hr)
        for way in ways
        if way.is_under_way
    ]
    return LeaderHome(
        teams=list(
            Leadership.objects.filter(leader=person, ended_on=None)
            .order_by("team__name")
            .values_list("team__name", flat=True)
        ),
        people=len(led),
        rows=rows,
        overdue=first(
            Line(one.person.name, titles.get(one.course_key, one.course_key), "", *due_state(one.due_on, on))
            for one in late
        ),
        plans=first(
            Line(
                way.person.name,
                _("opened %(days)d days ago") % {"days": (now - way.plan.opened_at).days},
                links.to("mentoring:coaching-plan", way.plan.key),
                "due",
                _("plan open"),
            )
            for way in ways
            if way.plan
        ),
        on_track=sum(row.kind == "met" for row in rows),
        pace=pace(ways, figures("gates", on)),
    )


def _row(way: Way, overdue: int, with_hr: bool) -> TeamRow:
    kind, word = ("met", _("HR confirms the licence")) if with_hr else stage(way)
    return TeamRow(way, links.to("courses:programme-of", way.enrolment.key), overdue, kind, word)


def stage(way: Way) -> tuple[str, str]:
    """Whether someone under way is on track, as a state with its words; the exception first."""
    if way.plan:
        return "due", _("Coaching plan open")
    if way.below_mark:
        return "repeat", _("Repeats a test")
    if way.is_late:
        days = way.calendar.days_between(way.due_on, way.on) - 1
        return "overdue", ngettext("%(days)d working day late", "%(days)d working days late", days) % {"days": days}
    return "met", _("On track")
