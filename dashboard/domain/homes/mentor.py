"""Who needs me today?"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.domain import links
from dashboard.domain.cohort import Way, cohort
from dashboard.domain.lines import Line, Lines, age, due_state, first
from dashboard.domain.next_step.situation import Step
from mentoring.domain import check_ins, reviews, sign_offs
from people.domain.mentorships import PLACES
from people.models import Mentorship, User
from policies.domain.editions import figures
from simulations.models import Call


@dataclass(frozen=True)
class Mentored:
    way: Way | None
    person: User
    since: date
    rated: int
    url: str
    sign_off_url: str


@dataclass(frozen=True)
class MentorHome:
    hires: list[Mentored]
    places: int  # by the figures in force, never more than the database has
    reviewed: int  # calls that open a sign-off
    recordings: Lines
    check_ins: Lines
    coaching: Lines
    sign_offs: Lines

    @property
    def free(self) -> int:
        return max(self.places - len(self.hires), 0)

    @property
    def step(self) -> Step | None:
        """What comes first: a hire who waits for the sign-off, then the oldest recording, then a check-in due."""
        acts = (
            (self.sign_offs, _("Decide on the sign-off: %(name)s"), _("Open the sign-off"), "check"),
            (self.recordings, _("Review a recording: %(name)s"), _("Listen and rate"), "headset"),
            (self.check_ins, _("Hold the check-in: %(name)s"), _("Open the check-in"), "calendar"),
        )
        rules = (
            _("Rule: week 4 opens with your sign-off"),
            self.reviewed_rule,
            _("Rule: one check-in a week"),
        )
        for (lines, title, action, icon), rule in zip(acts, rules, strict=True):
            line = next((one for one in lines.shown if one.kind in ("due", "overdue")), None)
            if line:
                kind = "overdue" if line.kind == "overdue" else "due"
                body = line.note[:1].upper() + line.note[1:]
                words = {"due": line.word, "because": rule, "due_state": kind}
                return Step(title % {"name": line.title}, body, url=line.url, action=action, icon=icon, **words)
        return None

    @property
    def reviewed_rule(self) -> str:
        words = ngettext(
            "Rule: %(count)d reviewed call opens the sign-off, one of each kind",
            "Rule: %(count)d reviewed calls open the sign-off, one of each kind",
            self.reviewed,
        )
        return words % {"count": self.reviewed}

    @property
    def waiting(self) -> int:
        return self.recordings.total + self.check_ins.total + self.coaching.total + self.sign_offs.total


def facts(person: User, now: datetime, on: date) -> MentorHome:
    given = list(Mentorship.objects.filter(mentor=person, ended_on=None).select_related("hire").order_by("place"))
    hires = [row.hire for row in given]
    ways = {way.person.pk: way for way in cohort(on, hires).ways}
    return MentorHome(
        hires=[
            Mentored(
                way=ways.get(row.hire_id),
                person=row.hire,
                since=row.started_on,
                rated=len(reviews.standing_reviews(row.hire)),
                url=links.to("courses:programme-of", ways[row.hire_id].enrolment.key) if row.hire_id in ways else "",
                sign_off_url=links.to("mentoring:sign-off", row.hire.key),
            )
            for row in given
        ],
        places=min(figures("mentoring", on).hires_per_mentor, PLACES),
        reviewed=figures("gates", on).reviewed_recordings,
        recordings=_recordings(hires, now),
        check_ins=_check_ins(person, on),
        coaching=_coaching(ways),
        sign_offs=_sign_offs(hires, on),
    )


def _recordings(hires: list[User], now: datetime) -> Lines:
    """Practice calls of my hires that nobody has rated; the oldest first."""
    calls = Call.objects.filter(person__in=hires, kind=Call.Kind.PRACTICE, state=Call.State.ENDED)
    return first(
        Line(
            title=call.person.name,
            note=call.scenario_version.scenario.get_call_type_display(),
            url=links.to("simulations:practice-review", call.key),
            kind="due",
            word=age(call.ended_at, now),
        )
        for call in calls.select_related("person", "scenario_version__scenario").order_by("ended_at")
    )


def _check_ins(mentor: User, on: date) -> Lines:
    lines = []
    for row in check_ins.due_for(mentor):
        kind, word = due_state(row.due_on, on)
        lines.append(
            Line(row.mentorship.hire.name, _("weekly check-in"), links.to("mentoring:check-in", row.key), kind, word)
        )
    return first(lines, url=links.to("mentoring:check-ins"))


def _coaching(ways: dict[int, Way]) -> Lines:
    return first(
        Line(
            way.person.name,
            _("coaching plan, with QA"),
            links.to("mentoring:coaching-plan", way.plan.key),
            "due",
            _("plan open"),
        )
        for way in ways.values()
        if way.plan
    )


def _sign_offs(hires: list[User], on: date) -> Lines:
    asked = sign_offs.of_this_employment().filter(hire__in=hires, given_at=None)
    asked = asked.exclude(asked_at=None).select_related("hire")
    lines = []
    for row in asked:
        missing = sum(not part for part in sign_offs.readiness(row.hire, on))
        word = _("asked, something is missing") if missing else _("ready to sign")
        lines.append(
            Line(row.hire.name, _("week-3 sign-off"), links.to("mentoring:sign-off", row.hire.key), "due", word)
        )
    return first(lines)
