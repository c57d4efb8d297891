"""Extra time (hazard 36): granted by a trainer or HR with a reason, at once, also in the middle of an attempt."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from assessments.domain.limits import limit
from assessments.models import Accommodation, Admission, Attempt, Paper
from kernel.errors import Refusal
from people.domain import journal
from people.models import User


class AccommodationError(Refusal):
    """A sentence about extra time that a person may read."""


@transaction.atomic
def grant(
    person: User, *, paper: Paper | None, extra_percent: int, reason: str, by: User, now: datetime
) -> Accommodation:
    """Extra time in percent of the paper's minutes, in one paper or (None) in all; moves running deadlines at once.

    Where several are in force the largest counts. Raises AccommodationError for oneself, without a reason, or
    outside 1 to 200 percent.
    """
    if by.pk == person.pk:
        raise AccommodationError(_("Nobody grants extra time to themselves. Please ask a trainer or HR."))
    if not reason.strip():
        raise AccommodationError(_("Please give the reason for the extra time."))
    if not 1 <= extra_percent <= 200:
        raise AccommodationError(_("Extra time is between 1 and 200 percent."))
    _hold_starts(person)
    accommodation = Accommodation.objects.create(
        person=person, paper=paper, extra_percent=extra_percent, reason=reason, granted_by=by, granted_at=now
    )
    values = {"percent": extra_percent, "paper": paper.key if paper else "", "reason": reason}
    journal.record("accommodation-granted", by=by, subject=person, about=accommodation, now=now, values=values)
    move_deadlines(person, by=by, now=now)
    return accommodation


@transaction.atomic
def withdraw(accommodation: Accommodation, *, reason: str, by: User, now: datetime) -> None:
    """Ends the extra time. A running attempt falls back to the limit without it, never to before now."""
    if not reason.strip():
        raise AccommodationError(_("Please give the reason for withdrawing the extra time."))
    if accommodation.person_id == by.pk:
        raise AccommodationError(_("Nobody changes their own extra time."))
    _hold_starts(accommodation.person)
    changed = Accommodation.objects.filter(pk=accommodation.pk, withdrawn=None).update(
        withdrawn=now, withdrawn_by=by, withdrawal_reason=reason
    )
    if not changed:
        raise AccommodationError(_("This extra time was withdrawn before."))
    person = accommodation.person
    journal.record(
        "accommodation-withdrawn", by=by, subject=person, about=accommodation, now=now, values={"reason": reason}
    )
    move_deadlines(person, by=by, now=now)


def extra_percent(person: User, paper: Paper) -> int:
    standing = Accommodation.objects.filter(Q(paper=paper) | Q(paper=None), person=person, withdrawn=None)
    return standing.aggregate(most=Max("extra_percent"))["most"] or 0


def _hold_starts(person: User) -> None:
    """A start in the same moment comes before, and its limit is moved, or after, and counts the extra time itself."""
    rights = Admission.objects.select_for_update(of=("self",), no_key=True).filter(person=person)
    list(rights.order_by("pk").values_list("pk"))


def move_deadlines(person: User, *, by: User, now: datetime) -> None:
    """An attempt whose limit has passed is over and is not revived."""
    running = Attempt.objects.select_for_update(of=("self",)).filter(
        admission__person=person, state=Attempt.State.OPEN, deadline__gte=now
    )
    for attempt in running.select_related("admission__paper"):
        extra = extra_percent(person, attempt.admission.paper)
        deadline = max(limit(attempt.started, attempt.minutes, extra), now)
        if deadline == attempt.deadline:
            continue
        Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(deadline=deadline, extra_percent=extra)
        values = {"from": attempt.deadline, "to": deadline, "percent": extra}
        journal.record("attempt-deadline-moved", by=by, subject=person, about=attempt, now=now, values=values)
