"""What an admission lets its person do now, and if not, why and from when: one answer for list, start and result."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from assessments.domain import retakes
from assessments.domain.limits import settled_at
from assessments.models import Admission, Attempt
from people.domain.calendars import calendar_for, current_site, today_for
from people.models import User
from policies.domain.editions import figures


class Stand(StrEnum):
    RUNNING = "running"  # an attempt is open
    OPEN = "open"  # may be started now
    LATER = "later"  # opens at `opens`
    RETAKE_LATER = "retake-later"  # the wait after a result lasts until `opens`
    USED_UP = "used-up"  # a trainer must release another attempt
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Opening:
    stand: Stand
    number: int  # of the attempt that is running or comes next
    opens: datetime | None = None
    attempt: Attempt | None = None

    @property
    def may_start(self) -> bool:
        return self.stand == Stand.OPEN


def opening(admission: Admission, now: datetime) -> Opening:
    attempts = list(admission.attempts.order_by("number"))
    number = len(attempts) + 1
    last = attempts[-1] if attempts else None
    if last and last.is_running(now):
        return Opening(Stand.RUNNING, last.number, attempt=last)
    if admission.withdrawn:
        return Opening(Stand.WITHDRAWN, number)
    if admission.closes and now >= admission.closes:
        return Opening(Stand.CLOSED, number)
    if number > admission.attempts_allowed:
        return Opening(Stand.USED_UP, number)
    if now < admission.opens:
        return Opening(Stand.LATER, number, opens=admission.opens)
    opens = retake_opens(admission, number, now)
    if opens and now < opens:
        return Opening(Stand.RETAKE_LATER, number, opens=opens)
    return Opening(Stand.OPEN, number, opens=opens or admission.opens)


def retake_opens(admission: Admission, number: int, now: datetime) -> datetime | None:
    """When attempt `number` may start after the last result of this paper; None before any result."""
    release = admission.releases.filter(number=number).first()
    if release:
        return release.opens
    previous = (
        Attempt.objects.filter(admission__person=admission.person, admission__paper=admission.paper)
        .exclude(state=Attempt.State.OPEN, deadline__gte=now)
        .order_by("-started")
        .first()
    )
    return after_result(admission.person, released(previous), now) if previous else None


def released(attempt: Attempt) -> datetime:
    """When the result was or will be released; for one that ran out and was not yet closed, from its limit."""
    return attempt.released_at or settled_at(attempt)


def after_result(person: User, released_at: datetime, now: datetime) -> datetime:
    """The rule-book opening of a retake for this person (RULES 2), by the figures in force today."""
    site = current_site(person)
    calendar = calendar_for(person)
    zone = ZoneInfo(site.time_zone) if site else person.zone
    return retakes.next_opening(released_at, calendar, zone, figures("retakes", today_for(person, now)))
