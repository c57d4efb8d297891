"""Counting working days (RULES 2). Pure: the calendar is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """A site's days: weekdays work unless listed as holidays, weekend days rest unless listed as make-up days."""

    holidays: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    years_known: frozenset[int] = frozenset()
    absences: tuple[tuple[date, date], ...] = field(default=())

    def is_working(self, day: date) -> bool:
        """Whether the site works that day; absences of a person do not count here."""
        if day in self.makeup_days:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def counts(self, day: date) -> bool:
        """Whether the day moves a person's clock: the site works and the person is not absent."""
        return self.is_working(day) and not any(first <= day <= last for first, last in self.absences)

    def without(self, absences: Iterable[tuple[date, date]]) -> "WorkingCalendar":
        return WorkingCalendar(self.holidays, self.makeup_days, self.years_known, tuple(absences))

    def next_working(self, after: date) -> date:
        """The first day that counts strictly after `after`."""
        day = after + ONE_DAY
        while not self.counts(day):
            day += ONE_DAY
        return day

    def nth_day(self, start: date, number: int) -> date:
        """The day that is working day `number` (1 = the first) counted from `start` inclusive."""
        day, seen = start - ONE_DAY, 0
        while seen < number:
            day = self.next_working(day)
            seen += 1
        return day

    def days_between(self, start: date, end: date) -> int:
        """Working days from `start` to `end`, both inclusive; 0 when end is before start."""
        return sum(self.counts(start + ONE_DAY * n) for n in range((end - start).days + 1))
