"""The week gates (RULES 2): judged from facts and the figures in force, recorded once met, opened step by step."""

from datetime import date, datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import admissions, practicals
from assessments.models import Admission, Paper, PracticalSitting
from courses.domain.facts import WeekFacts, for_key, week_facts
from courses.domain.weighing import WeighedParts
from courses.models import Enrolment, GateResult, ProgrammeWeek
from courses.signals import gate_passed
from kernel.exact import lacking, shown
from kernel.verdict import Verdict
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from policies.domain.editions import edition_in_force, figures
from simulations.domain import boards

Gate = ProgrammeWeek.Gate


def verdict(facts: WeekFacts, person, on: date) -> Verdict:
    """Whether the gate of a week opens, by the latest results and the figures in force that day."""
    rules = figures("gates", on)
    if facts.week.gate == Gate.THEORY_AND_PRACTICAL:
        return _weighed(facts, rules)
    if facts.week.gate == Gate.THEORY:
        return _theory(facts, rules)
    if facts.week.gate == Gate.SIGN_OFF:
        return _sign_off(facts)
    return _calls(facts, person, on)


def weighed_parts(facts: WeekFacts, rules) -> WeighedParts | None:
    if not (facts.theory and facts.practical):
        return None
    return WeighedParts(
        facts.theory.score,
        facts.practical.score,
        rules.week1_theory_weight,
        rules.week1_practical_weight,
        rules.pass_mark,
    )


def _weighed(facts: WeekFacts, rules) -> Verdict:
    parts = weighed_parts(facts, rules)
    mark = rules.pass_mark
    if parts is None:
        return Verdict(False, None, mark, _missing_parts(facts))
    values = {
        "total": shown(parts.total),
        "theory": shown(parts.theory),
        "practical": shown(parts.practical),
        "mark": mark,
    }
    if parts.passes:
        because = _("Theory %(theory)s and practical %(practical)s give %(total)s; the mark is %(mark)s.") % values
        return Verdict(True, parts.total, mark, because)
    values["missed"] = lacking(parts.total, mark)
    because = _("Theory %(theory)s and practical %(practical)s give %(total)s: missed by %(missed)s. %(lift)s") % (
        values | {"lift": _lift(parts)}
    )
    return Verdict(False, parts.total, mark, because)


def _lift(parts: WeighedParts) -> str:
    """Which part lifts the total most, and how far it has to go."""
    part = parts.part_to_lift
    needed = parts.needed_in(part)
    if needed is None:
        return _("Both parts need to be lifted.")
    # Rounded up, so that reaching what is shown always passes.
    values = {"needed": lacking(0, needed)}
    if part == "practical":
        return _("The practical lifts it most: with %(needed)s there the door opens.") % values
    return _("The theory exam lifts it most: with %(needed)s there the door opens.") % values


def _missing_parts(facts: WeekFacts) -> str:
    if not facts.is_read:
        return _lessons_left(facts)
    if facts.theory is None and facts.practical is None:
        return _("The theory exam and the practical have no result yet.")
    if facts.theory is None:
        return _("The theory exam has no result yet.")
    return _("The practical has no result yet.")


def _theory(facts: WeekFacts, rules) -> Verdict:
    mark = rules.pass_mark
    if facts.theory is None:
        return Verdict(False, None, mark, _before_theory(facts))
    score = facts.theory.score
    values = {"score": shown(score), "mark": mark, "missed": lacking(score, mark)}
    if score >= mark:
        return Verdict(True, score, mark, _("Theory exam %(score)s; the mark is %(mark)s.") % values)
    return Verdict(False, score, mark, _("Theory exam %(score)s: missed by %(missed)s.") % values)


def _before_theory(facts: WeekFacts) -> str:
    if not facts.is_read:
        return _lessons_left(facts)
    if facts.was_present is False:
        return _("Opens when your attendance at the product session is marked.")
    return _("The theory exam has no result yet.")


def _lessons_left(facts: WeekFacts) -> str:
    left = max(facts.lessons - facts.read, 0)
    if not facts.lessons:
        return _("No lesson of this week is published yet. Please tell your trainer.")
    return _("Lessons still to read: %(left)s.") % {"left": left}


def _sign_off(facts: WeekFacts) -> Verdict:
    if facts.sign_off:
        return Verdict(True, facts.sign_off.given_at, None, _("Your mentor has signed off your practice."))
    return Verdict(False, None, None, _("Opens when your mentor signs off three reviewed practice calls."))


def _calls(facts: WeekFacts, person, on: date) -> Verdict:
    if facts.board is None:
        return Verdict(False, None, None, _("The ten mock calls open when the first three doors are open."))
    return boards.standing(facts.board, on).verdict


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
        judged = verdict(facts, enrolment.person, on)
        if not judged.met or not facts.is_read or week.gate == Gate.MOCK_CALLS:
            # The last gate is HR's to open (certification); here it is only watched.
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
            reason=f"week {week.number}",
            for_key=for_key(enrolment, week),
            now=now,
        )
    if week.practical_key:
        practicals.admit(
            person,
            week.practical_key,
            for_key=for_key(enrolment, week),
            opens=now,
            reason=f"week {week.number}",
            now=now,
        )
