"""A year of a site as weeks of days, for the calendar page. Pure."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from people.domain.working_days import ONE_DAY, SATURDAY, WorkingCalendar


@dataclass(frozen=True)
class Day:
    date: date
    kind: str  # working, weekend, holiday, makeup; empty outside the month
    is_today: bool


@dataclass(frozen=True)
class Month:
    first: date
    weeks: list[list[Day]]
    working_days: int


@dataclass(frozen=True)
class Span:
    """Days in a row that differ from the plain week in the same way, such as a long holiday."""

    name: str
    is_working: bool
    days: list[date]

    @property
    def first(self) -> date:
        return self.days[0]

    @property
    def last(self) -> date:
        return self.days[-1]


def spans(entries: Iterable[tuple[date, bool, str]]) -> list[Span]:
    """The days (with whether they are worked and their name, in order of date) as spans."""
    found: list[Span] = []
    for day, is_working, name in entries:
        before = found[-1] if found else None
        if before and (before.name, before.is_working, before.last + ONE_DAY) == (name, is_working, day):
            before.days.append(day)
        else:
            found.append(Span(name, is_working, [day]))
    return found


def months(calendar: WorkingCalendar, year: int, today: date) -> list[Month]:
    return [month_of(calendar, year, number, today) for number in range(1, 13)]


def month_of(calendar: WorkingCalendar, year: int, number: int, today: date) -> Month:
    weeks = [
        [Day(day, kind_of(calendar, day) if day.month == number else "", day == today) for day in week]
        for week in Calendar().monthdatescalendar(year, number)
    ]
    working = sum(bool(day.kind) and calendar.is_working(day.date) for week in weeks for day in week)
    return Month(date(year, number, 1), weeks, working)


def kind_of(calendar: WorkingCalendar, day: date) -> str:
    if day in calendar.makeup_days:
        return "makeup"
    if day in calendar.holidays:
        return "holiday"
    return "working" if day.weekday() < SATURDAY else "weekend"
