"""Files of questions that trainers send in: kept for a while, looked at, confirmed, taken in, forgotten.

What a preview showed may have changed by the time it is confirmed, so the file is read and checked again then.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.domain import imports
from assessments.domain.bank import BankError
from assessments.domain.exchange import aiken, gift
from assessments.domain.imports import Plan
from assessments.models import Bank, QuestionUpload
from people.models import User

KEPT = timedelta(hours=2)
# With pictures and sounds in it, or words alone: 5,000 questions are some 1 MB of GIFT.
LARGEST, LARGEST_TEXT = 20 * 1024 * 1024, 6 * 1024 * 1024
# Smaller files, some hundred questions, are taken in within the request; others by the worker.
AT_ONCE = 120 * 1024
State = QuestionUpload.State


@transaction.atomic
def keep(
    *, bank: Bank, form: str, language: str, rubric: str, filename: str, content: bytes, by: User, now: datetime
) -> QuestionUpload:
    """Keep a file until its sender confirms or two hours have passed. What they left waiting before is forgotten.

    Raises BankError when it is too large.
    """
    most = LARGEST_TEXT if form in {gift.NAME, aiken.NAME} else LARGEST
    if len(content) > most:
        raise BankError(_("The file is larger than %(most)d MB. Split it into several files.") % {"most": most >> 20})
    QuestionUpload.objects.filter(by=by, state=State.WAITING).delete()
    return QuestionUpload.objects.create(
        bank=bank,
        by=by,
        format=form,
        language=language,
        rubric=rubric,
        filename=filename[-200:],
        content=content,
        at=now,
    )


def look(upload: QuestionUpload) -> Plan:
    """What taking it in now would do."""
    return imports.plan(
        bytes(upload.content), upload.format, bank=upload.bank, language=upload.language, rubric=upload.rubric
    )


def is_open(upload: QuestionUpload, now: datetime) -> bool:
    return upload.state == State.WAITING and now < upload.at + KEPT


def confirm(upload: QuestionUpload, *, leave_out: bool, now: datetime) -> None:
    """From now on it is being taken in; once. Raises BankError when it was confirmed before or is too old."""
    waiting = QuestionUpload.objects.filter(pk=upload.pk, state=State.WAITING, at__gt=now - KEPT)
    if not waiting.update(state=State.RUNNING, leave_out=leave_out):
        raise BankError(_("This preview is too old. Choose the file again; nothing was taken in."))
    upload.refresh_from_db()


def finish(upload: QuestionUpload, *, now: datetime) -> None:
    """Take in a confirmed file, all or nothing. Why it was not, stands with it; twice changes nothing."""
    with transaction.atomic():
        here = QuestionUpload.objects.select_for_update(of=("self",)).select_related("bank", "by").get(pk=upload.pk)
        if here.state != State.RUNNING:
            return
        here.state, here.said = State.DONE, ""
        try:
            with override(here.by.language or None), transaction.atomic():
                here.taken = len(imports.take_in(look(here), by=here.by, now=now, leave_out=here.leave_out))
        except BankError as refused:
            here.state, here.said = State.FAILED, str(refused)
        here.content = b""
        here.save(update_fields=["state", "said", "taken", "content"])


def running() -> QuerySet[QuestionUpload]:
    """Confirmed and not taken in yet: what a lost job left undone."""
    return QuestionUpload.objects.filter(state=State.RUNNING)


def forget(now: datetime) -> int:
    """Delete what nobody confirmed, and the rows of what was taken in long ago."""
    old = QuestionUpload.objects.exclude(state=State.RUNNING).filter(at__lt=now - KEPT)
    return old.delete()[0]
