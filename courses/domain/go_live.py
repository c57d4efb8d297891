"""Whether someone may go live (RULES 2). The product only proposes; HR decides (certification)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.domain import gates
from courses.domain.facts import week_facts
from courses.models import Enrolment, GateResult, ProgrammeWeek
from kernel.verdict import Verdict, all_met, missed
from mentoring.domain import coaching
from simulations.domain import disputes


@dataclass(frozen=True)
class Readiness:
    """Every condition of going live with its verdict, in the order in which they are met."""

    parts: list[Verdict]

    @property
    def overall(self) -> Verdict:
        open_parts = missed(self.parts)
        because = _("Every condition is met; HR confirms the licence.")
        if open_parts:
            because = " ".join(part.because for part in open_parts)
        return Verdict(all_met(self.parts), self.parts[-1].measured, self.parts[-1].required, because)


def readiness(enrolment: Enrolment, on: date) -> Readiness:
    person = enrolment.person
    now = datetime.combine(on, time.max, tzinfo=person.zone)
    calls_week = enrolment.programme.weeks.get(gate=ProgrammeWeek.Gate.MOCK_CALLS)
    calls = gates.verdict(week_facts(enrolment, calls_week, now), person, on)
    return Readiness([_doors(enrolment, calls_week.number - 1), _no_open_plan(person), _no_open_dispute(person), calls])


def verdict(enrolment: Enrolment, on: date) -> Verdict:
    return readiness(enrolment, on).overall


def _doors(enrolment: Enrolment, required: int) -> Verdict:
    passed = GateResult.objects.filter(enrolment=enrolment, week__number__lte=required).count()
    left = required - passed
    if left > 0:
        sentence = ngettext("%(left)s door before is still shut.", "%(left)s doors before are still shut.", left)
        return Verdict(False, passed, required, sentence % {"left": left})
    return Verdict(True, passed, required, _("The doors of the weeks before are open."))


def _no_open_plan(person) -> Verdict:
    if coaching.open_plan_of(person):
        return Verdict(False, 1, 0, _("A coaching plan is open; it must be closed first."))
    return Verdict(True, 0, 0, _("No coaching plan is open."))


def _no_open_dispute(person) -> Verdict:
    count = len(disputes.open_for(person))
    if count:
        return Verdict(False, count, 0, _("A score is disputed; the dispute must be decided first."))
    return Verdict(True, 0, 0, _("No score is disputed."))
