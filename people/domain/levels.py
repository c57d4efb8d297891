"""Levels a person held before the product came: recognised by HR, never shown as an award of ours (RULES 3)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.tables import Column, Problem
from people.domain import calendars, journal
from people.domain.imports import Kind, Line, Scope
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


LEVEL_NAMES = {
    "junior": "junior",
    "初级": "junior",
    "intermediate": "intermediate",
    "中级": "intermediate",
    "senior": "senior",
    "高级": "senior",
}

COLUMNS = [
    Column("staff_number", ("Staff number", "工号"), filled=True),
    Column("level", ("Level", "等级", "级别"), filled=True),
    Column("from_day", ("Held since", "取得日期"), kind="date", filled=True),
    Column("reason", ("Reason", "依据"), filled=True),
]
TITLES = {column.name: column.title for column in COLUMNS}
LONGEST_REASON = 300


def people_by_number(lines: list[Line]) -> dict[str, User]:
    people = User.objects.annotate(number=Lower("staff_number")).filter(
        number__in=[line["staff_number"].lower() for line in lines], is_active=True
    )
    return {person.number: person for person in people}


def check(lines: list[Line], scope: Scope) -> list[Problem]:
    """Everything that `recognise` would refuse, by row; `scope` says who recognises (`by`) and when (`now`)."""
    people = people_by_number(lines)
    seen: set[tuple[int, str]] = set()
    problems = []
    for line in lines:
        person = people.get(line["staff_number"].lower())
        level = LEVEL_NAMES.get(line["level"].casefold())
        faults = list(_faults(line, person, level, scope))
        if person and level:
            if (person.pk, level) in seen:
                faults.append(("level", _("This stands in two rows.")))
            seen.add((person.pk, level))
        problems += [Problem(line.number, TITLES[name], words) for name, words in faults]
    return problems


def _faults(line: Line, person: User | None, level: str | None, scope: Scope) -> Iterator[tuple[str, Promise]]:
    if person is None:
        yield "staff_number", _("Nobody who works here has this staff number.")
    elif person.pk == scope["by"].pk:
        yield "staff_number", _("Nobody recognises their own level. Ask a colleague in HR.")
    if level is None:
        yield "level", _("Write junior, intermediate or senior.")
    elif person and person.levels_held.filter(level=level, source="recognised", until_day=None).exists():
        yield "level", _("This level was recognised before.")
    if person and line["from_day"] > calendars.today_for(person, scope["now"]):
        yield "from_day", _("A level is recognised from a day that has come.")
    if len(line["reason"]) > LONGEST_REASON:
        yield "reason", _("A reason has up to 300 characters.")


def write(lines: list[Line], scope: Scope, *, by: User, now: datetime) -> list[User]:
    people = people_by_number(lines)
    for line in lines:
        recognise(
            people[line["staff_number"].lower()],
            level=LEVEL_NAMES[line["level"].casefold()],
            from_day=line["from_day"],
            reason=line["reason"],
            by=by,
            now=now,
        )
    return list(people.values())


LEVELS = Kind("levels", COLUMNS, ("staff_number", "level"), check, write)
