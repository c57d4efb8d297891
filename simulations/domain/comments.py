"""Remarks at points in time on a recording or a chat, by the mentor or by QA. Never edited, only withdrawn."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.models import Scorecard
from people.domain import journal
from people.models import User
from simulations.domain.refusals import CallError
from simulations.models import Call, RecordingComment

QA_CARD = "call"  # what assessments calls QA's card of a call
LONGEST = 1000
LATEST_MS = 2 * 60 * 60 * 1000


def remark(
    call: Call, *, at_ms: int, text: str, is_visible: bool, line_key: str = "", by: User, now: datetime
) -> RecordingComment:
    """Keep a remark at `at_ms` of the call. A mentor's is visible to the hire at once (`is_visible`), QA's with the
    score. Raises CallError for empty or overlong words."""
    text = text.strip()
    if not text or len(text) > LONGEST or "\0" in text or not 0 <= at_ms <= LATEST_MS:
        raise CallError(_("A remark has 1 to %(most)d characters and a time within the call.") % {"most": LONGEST})
    if call.state not in (Call.State.ENDED, Call.State.SCORED):
        raise CallError(_("This call has not ended yet."))
    with transaction.atomic():
        made = RecordingComment.objects.create(
            call=call,
            by=by,
            at_ms=at_ms,
            text=text,
            line_key=line_key[:80],
            visible_from=now if is_visible else None,
            created=now,
        )
        journal.record("call-remarked", by=by, about=call, subject=call.person, now=now, values={"at_ms": at_ms})
    return made


def withdraw(comment: RecordingComment, *, by: User, now: datetime) -> None:
    """Take one's own remark back. Raises CallError for another's."""
    if RecordingComment.objects.filter(pk=comment.pk, by=by, withdrawn=None).update(withdrawn=now) != 1:
        raise CallError(_("Only whoever wrote a remark takes it back."))


def shown_to(person: User, call: Call) -> list[RecordingComment]:
    """What the person may read: the hire what is visible or came with QA's released score, others everything."""
    found = call.comments.filter(withdrawn=None).select_related("by")
    if person.pk == call.person_id:
        cards = Scorecard.objects.filter(kind=QA_CARD, subject_key=call.key, state=Scorecard.State.RELEASED)
        released = cards.values_list("released_at", flat=True).first()
        visible = Q(visible_from__isnull=False)
        found = found.filter(visible | Q(created__lte=released) if released else visible)
    return list(found)
