"""The right to start a paper. Written by the apps above when a gate opens, withdrawn when it closes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assessments.models import Admission, Paper
from kernel.errors import Refusal
from people.domain import journal
from people.models import User


class AdmissionError(Refusal):
    """A sentence about an admission that a person may read."""


@transaction.atomic
def admit(
    person: User,
    paper: Paper,
    *,
    opens: datetime,
    attempts_allowed: int | None,
    reason: str,
    for_key: str,
    now: datetime,
    closes: datetime | None = None,
    by: User | None = None,
) -> Admission:
    """Let the person start the paper from `opens` on. Safe to repeat: one standing admission per `for_key`.

    `attempts_allowed` counts the first attempt and the free retakes (RULES 2); None sets no limit. Raises
    AdmissionError when the person may no longer sign in.
    """
    if not person.is_active:
        raise AdmissionError(_("%(name)s has left, so no exam can be opened.") % {"name": person.name})
    admission, added = Admission.objects.get_or_create(
        person=person,
        paper=paper,
        for_key=for_key,
        withdrawn=None,
        defaults={
            "opens": opens,
            "closes": closes,
            "attempts_allowed": attempts_allowed,
            "reason": reason,
            "admitted_at": now,
        },
    )
    if added:
        values = {"paper": paper.key, "opens": opens, "attempts": attempts_allowed}
        journal.record("admission-written", by=by, subject=person, about=admission, now=now, values=values)
    return admission


@transaction.atomic
def withdraw(admission: Admission, *, reason: str, now: datetime, by: User | None = None) -> None:
    """No further attempt may start. An attempt that is running goes on to its limit. Safe to repeat."""
    changed = Admission.objects.filter(pk=admission.pk, withdrawn=None).update(withdrawn=now)
    if changed:
        values = {"reason": reason}
        journal.record("admission-withdrawn", by=by, subject=admission.person, about=admission, now=now, values=values)


@transaction.atomic
def close(admission: Admission, *, reason: str, now: datetime, by: User | None = None) -> None:
    """No further attempt may start, and what was reached under it goes on counting. Safe to repeat.

    Only a trainer's release opens it again.
    """
    closes = max(now, admission.opens + timedelta(microseconds=1))
    standing = Admission.objects.filter(Q(closes=None) | Q(closes__gt=closes), pk=admission.pk, withdrawn=None)
    if standing.update(closes=closes):
        values = {"reason": reason}
        journal.record("admission-closed", by=by, subject=admission.person, about=admission, now=now, values=values)
