import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import journal
from people.domain.notices import notify, withdraw_all
from people.domain.working_days import WorkingCalendar
from people.models import CalendarDay, CalendarYear, Employment, Site, User


def site_calendar(site: Site | None) -> WorkingCalendar:
    """A site's calendar as a plain value; the plain week where the site is unknown."""
    if site is None:
        return WorkingCalendar()
    days = CalendarDay.objects.filter(site=site).values_list("day", "is_working")
    years = CalendarYear.objects.filter(site=site).values_list("year", flat=True)
    return WorkingCalendar(
        holidays=frozenset(day for day, working in days if not working),
        makeup_days=frozenset(day for day, working in days if working),
        years_known=frozenset(years),
    )


def current_site(person: User) -> Site | None:
    employment = Employment.objects.filter(person=person, ended_on=None).select_related("team__site").first()
    return employment.team.site if employment and employment.team else None


def calendar_for(person: User) -> WorkingCalendar:
    """The person's clock: the site's calendar less the person's absences (leave pauses the clock, RULES 2)."""
    absences = person.absences.filter(withdrawn=None).values_list("first_day", "last_day")
    return site_calendar(current_site(person)).without(absences)


def today_for(person: User, now: datetime) -> date:
    """The date in the zone of the person's site, which rules due dates and validity."""
    site = current_site(person)
    return now.astimezone(ZoneInfo(site.time_zone) if site else person.zone).date()


class CalendarError(Refusal):
    pass


# A year without data is announced this early: time to type in the official arrangement (ARCHITECTURE, time).
ANNOUNCE_DAYS = 60
SHIPPED = Path(__file__).resolve().parent.parent / "calendars"


def shipped_years(region: str = "cn") -> dict[int, Path]:
    """The years that came with the product. One more is one more file of the same form, taken once it is official."""
    return {int(path.stem.rpartition("-")[2]): path for path in sorted(SHIPPED.glob(f"{region}-*.toml"))}


def load_shipped(site: Site, region: str = "cn", *, by: User | None, now: datetime) -> list[int]:
    """Load every shipped year of a region that the site does not know yet; the years loaded. Editable afterwards."""
    loaded = []
    for year, path in shipped_years(region).items():
        shipped = tomllib.loads(path.read_text("utf-8"))
        if CalendarYear.objects.filter(site=site, year=year).exists():
            continue
        entries = [
            Entry(date.fromisoformat(day), False, name) for name, days in shipped["holidays"].items() for day in days
        ]
        entries += [
            Entry(date.fromisoformat(day), True, name) for name, days in shipped["working"].items() for day in days
        ]
        set_days(site, entries, by=by, now=now)
        confirm_year(site, year, source=shipped["source"], by=by, now=now)
        loaded.append(year)
    return loaded


@dataclass(frozen=True)
class Entry:
    """A day that differs from the plain week."""

    day: date
    is_working: bool
    name: str


def set_days(site: Site, entries: Iterable[Entry], *, by: User | None, now: datetime) -> int:
    """Write each entry, replacing what stood on its day; how many. Raises CalendarError for a day named twice."""
    entries = list(entries)
    if len({entry.day for entry in entries}) != len(entries):
        raise CalendarError(_("A day is named twice. Nothing was changed."))
    with transaction.atomic():
        for entry in entries:
            CalendarDay.objects.update_or_create(
                site=site, day=entry.day, defaults={"is_working": entry.is_working, "name": entry.name}
            )
        days = [[entry.day, entry.is_working, entry.name] for entry in entries]
        journal.record("calendar-changed", by=by, about=site, now=now, values={"days": days})
    return len(entries)


def remove_day(site: Site, day: date, *, by: User, now: datetime) -> None:
    """The day follows the plain week again."""
    with transaction.atomic():
        if CalendarDay.objects.filter(site=site, day=day).delete()[0] != 1:
            raise CalendarError(_("That day already follows the plain week."))
        journal.record("calendar-day-removed", by=by, about=site, now=now, values={"day": day})


def confirm_year(site: Site, year: int, *, source: str, by: User | None, now: datetime) -> CalendarYear:
    """Say that the site's calendar of the year is complete, and whence it comes; it is asked for no more."""
    with transaction.atomic():
        known, _created = CalendarYear.objects.update_or_create(site=site, year=year, defaults={"source": source})
        values = {"year": year, "source": source}
        journal.record("calendar-year-confirmed", by=by, about=site, now=now, values=values)
        withdraw_all(_asked(site, year), now=now)
    return known


def announce_missing_years(now: datetime) -> int:
    """Tell HR and administrators, once each, of a site whose year begins within 60 days and has no calendar."""
    return sum(announce(site, year, now) for site in Site.objects.all() for year in missing_years(site, now))


def missing_years(site: Site, now: datetime) -> list[int]:
    """This year, and from 60 days before it the next, where the site has no complete calendar."""
    today = now.astimezone(ZoneInfo(site.time_zone)).date()
    years = {today.year, (today + timedelta(days=ANNOUNCE_DAYS)).year}
    known = set(CalendarYear.objects.filter(site=site, year__in=years).values_list("year", flat=True))
    return sorted(years - known)


def _asked(site: Site, year: int) -> str:
    return f"calendar-missing:{site.pk}:{year}"


def announce(site: Site, year: int, now: datetime) -> int:
    people = User.objects.filter(is_active=True, groups__name__in=("hr", "administrator")).distinct()
    for person in people:
        with translation.override(person.language):
            notify(
                person,
                "calendar-missing",
                dedupe_key=_asked(site, year),
                subject=_("The calendar of %(site)s for %(year)d is missing") % {"site": site.name, "year": year},
                body=_(
                    "Weeks and due dates count working days. Without the public holidays and make-up days of the year "
                    "they follow the plain week. Please enter them."
                ),
                url=reverse("people:calendar", args=[site.key, year]),
                now=now,
            )
    return len(people)
