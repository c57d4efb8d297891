"""The demo company and its people, made through the same verbs as a real one. Nothing is made twice."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from dashboard.domain.demo.cast import COMPANY, DEPARTMENTS, HIRES, LINES, MAIL, STAFF, TEAMS, Member
from people.domain import calendars, intake, levels, organisation
from people.domain.working_days import ONE_DAY, WorkingCalendar
from people.models import BusinessLine, Company, Department, Leadership, Site, Team, User

ZONE = ZoneInfo("Asia/Shanghai")
# A month as the demo counts it back; nothing is judged by it.
MONTH = timedelta(days=30)
WORK_BEGINS = time(9, 0)


def is_there() -> bool:
    return User.objects.filter(is_demo=True).exists()


@transaction.atomic
def build(now: datetime) -> int:
    """Company, organisation, calendar and people; how many were added. A second call adds nobody."""
    if is_there():
        return 0
    Company.objects.update_or_create(
        pk=1,
        defaults={
            "name": COMPANY,
            "is_demo": True,
            "set_up": now,
            "help_contact": f"培训组 Training · training@{MAIL}",
        },
    )
    teams = organise(now)
    calendar = calendars.site_calendar(Site.objects.get(key="hangzhou"))
    today = now.astimezone(ZONE).date()
    for number, member in enumerate(STAFF, 1):
        started_on = calendar.next_working(today - MONTH * member.months)
        join(member, f"RL-{number:04d}", started_on, teams, by=None)
    hana = User.objects.get(username="hana")
    for number, member in enumerate(HIRES, 401):
        join(member, f"RL-{number:04d}", first_day(calendar, today, member.day), teams, by=hana)
    give_places(teams, hana, today, now)
    return len(STAFF) + len(HIRES)


def organise(now: datetime) -> dict[str, Team]:
    site = Site(key="hangzhou", name="杭州 Hangzhou", time_zone=ZONE.key)
    organisation.save(site, by=None, now=now)
    calendars.load_shipped(site, "cn", by=None, now=now)
    departments = {
        key: organisation.save(Department(key=key, name=name), by=None, now=now) for key, name in DEPARTMENTS.items()
    }
    lines = {key: organisation.save(BusinessLine(key=key, name=name), by=None, now=now) for key, name in LINES.items()}
    return {
        key: organisation.save(
            Team(name=name, site=site, department=departments[department], business_line=lines.get(line)),
            by=None,
            now=now,
        )
        for key, (name, department, line) in TEAMS.items()
    }


def join(member: Member, number: str, started_on: date, teams: dict[str, Team], *, by: User | None) -> User:
    new = intake.NewPerson(
        staff_number=number,
        name=member.name,
        started_on=started_on,
        team=teams[member.team],
        email=f"{member.username}@{MAIL}",
        username=member.username,
        job_title=member.title,
        shift="早班" if int(number[-1]) % 3 else "晚班",
        language=member.language,
        roles=member.roles,
    )
    person = intake.join(new, by=by, now=at(started_on, WORK_BEGINS))
    User.objects.filter(pk=person.pk).update(is_demo=True)
    return person


def give_places(teams: dict[str, Team], hana: User, today: date, now: datetime) -> None:
    """Who leads which team, and the levels veterans held before."""
    people = {person.username: person for person in User.objects.filter(is_demo=True)}
    for member in STAFF:
        for team in member.leads:
            Leadership.objects.create(
                team=teams[team], leader=people[member.username], started_on=today - MONTH * (member.months - 6)
            )
        if member.level:
            levels.recognise(
                people[member.username],
                level=member.level,
                from_day=today - MONTH * (member.months // 2),
                reason="认证早于本系统 · certified before this product",
                by=hana,
                now=now,
            )


def first_day(calendar: WorkingCalendar, today: date, day: int) -> date:
    """The day on which someone must have started for today, or the last day worked, to be their working day `day`."""
    start, left = today, day
    while not calendar.is_working(start):
        start -= ONE_DAY
    while left > 1:
        start -= ONE_DAY
        left -= calendar.is_working(start)
    return start


def at(day: date, clock: time) -> datetime:
    """A moment of that day in the demo's site, aware."""
    return datetime.combine(day, clock, tzinfo=ZONE)
