"""The rights an enrolment gave: they end with it, so that who comes back starts afresh (RULES 2)."""

from datetime import datetime

from django.db import transaction

from assessments.domain import admissions, practicals
from assessments.models import Admission, PracticalSitting
from courses.models import Enrolment
from people.models import User
from simulations.domain import boards
from simulations.models import CallBoard

REASON = "enrolment ended"


@transaction.atomic
def close_rights(enrolment: Enrolment, *, now: datetime) -> None:
    """Take back whatever is unused: admissions, sittings without a result, the call board. Safe to repeat.

    What was reached stays on record; an attempt that is running goes on to its limit.
    """
    given = {"for_key__startswith": f"{enrolment.key}:", "person": enrolment.person_id, "withdrawn": None}
    for admission in Admission.objects.filter(**given).select_related("person"):
        admissions.withdraw(admission, reason=REASON, now=now)
    for sitting in PracticalSitting.objects.filter(**given, scored_at=None).select_related("person"):
        practicals.withdraw(sitting, reason=REASON, now=now)
    for board in CallBoard.objects.filter(**given).select_related("person"):
        boards.withdraw(board, now=now)


def close_earlier(person: User, *, now: datetime) -> None:
    """The same for every enrolment of theirs that has ended; going live leaves the board open until then."""
    for enrolment in Enrolment.objects.filter(person=person).exclude(state=Enrolment.State.ACTIVE):
        close_rights(enrolment, now=now)
