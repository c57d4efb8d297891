"""Days, moments and spans in words, in English and Chinese."""

from datetime import date, datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import ngettext

ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CHINESE_DAYS = "一二三四五六日"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def local(when: date) -> date:
    """An aware moment in the zone of the person; a plain date as it is."""
    return timezone.localtime(when) if isinstance(when, datetime) and timezone.is_aware(when) else when


def day_in_words(when: date, *, with_year: bool) -> str:
    if speaks_chinese():
        year = f"{when.year}年" if with_year else ""
        return f"{year}{when.month}月{when.day}日 周{CHINESE_DAYS[when.weekday()]}"
    year = f" {when.year}" if with_year else ""
    return f"{ENGLISH_DAYS[when.weekday()]} {when.day} {MONTHS[when.month - 1]}{year}"


def moment_in_words(when: datetime, *, with_year: bool) -> str:
    gap = " " if speaks_chinese() else ", "
    return f"{day_in_words(when, with_year=with_year)}{gap}{when:%H:%M}"


def span_in_words(length: timedelta) -> str:
    """The two largest units, rounded down: a span never reads longer than it is."""
    seconds = max(int(length.total_seconds()), 0)
    amounts = (seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
    parts = [(amount, place) for place, amount in enumerate(amounts) if amount]
    near = [_unit(amount, place) for amount, place in parts[:2] if place - parts[0][1] <= 1]
    return " ".join(near) or _unit(0, 2)


def runtime(length: timedelta) -> str:
    """Minutes and seconds as on a player: 6:06, 1:02:03."""
    seconds = max(int(length.total_seconds()), 0)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def speaks_chinese() -> bool:
    return (translation.get_language() or "en").startswith("zh")


def _unit(amount: int, place: int) -> str:
    return (
        ngettext("%(amount)d day", "%(amount)d days", amount),
        ngettext("%(amount)d hour", "%(amount)d hours", amount),
        ngettext("%(amount)d minute", "%(amount)d minutes", amount),
        ngettext("%(amount)d second", "%(amount)d seconds", amount),
    )[place] % {"amount": amount}
