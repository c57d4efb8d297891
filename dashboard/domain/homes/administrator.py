"""Is the house in order?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dashboard.domain import links
from dashboard.domain.lines import Line, age
from kernel.jobs import hooks
from kernel.jobs.failures import failed_count
from kernel.jobs.rounds import in_words
from kernel.jobs.schedules import declared
from kernel.jobs.supervisor import SCHEDULES_BEAT
from people.models import CalendarYear, Company, Event, Heartbeat, Invitation, JournalSeal, Site, User
from policies.models import Draft

# The worker beats every few seconds, the sealer every minute; a few beats may be missed before it is said.
WORKER, SEAL = timedelta(seconds=90), timedelta(minutes=5)
NAMES = {"worker": gettext_lazy("Worker"), SCHEDULES_BEAT: gettext_lazy("Schedules")}


@dataclass(frozen=True)
class Sweep:
    """A scheduled round: what it does, when it last came through (None: not yet) and what it found."""

    title: str
    at: datetime | None
    found: str


@dataclass(frozen=True)
class AdministratorHome:
    parts: list[Line]
    sweeps: list[Sweep]
    failed: int
    sealed: int
    unsealed: int
    set_up: list[Line]

    @property
    def is_well(self) -> bool:
        return all(part.kind == "met" for part in self.parts)


def facts(person: User, now: datetime, on: date) -> AdministratorHome:
    failed = failed_count()
    unsealed = Event.objects.filter(seal=None, at__lt=now - SEAL).count()
    parts = [
        _beat("worker", WORKER, now),
        _beat(SCHEDULES_BEAT, SEAL, now),
        _jobs(failed),
        _journal(unsealed),
    ]
    return AdministratorHome(
        parts=parts,
        sweeps=_sweeps(),
        failed=failed,
        sealed=JournalSeal.objects.count(),
        unsealed=unsealed,
        set_up=_set_up(now, on),
    )


def _sweeps() -> list[Sweep]:
    """Each schedule of the code once, by its title."""
    beats = Heartbeat.objects.in_bulk(field_name="name")
    listed = [(str(schedule.title), beats.get(schedule.task)) for schedule in declared()]
    return [
        Sweep(title, beat.at if beat else None, in_words(beat.detail) if beat else "")
        for title, beat in sorted(listed, key=lambda pair: pair[0])
    ]


def _beat(name: str, limit: timedelta, now: datetime) -> Line:
    length = hooks.age(name, now)
    label = str(NAMES[name])
    if length is None:
        return Line(
            label, _("It has not reported yet. Start the site with “make run”."), "", "overdue", _("No sign of life")
        )
    if length > limit:
        return Line(
            label,
            _("It is restarted by itself; if this stays, look at the log."),
            "",
            "overdue",
            age(now - length, now),
        )
    return Line(label, _("reported a moment ago"), "", "met", _("Working"))


def _jobs(failed: int) -> Line:
    url = links.to("people:jobs")
    if failed:
        return Line(_("Jobs given up"), _("Look why, then try again."), url, "overdue", str(failed))
    return Line(_("Jobs given up"), _("every job was done"), url, "met", _("None"))


def _journal(unsealed: int) -> Line:
    url = links.to("people:journal")
    if unsealed:
        return Line(
            _("Journal"),
            _("The worker seals each minute; it may stand still."),
            url,
            "due",
            _("%(count)d events not sealed") % {"count": unsealed},
        )
    return Line(_("Journal"), _("every event is chained"), url, "met", _("Sealed"))


def _set_up(now: datetime, on: date) -> list[Line]:
    """What a house needs once, with whether it is there."""
    year = on.year
    sites = Site.objects.count()
    known = CalendarYear.objects.filter(year=year).count()
    pending = Invitation.objects.filter(used=None, withdrawn=None, expires__gt=now).count()
    drafts = Draft.objects.filter(state=Draft.State.SUBMITTED).count()
    return [
        _thing(_("Company"), bool(Company.current().set_up), links.to("people:company")),
        _thing(_("Sites and teams"), sites > 0, links.to("people:organisation")),
        _thing(_("Calendar of %(year)d") % {"year": year}, known >= sites > 0, links.to("people:calendar-home")),
        _thing(_("People"), User.objects.filter(is_active=True).count() > 1, links.to("people:people")),
        Line(_("Invitations not used yet"), "", links.to("people:people"), "waiting", str(pending)),
        Line(_("Figures waiting for publication"), "", links.to("policies:editions"), "waiting", str(drafts)),
    ]


def _thing(title: str, there: bool, url: str) -> Line:
    return Line(title, "", url, "met" if there else "due", _("There") if there else _("To do"))
