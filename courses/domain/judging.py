"""Moving people on: gates that are met are recorded, what comes next is opened, readiness to go live is announced."""

from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import admissions, practicals
from assessments.models import Admission, Paper, PracticalSitting
from courses.domain import go_live, rights
from courses.domain.facts import WeekFacts, for_key, week_facts
from courses.domain.gates import Gate, verdict
from courses.models import Enrolment, GateResult, ProgrammeWeek
from courses.signals import gate_passed, went_live_eligible
from kernel.verdict import Verdict
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from policies.domain.editions import edition_in_force, figures
from simulations.domain import boards


def judge(enrolment: Enrolment, *, now: datetime) -> None:
    """Record each gate that is met, in order, and open what comes next. Safe to run twice, late or on two workers."""
    if enrolment.state == Enrolment.State.ACTIVE and enrolment.person.is_active:
        with translation.override(enrolment.person.language):
            _judge(enrolment, now)


def _judge(enrolment: Enrolment, now: datetime) -> None:
    on = today_for(enrolment.person, now)
    for week in enrolment.programme.weeks.order_by("number"):
        facts = week_facts(enrolment, week, now)
        if facts.result:
            continue
        if week.gate == Gate.MOCK_CALLS:
            # The last gate is HR's to open (certification); here it is only watched.
            open_week(enrolment, facts, now=now)
            if go_live.verdict(enrolment, on).met:
                went_live_eligible.send(sender=Enrolment, enrolment=enrolment)
            return
        judged = verdict(facts, enrolment.person, on)
        if not judged.met or not facts.is_read:
            open_week(enrolment, facts, now=now)
            return
        if not _pass(enrolment, facts, judged, on=on, now=now):
            return


@transaction.atomic
def _pass(enrolment: Enrolment, facts: WeekFacts, judged: Verdict, *, on: date, now: datetime) -> bool:
    edition = edition_in_force("gates", on)
    try:
        with transaction.atomic():
            result = GateResult.objects.create(
                enrolment=enrolment,
                week=facts.week,
                score=str(judged.measured) if isinstance(judged.measured, Fraction) else "",
                verdict={"met": True, "required": str(judged.required), "because": judged.because},
                edition=f"gates {edition.number}",
                evidence=_evidence(facts),
                passed_on=on,
                created=now,
            )
    except IntegrityError:  # another worker recorded it in the same moment
        return False
    journal.record(
        "gate-passed",
        by=None,
        subject=enrolment.person,
        about=result,
        now=now,
        values={"week": facts.week.number, "score": result.score, "edition": result.edition},
    )
    _close_week(enrolment, facts.week, now)
    notify(
        enrolment.person,
        "gate-passed",
        dedupe_key=f"gate:{enrolment.key}:{facts.week.number}",
        subject=_("The door of week %(week)s is open") % {"week": facts.week.number},
        body=judged.because,
        url="/",
        now=now,
    )
    gate_passed.send(sender=Enrolment, enrolment=enrolment, week=facts.week)
    return True


def _evidence(facts: WeekFacts) -> list[list[str]]:
    pairs = []
    if facts.theory:
        pairs.append(["attempt", facts.theory.attempt_key])
    if facts.practical:
        pairs.append(["scorecard", facts.practical.attempt_key])
    if facts.sign_off:
        pairs.append(["sign-off", facts.sign_off.key])
    return pairs


def _close_week(enrolment: Enrolment, week: ProgrammeWeek, now: datetime) -> None:
    """What is passed is not retaken: rights that were not used are taken back."""
    key = for_key(enrolment, week)
    for admission in Admission.objects.filter(for_key=key, withdrawn=None):
        admissions.withdraw(admission, reason="gate passed", now=now)
    for sitting in PracticalSitting.objects.filter(for_key=key, withdrawn=None, scored_at=None):
        practicals.withdraw(sitting, reason="gate passed", now=now)


def open_week(enrolment: Enrolment, facts: WeekFacts, *, now: datetime) -> None:
    """Write the rights a week gives: its paper and practical once the lessons are read, its call board at once."""
    week, person = facts.week, enrolment.person
    if week.gate == Gate.MOCK_CALLS:
        if facts.board is None:
            # One board at a time: that of an enrolment which has ended gives way.
            rights.close_earlier(person, now=now)
            boards.open_board(person, for_key=for_key(enrolment, week), now=now)
        return
    if not facts.may_open:
        return
    if week.paper_key and (paper := Paper.objects.filter(key=week.paper_key).first()):
        admissions.admit(
            person,
            paper,
            opens=now,
            attempts_allowed=1 + figures("retakes", today_for(person, now)).free_retakes,
            reason=_("Week %(number)s") % {"number": week.number},
            for_key=for_key(enrolment, week),
            now=now,
        )
    if week.practical_key:
        practicals.admit(
            person,
            week.practical_key,
            for_key=for_key(enrolment, week),
            opens=now,
            reason=_("Week %(number)s") % {"number": week.number},
            now=now,
        )
