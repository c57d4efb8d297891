"""The recording notice: which text was shown, when, to whom, and the answer. No recording without one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.domain import journal
from people.models import User
from simulations.domain.refusals import CallError
from simulations.models import Call, NoticeShown

# Raised whenever the words of simulations/_notice.html change, so that every recording names the text it rests on.
TEXT_VERSION = "2026-1"


def answer(call: Call, *, accepted: bool, by: User, now: datetime) -> NoticeShown:
    """Keep the answer to the notice. Refusing leads to text; a later yes counts for what is recorded after it."""
    if by.pk != call.person_id:
        raise CallError(_("The notice is answered by the person who is recorded."))
    if call.state != Call.State.BOOKED:
        raise CallError(_("This call has begun. Its notice was answered before."))
    with transaction.atomic():
        shown = NoticeShown.objects.create(
            call=call, person=by, text_version=TEXT_VERSION, language=get_language() or "", accepted=accepted, at=now
        )
        values = {"version": TEXT_VERSION, "accepted": accepted}
        journal.record("recording-notice-answered", by=by, about=call, subject=by, now=now, values=values)
    return shown
