from datetime import date, datetime
from zoneinfo import ZoneInfo

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
