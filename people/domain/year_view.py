"""A year of a site as weeks of days, for the calendar page. Pure."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from people.domain.working_days import SATURDAY, WorkingCalendar


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
