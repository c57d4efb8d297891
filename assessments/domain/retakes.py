"""When a paper or a practical may be taken again (RULES 2). Pure: calendar, zone and figures are arguments."""

from datetime import UTC, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from people.domain.working_days import WorkingCalendar


class RetakeFigures(Protocol):
    @property
    def free_retakes(self) -> int: ...
    @property
    def wait_hours(self) -> int: ...
    @property
    def next_working_day(self) -> bool: ...


def next_opening(released_at: datetime, calendar: WorkingCalendar, zone: ZoneInfo, figures: RetakeFigures) -> datetime:
    """The first moment a retake may start, in the site's zone: at least `wait_hours` on the clock after the result
    was released, and not before the next working day begins (RULES 2).
    """
    earliest = released_at.astimezone(UTC) + timedelta(hours=figures.wait_hours)
    if not figures.next_working_day:
        return earliest
    day = calendar.next_working(released_at.astimezone(zone).date())
    opening = max(earliest, datetime.combine(day, time.min, tzinfo=zone))
    # The hours may run into a day of rest; then the next working day it is.
    if not calendar.counts(opening.astimezone(zone).date()):
        day = calendar.next_working(opening.astimezone(zone).date())
        opening = datetime.combine(day, time.min, tzinfo=zone)
    return opening.astimezone(zone)


def is_free(number: int, figures: RetakeFigures) -> bool:
    """Whether attempt `number` (1 = the first) needs no release by a trainer."""
    return number <= 1 + figures.free_retakes
