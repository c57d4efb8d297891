from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from courses.domain import rights
from courses.models import Enrolment, Programme
from kernel.errors import Refusal
from people.domain import journal
from people.models import User

NEXT = {Enrolment.State.ACTIVE: {Enrolment.State.LIVE, Enrolment.State.WITHDRAWN}}


class EnrolmentError(Refusal):
    pass


@transaction.atomic
def enrol(person: User, programme: Programme, *, started_on: date, by: User | None, now: datetime) -> Enrolment:
    """Start someone on a programme; week 1 opens by itself once its lessons are read. Raises EnrolmentError when
    the person is already on it. What an earlier enrolment still allowed is taken back first."""
    rights.close_earlier(person, now=now)
    try:
        with transaction.atomic():
            enrolment = Enrolment.objects.create(
                person=person, programme=programme, started_on=started_on, enrolled_by=by
            )
    except IntegrityError:
        raise EnrolmentError(
            _("%(name)s is already on this programme. Nothing was changed.") % {"name": person.name}
        ) from None
    journal.record(
        "enrolled",
        by=by,
        subject=person,
        about=enrolment,
        now=now,
        values={"programme": programme.key, "started_on": started_on},
    )
    return enrolment


def go_live(enrolment: Enrolment, *, on: date, by: User, now: datetime) -> Enrolment:
    """Called when HR has approved the go-live licence: the person takes customers from `on`."""
    return _move(enrolment, Enrolment.State.LIVE, "went-live", by=by, now=now, live_on=on, ended_on=on)


@transaction.atomic
def withdraw(enrolment: Enrolment, *, on: date, by: User | None, now: datetime, reason: str) -> Enrolment:
    """End a way that was not finished (leaving, transfer), with its rights. What was reached stays on record."""
    _move(enrolment, Enrolment.State.WITHDRAWN, "enrolment-withdrawn", by=by, now=now, reason=reason, ended_on=on)
    rights.close_rights(enrolment, now=now)
    return enrolment


@transaction.atomic
def _move(
    enrolment: Enrolment, state: str, verb: str, *, by: User | None, now: datetime, reason: str = "", **dates: date
) -> Enrolment:
    allowed = [old for old, new in NEXT.items() if state in new]
    changed = Enrolment.objects.filter(pk=enrolment.pk, state__in=allowed).update(state=state, **dates)
    if changed != 1:
        raise EnrolmentError(_("This enrolment has already ended. Nothing was changed."))
    enrolment.refresh_from_db()
    journal.record(verb, by=by, subject=enrolment.person, about=enrolment, now=now, values={"reason": reason, **dates})
    return enrolment
