"""Coaching plans 一对一辅导计划 (RULES 3): one open plan a person, followed weekly, closed by a good enough call."""

from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kernel.exact import shown
from kernel.verdict import Verdict
from mentoring.domain.refusals import CoachingError
from mentoring.models import CoachingCause, CoachingFollowUp, CoachingPlan, ScoredCall
from mentoring.signals import plan_closed, plan_opened
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.domain.roles import QA, has_role
from people.models import User
from people.permissions import mentors
from policies.domain.editions import edition_in_force, figures

MOCK_CALL, PRACTICE_CALL = "mock-call", "practice-call"


def open_plan_of(person: User) -> CoachingPlan | None:
    return CoachingPlan.objects.filter(person=person, state=CoachingPlan.State.OPEN).first()


def open_plan(
    person: User,
    *,
    kind: str,
    evidence_key: str,
    score: Fraction | None = None,
    owner: User | None = None,
    by: User | None,
    now: datetime,
) -> CoachingPlan:
    """Open a plan for this cause, or let the cause join the plan that is open already; safe to repeat.

    `by` None is the product itself (a released scored call below the mark); otherwise QA or the person's mentor, at
    any score. Raises CoachingError for anyone else.
    """
    if (by is not None and not (has_role(by, QA) or mentors(by, person))) or by == person:
        raise CoachingError(_("QA or the person’s mentor opens a coaching plan."))
    cause = CoachingCause.objects.filter(kind=kind, evidence_key=evidence_key).select_related("plan").first()
    if cause:
        return cause.plan
    with transaction.atomic():
        plan = _held_open(person) or _start(person, owner=owner or by, by=by, now=now)
        CoachingCause.objects.create(
            plan=plan, kind=kind, evidence_key=evidence_key, score="" if score is None else str(score), added_at=now
        )
        values = {"kind": kind, "of": evidence_key, "score": str(score)}
        journal.record("coaching-cause-added", by=by, about=plan, subject=person, now=now, values=values)
    return plan


def _held_open(person: User) -> CoachingPlan | None:
    """The open plan, kept open until the transaction ends: no cause may join a plan that is closed meanwhile."""
    return CoachingPlan.objects.select_for_update().filter(person=person, state=CoachingPlan.State.OPEN).first()


def _start(person: User, *, owner: User | None, by: User | None, now: datetime) -> CoachingPlan:
    on = today_for(person, now)
    try:
        with transaction.atomic():
            plan = CoachingPlan.objects.create(
                person=person,
                owner=owner,
                opened_by=by,
                opened_at=now,
                edition=edition_in_force("coaching", on).key,
            )
    except IntegrityError:  # opened by a colleague or the worker in the same moment
        return CoachingPlan.objects.select_for_update().get(person=person, state=CoachingPlan.State.OPEN)
    journal.record("coaching-plan-opened", by=by, about=plan, subject=person, now=now)
    _tell_opened(plan, now)
    plan_opened.send(CoachingPlan, plan=plan)
    return plan


def _tell_opened(plan: CoachingPlan, now: datetime) -> None:
    url = reverse("mentoring:coaching-plan", args=[plan.key])
    with translation.override(plan.person.language):
        notify(
            plan.person,
            "coaching-plan-opened",
            dedupe_key=f"coaching-opened:{plan.key}",
            subject=_("A coaching plan starts for you"),
            body=_("QA works on it with you each week. It closes with the next call that reaches the closing score."),
            url=url,
            now=now,
        )
    if plan.owner is not None:
        with translation.override(plan.owner.language):
            notify(
                plan.owner,
                "coaching-plan-owned",
                dedupe_key=f"coaching-owned:{plan.key}",
                subject=_("Coaching plan to write: %(name)s") % {"name": plan.person.name},
                url=url,
                now=now,
            )


def write(plan: CoachingPlan, *, goals: str, script_wording: str, process_drill: str, by: User, now: datetime) -> None:
    """Say what the plan is to reach and how. QA writes it and so becomes its owner."""
    _require_qa(plan, by)
    texts = {"goals": goals.strip(), "script_wording": script_wording.strip(), "process_drill": process_drill.strip()}
    with transaction.atomic():
        if _still_open(plan).update(owner=by, **texts) != 1:
            raise CoachingError(_("This plan has been closed."))
        journal.record("coaching-plan-written", by=by, about=plan, subject=plan.person, now=now, values=texts)
    plan.refresh_from_db()


def follow_up(
    plan: CoachingPlan, *, held_on: date, note: str, next_on: date | None, by: User, now: datetime
) -> CoachingFollowUp:
    """Keep a weekly follow-up. QA or the mentor holds it (RULES 3); CoachingError for odd dates or a closed plan."""
    if by.pk == plan.person_id or not (has_role(by, QA) or mentors(by, plan.person)):
        raise CoachingError(_("QA or the person’s mentor follows a coaching plan."))
    if held_on > today_for(plan.person, now):
        raise CoachingError(_("A follow-up is written once it was held."))
    if next_on is not None and next_on <= held_on:
        raise CoachingError(_("The next follow-up comes after this one."))
    if not note.strip():
        raise CoachingError(_("Write what was worked on."))
    with transaction.atomic():
        if not _still_open(plan).exists():
            raise CoachingError(_("This plan has been closed."))
        held = CoachingFollowUp.objects.create(
            plan=plan, by=by, held_on=held_on, note=note.strip(), next_on=next_on, recorded_at=now
        )
        journal.record("coaching-followed-up", by=by, about=plan, subject=plan.person, now=now)
    return held


def record_scored_call(
    person: User, *, call_key: str, held_at: datetime, score: Fraction, scorecard_key: str, now: datetime
) -> None:
    """Keep a call that QA scored, exact, so that plans can be closed on it; safe to repeat.

    The owner of an open plan is told once the plan may be closed.
    """
    facts = {"person": person, "call_key": call_key, "held_at": held_at, "score": str(score), "released_at": now}
    with transaction.atomic():
        _row, made = ScoredCall.objects.get_or_create(scorecard_key=scorecard_key, defaults=facts)
        plan = open_plan_of(person)
        if made and plan is not None and plan.owner is not None:
            _tell_closable(plan, now)


def _tell_closable(plan: CoachingPlan, now: datetime) -> None:
    verdict = closing(plan, today_for(plan.person, now))
    if not verdict:
        return
    with translation.override(plan.owner.language):
        notify(
            plan.owner,
            "coaching-plan-closable",
            dedupe_key=f"coaching-closable:{plan.key}",
            subject=_("The coaching plan of %(name)s can be closed") % {"name": plan.person.name},
            body=str(verdict.because),
            url=reverse("mentoring:coaching-plan", args=[plan.key]),
            now=now,
        )


def latest_follow_up(last: date) -> date:
    """By when the next follow-up is held, after one on that day or after the opening: weekly (RULES 3)."""
    return last + timedelta(days=figures("coaching", last).follow_up_days)


def follow_up_due(plan: CoachingPlan, last_held: date | None, planned: date | None) -> date:
    """The next follow-up: as planned at the last one, but no later than the figures say."""
    latest = latest_follow_up(last_held or today_for(plan.person, plan.opened_at))
    return min(planned or latest, latest)


def closing_calls(plan: CoachingPlan) -> list[ScoredCall]:
    """The calls held since the plan opened that QA has scored, each by its latest card."""
    since = plan.person.scored_calls.filter(held_at__gt=plan.opened_at)
    latest = {call.call_key: call for call in since.order_by("released_at", "pk")}
    return sorted(latest.values(), key=lambda call: (call.held_at, call.pk))


def closing(plan: CoachingPlan, on: date) -> Verdict:
    """Whether the plan may close: the last call, or as many in a row as the policy asks for, at the closing score."""
    rule = figures("coaching", on)
    calls = closing_calls(plan)[-rule.closing_in_a_row :]
    mark = rule.closing_score
    if not calls:
        return Verdict(
            False, None, mark, _("No call scored since the plan opened; %(mark)s closes it") % {"mark": mark}
        )
    lowest = min(Fraction(call.score) for call in calls)
    if lowest < mark:
        sentence = _("The last call reached %(score)s; %(mark)s closes the plan")
        return Verdict(False, lowest, mark, sentence % {"score": shown(lowest), "mark": mark})
    if len(calls) < rule.closing_in_a_row:
        sentence = _("%(count)d of %(needed)d calls in a row at %(mark)s")
        figures_in_it = {"count": len(calls), "needed": rule.closing_in_a_row, "mark": mark}
        return Verdict(False, lowest, mark, sentence % figures_in_it)
    sentence = _("The last call reached %(score)s (closing score %(mark)s)")
    return Verdict(True, lowest, mark, sentence % {"score": shown(lowest), "mark": mark})


def close(plan: CoachingPlan, *, by: User, now: datetime) -> CoachingPlan:
    """QA closes the plan on the calls scored since it opened. Raises CoachingError before they are good enough."""
    _require_qa(plan, by)
    with transaction.atomic():
        # A cause may be joining at this moment; its call is weighed too.
        _still_open(plan).select_for_update().first()
        verdict = closing(plan, today_for(plan.person, now))
        if not verdict:
            raise CoachingError(_("Not yet: %(because)s.") % {"because": verdict.because})
        evidence = [{"call": call.call_key, "score": call.score} for call in closing_calls(plan)]
        changed = _still_open(plan).update(
            state=CoachingPlan.State.CLOSED, closed_by=by, closed_at=now, closing_evidence=evidence
        )
        if changed != 1:
            raise CoachingError(_("This plan has been closed."))
        plan.refresh_from_db()
        journal.record(
            "coaching-plan-closed", by=by, about=plan, subject=plan.person, now=now, values={"calls": evidence}
        )
        with translation.override(plan.person.language):
            notify(
                plan.person,
                "coaching-plan-closed",
                dedupe_key=f"coaching-closed:{plan.key}",
                subject=_("Your coaching plan is closed"),
                body=str(verdict.because),
                url=reverse("mentoring:coaching-plan", args=[plan.key]),
                now=now,
            )
        plan_closed.send(CoachingPlan, plan=plan)
    return plan


def has_closed_since(person: User, moment: datetime) -> bool:
    """Whether a plan was closed after that moment: what a further repeat of a slot needs (RULES 2)."""
    return CoachingPlan.objects.filter(person=person, closed_at__gt=moment).exists()


def is_coached(kind: str, evidence_key: str) -> bool:
    """Whether a plan was ever opened for this cause; open or closed."""
    return CoachingCause.objects.filter(kind=kind, evidence_key=evidence_key).exists()


def _require_qa(plan: CoachingPlan, by: User) -> None:
    if by.pk == plan.person_id or not has_role(by, QA):
        raise CoachingError(_("QA writes and closes coaching plans, never one’s own."))


def _still_open(plan: CoachingPlan):
    return CoachingPlan.objects.filter(pk=plan.pk, state=CoachingPlan.State.OPEN)
