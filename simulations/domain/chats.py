"""Lines of a text call between the two accounts."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import figures
from simulations.domain.refusals import CallError
from simulations.models import Call, ChatLine

LONGEST_LINE = 2000
LONGEST_KEY = 64
TRIES = 5


def post(call: Call, *, text: str, key: str, by: User, now: datetime) -> ChatLine:
    """Add a line; the same `key` from the same person is the same line. Raises CallError outside a running text
    call, for strangers, and for empty or overlong lines."""
    if by.pk not in (call.person_id, call.player_id):
        raise CallError(_("Only the two in the call write here."))
    text = text.replace("\0", "").strip()
    if not text or len(text) > LONGEST_LINE or not 1 <= len(key) <= LONGEST_KEY:
        raise CallError(_("A line has 1 to %(most)d characters.") % {"most": LONGEST_LINE})
    for _try in range(TRIES):
        known = ChatLine.objects.filter(call=call, by=by, idempotency_key=key).first()
        if known:
            return known
        if not Call.objects.filter(pk=call.pk, state=Call.State.RUNNING, mode=Call.Mode.TEXT).exists():
            raise CallError(_("This call is not running. The line was not sent."))
        last = ChatLine.objects.filter(call=call).order_by("-seq").first()
        try:
            with transaction.atomic():
                seq = last.seq + 1 if last else 1
                return ChatLine.objects.create(call=call, seq=seq, by=by, text=text, at=now, idempotency_key=key)
        except IntegrityError:
            continue  # the other one wrote in the same moment
    raise CallError(_("The line was not sent. Please send it again."))


def since(call: Call, seq: int) -> list[ChatLine]:
    return list(call.lines.filter(seq__gt=seq).select_related("by"))


def reply_target(call: Call) -> timedelta:
    """Within which each message of the customer should be answered; a holding line counts (RULES 2, S3 3.2)."""
    on = today_for(call.person, call.started_at or call.booked_at)
    return timedelta(seconds=figures("mock_calls", on).chat_reply_seconds)


def reply_times(call: Call) -> dict[int, timedelta]:
    """How long each first answer of the agent took, by the answer's seq."""
    found, asked = {}, None
    for line in call.lines.all():
        if line.by_id != call.person_id:
            asked = asked or line.at
        elif asked is not None:
            found[line.seq] = line.at - asked
            asked = None
    return found
