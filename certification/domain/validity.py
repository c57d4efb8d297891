"""How long a certificate holds: "one year" is stored as a last valid day. Pure."""

from calendar import monthrange
from datetime import date, timedelta


def last_valid_day(issued_on: date, months: int) -> date:
    """The last day of `months` months that begin on the day of issue: 2026-03-27 and 12 give 2027-03-26.

    Where the month has no such day, the months end with that month: 2024-02-29 and 12 give 2025-02-28.
    """
    years, month = divmod(issued_on.month - 1 + months, 12)
    year, month = issued_on.year + years, month + 1
    days = monthrange(year, month)[1]
    if issued_on.day > days:
        return date(year, month, days)
    return date(year, month, issued_on.day) - timedelta(days=1)


def months_between(start: date, end: date) -> int:
    """Whole months from `start` to `end`: a month is full on the same day of the next one, or on its last day."""
    if end < start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month
    last = monthrange(end.year, end.month)[1]
    return months if end.day >= min(start.day, last) else months - 1


def months_full_on(start: date, months: int) -> date:
    """The day on which that many months are full, such as the first on which a waiting time is over."""
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))
