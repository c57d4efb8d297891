"""A trainer's release of another attempt once the free ones are used (RULES 2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.openings import Stand, opening
from assessments.domain.refusals import AttemptError
from assessments.models import Admission, RetakeRelease
from people.domain import journal
from people.models import User

# Where only a trainer goes on: every attempt is used, or the window has closed.
RELEASABLE = {Stand.USED_UP, Stand.CLOSED}


@transaction.atomic
def release_retake(
    admission: Admission, *, reason: str, by: User, now: datetime, opens: datetime | None = None
) -> RetakeRelease:
    """One more attempt, open from `opens` (now when None), past the window of the admission as well.

    Raises AttemptError for oneself, without a reason, or while the rules leave an attempt unused: the wait after a
    result cannot be shortened here.
    """
    if by.pk == admission.person_id:
        raise AttemptError(_("Nobody releases a retake for themselves."))
    if not reason.strip():
        raise AttemptError(_("Please say why another attempt is right, and what was practised since."))
    admission = Admission.objects.select_for_update(of=("self",)).select_related("person", "paper").get(pk=admission.pk)
    stand = opening(admission, now)
    if stand.stand not in RELEASABLE:
        raise AttemptError(_("No release is needed: an attempt is running or still left under the rules."))
    # Past the window an attempt of the rules may be left; it is that one which is released.
    allowed = admission.attempts_allowed and max(admission.attempts_allowed, stand.number)
    unchanged = Admission.objects.filter(pk=admission.pk, attempts_allowed=admission.attempts_allowed)
    changed = unchanged.update(attempts_allowed=allowed)
    if not changed:
        raise AttemptError(_("Someone else has released an attempt just now. Please look again."))
    release = RetakeRelease.objects.create(
        admission=admission, number=stand.number, opens=opens or now, by=by, reason=reason, at=now
    )
    values = {"number": stand.number, "opens": release.opens, "reason": reason}
    journal.record("retake-released", by=by, subject=admission.person, about=admission, now=now, values=values)
    return release
