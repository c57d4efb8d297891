"""Leave pauses a person's clock of working days (RULES 2)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import journal
from people.models import Absence, User
from people.signals import absence_recorded, absence_withdrawn


class AbsenceError(Refusal):
    pass


def record_absence(person: User, *, first_day: date, last_day: date, reason: str, by: User, now: datetime) -> Absence:
    """Record leave from `first_day` to `last_day`, both inclusive. Raises AbsenceError for overlaps and odd dates."""
    if last_day < first_day:
        raise AbsenceError(_("The last day lies before the first. Nothing was recorded."))
    if person.pk == by.pk:
        raise AbsenceError(_("Nobody records their own absence. Ask a colleague."))
    with transaction.atomic():
        if not person.employments.filter(ended_on=None, started_on__lte=last_day).exists():
            raise AbsenceError(_("%(name)s does not work here on those days.") % {"name": person.name})
        if overlapping(person, first_day, last_day).exists():
            raise AbsenceError(_("Another absence already covers some of these days. Withdraw it first."))
        absence = Absence.objects.create(
            person=person, first_day=first_day, last_day=last_day, reason=reason, recorded_by=by
        )
        values = {"first_day": first_day, "last_day": last_day, "reason": reason}
        journal.record("absence-recorded", by=by, about=absence, subject=person, now=now, values=values)
        absence_recorded.send(Absence, absence=absence)
    return absence


def overlapping(person: User, first_day: date, last_day: date):
    return person.absences.filter(withdrawn=None, first_day__lte=last_day, last_day__gte=first_day)


def withdraw_absence(absence: Absence, *, by: User, now: datetime) -> Absence:
    """Take the absence back: the days count again. Raises AbsenceError for one's own or one withdrawn before."""
    if absence.person_id == by.pk:
        raise AbsenceError(_("Nobody withdraws their own absence. Ask a colleague."))
    with transaction.atomic():
        if Absence.objects.filter(pk=absence.pk, withdrawn=None).update(withdrawn=now) != 1:
            raise AbsenceError(_("This absence was withdrawn before."))
        absence.refresh_from_db()
        journal.record("absence-withdrawn", by=by, about=absence, subject=absence.person, now=now)
        absence_withdrawn.send(Absence, absence=absence)
    return absence
