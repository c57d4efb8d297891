"""Who may see and do what in calls. 404 where a person may not know that it exists."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from people.domain.roles import TRAINER, has_role
from people.models import User
from people.permissions import mentors
from simulations.models import Call, Dispute, Slot

SCORE_CALLS = "simulations.score_calls"
DECIDE_DISPUTES = "simulations.decide_disputes"
PLAYERS = ("mentor", "trainer", "qa", "agent")  # who may play the customer


def require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def _call(key: str) -> Call:
    found = Call.objects.select_related("person", "player", "scenario_version__scenario", "slot__board")
    call = found.filter(key=key).first()
    if call is None:
        raise Http404
    return call


def get_own_call(user: User, key: str) -> Call:
    call = _call(key)
    if call.person_id != user.pk:
        raise Http404
    return call


def get_call_to_play(user: User, key: str) -> Call:
    """For the console: whoever plays the customer, or may still take the part. Never the hire."""
    call = _call(key)
    if call.person_id == user.pk:
        raise Http404
    if call.player_id == user.pk:
        return call
    if call.player_id is None and call.state == Call.State.BOOKED and has_role(user, *PLAYERS):
        return call
    raise Http404


def get_call_between(user: User, key: str) -> Call:
    """For the chat and the hang-up: the two in the call."""
    call = _call(key)
    if user.pk not in (call.person_id, call.player_id):
        raise Http404
    return call


def can_hear(user: User, call: Call) -> bool:
    """The recording: the hire, the mentor, QA, trainers. The player has only the console."""
    return (
        user.pk == call.person_id or user.has_perm(SCORE_CALLS) or has_role(user, TRAINER) or mentors(user, call.person)
    )


def get_call_to_hear(user: User, key: str) -> Call:
    call = _call(key)
    if not can_hear(user, call):
        raise Http404
    return call


def get_call_to_score(user: User, key: str) -> Call:
    """For QA's desk: not one's own call, nor one in which one played the customer."""
    call = _call(key)
    if not user.has_perm(SCORE_CALLS) or user.pk == call.person_id:
        raise Http404
    if user.pk == call.player_id:
        raise PermissionDenied
    return call


def get_call_to_review(user: User, key: str) -> Call:
    """A practice call of one's own hire."""
    call = _call(key)
    if not mentors(user, call.person) or call.kind != Call.Kind.PRACTICE:
        raise Http404
    return call


def get_call_to_remark(user: User, key: str) -> Call:
    """QA and the hire's mentor write remarks."""
    call = _call(key)
    if user.pk == call.person_id or not (user.has_perm(SCORE_CALLS) or mentors(user, call.person)):
        raise Http404
    return call


def get_call_to_set_aside(user: User, key: str) -> Call:
    call = _call(key)
    if not can_hear(user, call) and user.pk != call.player_id:
        raise Http404
    return call


def get_own_slot(user: User, pk: int) -> Slot:
    slot = Slot.objects.filter(pk=pk, board__person=user).select_related("board__person").first()
    if slot is None:
        raise Http404
    return slot


def get_dispute_for(user: User, key: str) -> Dispute:
    row = Dispute.objects.filter(key=key).select_related("person").first()
    if row is None or not user.has_perm(DECIDE_DISPUTES) or row.person_id == user.pk:
        raise Http404
    return row
