"""Check-ins of mentor and hire: the first planned with the pairing, then one each week."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring.domain.refusals import CheckInError
from mentoring.models import CheckIn
from people.domain import journal
from people.domain.calendars import calendar_for, today_for
from people.models import Mentorship, User
from policies.domain.editions import figures


def schedule_first(mentorship: Mentorship, *, now: datetime) -> CheckIn:
    """Due on the last working day of the first week together."""
    days = figures("gates", mentorship.started_on).week_working_days
    return _schedule(mentorship, calendar_for(mentorship.hire).nth_day(mentorship.started_on, days))


def _schedule(mentorship: Mentorship, due_on: date) -> CheckIn:
    return CheckIn.objects.get_or_create(mentorship=mentorship, held_on=None, defaults={"due_on": due_on})[0]


def hold(
    check_in: CheckIn, *, held_on: date, went_well: str, to_work_on: str, by: User, now: datetime
) -> CheckIn | None:
    """Keep what was talked about and plan the next check-in a week later; the planned one, None after the end.

    Raises CheckInError for another's hire, a day to come or before the pairing, or one that was held already.
    """
    mentorship = check_in.mentorship
    if by.pk != mentorship.mentor_id:
        raise CheckInError(_("Only the mentor writes a check-in."))
    if not mentorship.started_on <= held_on <= today_for(mentorship.hire, now):
        raise CheckInError(_("A check-in is held after the pairing and not in the future. Nothing was saved."))
    if not (went_well.strip() or to_work_on.strip()):
        raise CheckInError(_("Write what went well or what to work on."))
    with transaction.atomic():
        changed = CheckIn.objects.filter(pk=check_in.pk, held_on=None).update(
            held_on=held_on, went_well=went_well.strip(), to_work_on=to_work_on.strip(), recorded_at=now
        )
        if changed != 1:
            raise CheckInError(_("This check-in has been written already."))
        check_in.refresh_from_db()
        journal.record(
            "check-in-held", by=by, about=check_in, subject=mentorship.hire, now=now, values={"held_on": held_on}
        )
        if mentorship.ended_on is not None:
            return None
        days = figures("gates", held_on).week_working_days
        return _schedule(mentorship, calendar_for(mentorship.hire).nth_day(held_on, days + 1))


def next_due(mentorship: Mentorship) -> CheckIn | None:
    return mentorship.check_ins.filter(held_on=None).first()


def due_for(mentor: User) -> list[CheckIn]:
    """Open check-ins of the mentor's hires, the earliest first."""
    found = CheckIn.objects.filter(mentorship__mentor=mentor, mentorship__ended_on=None, held_on=None)
    return list(found.select_related("mentorship__hire").order_by("due_on"))
