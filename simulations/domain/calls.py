"""Booking and holding calls. A hire books, a colleague plays the customer, the hire starts and hangs up (RULES 2)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mentoring.domain.coaching import has_closed_since
from mentoring.models.mentoring import CallType
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.domain.roles import has_role
from people.models import User
from policies.domain.editions import figures
from simulations.domain.refusals import CallError
from simulations.domain.scenarios import choose_for_practice, choose_for_slot
from simulations.models import Call, CallBoard, Slot
from simulations.permissions import PLAYERS

NEXT = {
    Call.State.BOOKED: {Call.State.RUNNING, Call.State.ABANDONED},
    Call.State.RUNNING: {Call.State.ENDED, Call.State.ABANDONED},
    Call.State.ENDED: {Call.State.SCORED, Call.State.ABANDONED},
    Call.State.SCORED: {Call.State.SCORED},  # a correction brings another card
}

UNSCORED = (Call.State.BOOKED, Call.State.RUNNING, Call.State.ENDED)
# Longer than any call of the rubric; one still running then was left, not held.
LONGEST_CALL = timedelta(hours=2)


def why_not_book(slot: Slot, *, now: datetime) -> str:
    """Why the slot cannot be begun now, in words; empty when it can (RULES 2: repeats)."""
    if not CallBoard.objects.filter(pk=slot.board_id, withdrawn=None).exists():
        return str(_("The scored calls are closed at the moment."))
    calls = list(slot.calls.exclude(state=Call.State.ABANDONED).order_by("attempt"))
    if any(call.state in UNSCORED for call in calls):
        return str(_("The last call of this slot is not scored yet."))
    free = figures("mock_calls", today_for(slot.board.person, now)).free_repeats_per_slot
    if len(calls) <= free:
        return ""
    if has_closed_since(slot.board.person, calls[-1].ended_at or calls[-1].scored_at):
        return ""
    return str(_("A further repeat needs a coaching plan that was closed since the last attempt."))


def book(slot: Slot, *, by: User, now: datetime) -> Call:
    """Begin the slot's next call on a scenario the hire has not had. Raises CallError with the reason why not."""
    if by.pk != slot.board.person_id:
        raise CallError(_("A slot belongs to the person whose board it is."))
    refused = why_not_book(slot, now=now)
    if refused:
        raise CallError(refused)
    last = slot.calls.order_by("-attempt").first()
    held = slot.calls.filter(state=Call.State.SCORED).order_by("-attempt").first()
    version = choose_for_slot(by, slot.call_type, repeats=held.scenario_version.scenario if held else None)
    try:
        with transaction.atomic():
            call = Call.objects.create(
                kind=Call.Kind.MOCK,
                slot=slot,
                attempt=last.attempt + 1 if last else 1,
                person=by,
                scenario_version=version,
                booked_at=now,
            )
            _note("call-booked", call, by, now)
    except IntegrityError as raced:  # two tabs, two clicks
        raise CallError(_("This call has been booked already.")) from raced
    return call


def practise(person: User, *, call_type: str, by: User, now: datetime) -> Call:
    """Begin a practice call; as many as the person likes. One that was booked and not begun is given back."""
    if by.pk != person.pk:
        raise CallError(_("Everyone books their own practice calls."))
    if call_type not in CallType.values:
        raise CallError(_("Choose consultation, complaint or transaction."))
    booked = Call.objects.filter(person=person, kind=Call.Kind.PRACTICE, state=Call.State.BOOKED)
    known = booked.filter(scenario_version__scenario__call_type=call_type).first()
    if known:
        return known
    version = choose_for_practice(person, call_type)
    with transaction.atomic():
        call = Call.objects.create(kind=Call.Kind.PRACTICE, person=person, scenario_version=version, booked_at=now)
        _note("call-booked", call, by, now)
    return call


def may_play(person: User, call: Call) -> bool:
    return person.pk != call.person_id and has_role(person, *PLAYERS)


def waiting_for_player(person: User) -> QuerySet[Call]:
    """Booked calls of others that nobody plays yet, and those this person plays."""
    found = Call.objects.filter(state__in=(Call.State.BOOKED, Call.State.RUNNING)).exclude(person=person)
    mine = Q(player=person) | Q(player=None, state=Call.State.BOOKED)
    return found.filter(mine).select_related("person", "scenario_version__scenario").order_by("booked_at")


def accept(call: Call, *, by: User, now: datetime) -> Call:
    """Take the customer's part. Raises CallError for the hire, or when a colleague was quicker."""
    if not may_play(by, call):
        raise CallError(_("A colleague plays the customer: a mentor, a trainer, QA or an agent."))
    with transaction.atomic():
        free = Call.objects.filter(pk=call.pk, state=Call.State.BOOKED, player=None)
        if free.update(player=by) != 1:
            call.refresh_from_db()
            if call.player_id == by.pk:
                return call
            raise CallError(_("A colleague already plays the customer in this call."))
        call.refresh_from_db()
        _note("call-accepted", call, by, now)
        with translation.override(call.person.language):
            notify(
                call.person,
                "call-accepted",
                dedupe_key=f"call-accepted:{call.key}:{by.key}",
                subject=_("%(name)s plays the customer in your next call") % {"name": by.name},
                url=reverse("simulations:call-preflight", args=[call.key]),
                now=now,
            )
    return call


def hand_back(call: Call, *, by: User, now: datetime) -> None:
    """The player gives the part back before the call begins."""
    with transaction.atomic():
        if Call.objects.filter(pk=call.pk, state=Call.State.BOOKED, player=by).update(player=None) != 1:
            raise CallError(_("The call has begun, or someone else plays it."))
        _note("call-handed-back", call, by, now)


def start(call: Call, *, mode: str, by: User, now: datetime) -> Call:
    """The hire begins the call. A voice call needs the recording notice answered with yes first.

    Raises CallError without a colleague at the other end, without the notice, or when it has begun.
    """
    if by.pk != call.person_id:
        raise CallError(_("The person whose call it is starts it."))
    if mode not in Call.Mode.values:
        raise CallError(_("Choose voice or text."))
    call.refresh_from_db()
    if call.player_id is None:
        raise CallError(_("Nobody plays the customer yet. Ask a colleague to open the call."))
    if mode == Call.Mode.VOICE and not has_agreed(call):
        raise CallError(_("Read the recording notice first. Without a recording the call goes on as text."))
    if call.slot is not None and call.slot.board.withdrawn is not None:
        raise CallError(_("The scored calls are closed at the moment."))
    with transaction.atomic():
        _move(call, Call.State.BOOKED, Call.State.RUNNING, mode=mode, started_at=now)
        _note("call-started", call, by, now)
    return call


def has_agreed(call: Call) -> bool:
    """Whether the hire's last answer to the recording notice was yes."""
    last = call.notices_shown.order_by("-at", "-pk").first()
    return bool(last and last.accepted)


def go_on_as_text(call: Call, *, by: User, now: datetime) -> Call:
    """A voice call whose microphone failed goes on as text, without starting over."""
    if by.pk != call.person_id:
        raise CallError(_("The person whose call it is chooses."))
    with transaction.atomic():
        changed = Call.objects.filter(pk=call.pk, state=Call.State.RUNNING).update(mode=Call.Mode.TEXT)
        if changed != 1:
            raise CallError(_("This call is not running."))
        call.refresh_from_db()
        _note("call-goes-on-as-text", call, by, now)
    return call


def end(call: Call, *, by: User | None, now: datetime) -> Call:
    """Hang up: the hire or the player. Safe to repeat. Raises CallError before the call has begun."""
    if by is not None and by.pk not in (call.person_id, call.player_id):
        raise CallError(_("Only the two in the call hang up."))
    call.refresh_from_db()
    if call.state in (Call.State.ENDED, Call.State.SCORED):
        return call
    with transaction.atomic():
        _move(call, Call.State.RUNNING, Call.State.ENDED, ended_at=now)
        _note("call-ended", call, by, now)
    return call


def may_abandon(person: User, call: Call) -> bool:
    """Before it begins the two in it; later only QA or a trainer, so that nobody sheds a call that went badly."""
    if call.state == Call.State.BOOKED and person.pk in (call.person_id, call.player_id):
        return True
    running_or_ended = call.state in (Call.State.BOOKED, Call.State.RUNNING, Call.State.ENDED)
    return running_or_ended and person.pk != call.person_id and has_role(person, "qa", "trainer")


def abandon(call: Call, *, reason: str, by: User, now: datetime) -> Call:
    """Set the call aside: it fills no slot and costs no repeat. Raises CallError without a reason or the right."""
    call.refresh_from_db()
    if not may_abandon(by, call):
        raise CallError(_("A call that has begun is set aside by QA or a trainer."))
    if call.state != Call.State.BOOKED and not reason.strip():
        raise CallError(_("Write why this call is set aside."))
    with transaction.atomic():
        _move(call, call.state, Call.State.ABANDONED, abandoned_because=reason.strip()[:300])
        _note("call-abandoned", call, by, now, reason=reason.strip())
    return call


def ask_for_score(call: Call, *, by: User, now: datetime) -> Call:
    """Put a practice call on QA's queue, for example to close a coaching plan. The person or their mentor asks."""
    ended = Call.objects.filter(pk=call.pk, kind=Call.Kind.PRACTICE, state__in=(Call.State.ENDED, Call.State.SCORED))
    with transaction.atomic():
        if ended.filter(score_asked_at=None).update(score_asked_at=now):
            _note("call-score-asked", call, by, now)
    call.refresh_from_db()
    return call


def end_forgotten(now: datetime) -> int:
    """End calls left running, as of the limit; how many."""
    left = Call.objects.filter(state=Call.State.RUNNING, started_at__lt=now - LONGEST_CALL)
    ended = 0
    for call in left:
        with transaction.atomic():
            _move(call, Call.State.RUNNING, Call.State.ENDED, ended_at=call.started_at + LONGEST_CALL)
            _note("call-ended", call, None, now, left=True)
        ended += 1
    return ended


def _move(call: Call, old: str, new: str, **changes: object) -> None:
    if new not in NEXT[Call.State(old)]:
        raise CallError(_("This call cannot go on from here."))
    if Call.objects.filter(pk=call.pk, state=old).update(state=new, **changes) != 1:
        raise CallError(_("This call has moved on meanwhile. Look at it again."))
    call.refresh_from_db()


def _note(verb: str, call: Call, by: User | None, now: datetime, **values: object) -> None:
    facts = {"kind": call.kind, "slot": call.slot.number if call.slot else None, "attempt": call.attempt, **values}
    journal.record(verb, by=by, about=call, subject=call.person, now=now, values=facts)
