"""Levels a person held before the product came: recognised by HR, never shown as an award of ours (RULES 3)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import calendars, journal
from people.models import LevelHeld, User


class LevelError(Refusal):
    pass


def recognise(person: User, *, level: str, from_day: date, reason: str, by: User, now: datetime) -> LevelHeld:
    """Recognise that the person has held `level` since `from_day`. Raises LevelError for oneself, a day to come,
    no reason, or a level recognised before."""
    if person.pk == by.pk:
        raise LevelError(_("Nobody recognises their own level. Ask a colleague in HR."))
    if from_day > calendars.today_for(person, now):
        raise LevelError(_("A level is recognised from a day that has come."))
    if not reason.strip():
        raise LevelError(_("Write what the level rests on, for example an earlier certificate."))
    held = LevelHeld(
        person=person,
        level=level,
        from_day=from_day,
        source=LevelHeld.Source.RECOGNISED,
        reason=reason.strip(),
        recorded_by=by,
    )
    try:
        with transaction.atomic():
            held.save(force_insert=True)
            values = {"level": level, "from": from_day, "reason": held.reason}
            journal.record("level-recognised", by=by, about=held, subject=person, now=now, values=values)
    except IntegrityError as error:
        raise LevelError(_("This level of %(name)s was recognised before.") % {"name": person.name}) from error
    return held
