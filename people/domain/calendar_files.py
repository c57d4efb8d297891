"""A site's holidays and make-up days from a file."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from kernel.tables import Column, Problem
from people.domain.calendars import Entry, set_days
from people.domain.imports import Kind, Line, Scope
from people.models import Site, User

KINDS = {"holiday": False, "off": False, "休": False, "休息": False, "放假": False, "节假日": False}
KINDS |= {"working": True, "work": True, "班": True, "上班": True, "调休": True}

COLUMNS = [
    Column("day", ("Day", "日期"), kind="date", filled=True),
    Column("kind", ("Holiday or working", "类型"), filled=True),
    Column("name", ("Name", "名称"), filled=True),
]


def check(lines: list[Line], scope: Scope) -> list[Problem]:
    return [
        Problem(line.number, COLUMNS[1].title, _("Write holiday or working."))
        for line in lines
        if line["kind"].casefold() not in KINDS
    ]


def write(lines: list[Line], scope: Scope, *, by: User, now: datetime) -> list[date]:
    entries = [Entry(line["day"], KINDS[line["kind"].casefold()], line["name"][:80]) for line in lines]
    set_days(Site.objects.get(key=scope["site"]), entries, by=by, now=now)
    return [entry.day for entry in entries]


CALENDAR = Kind("calendar", COLUMNS, ("day",), check, write)
