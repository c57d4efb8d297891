"""Writes what happened to each of the demo's hires and to the leaders on a course.

One transaction a person; a person told before is passed over.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from certification.domain import proposals
from dashboard.domain.demo import desk, leading
from dashboard.domain.demo.house import ZONE
from dashboard.domain.demo.story import Story, plan_session
from dashboard.domain.demo.tales import ORDER, TALES
from people.domain import journal
from people.models import Event, Heartbeat, User

TOLD = "demo-history-told"
BEAT = "demo-histories"
FORGOTTEN = timedelta(minutes=10)


def is_loading() -> bool:
    """Whether the histories are still being written; pages of the demo say so."""
    return Heartbeat.objects.filter(name=BEAT).exclude(detail="done").exists()


def are_told() -> bool:
    return Heartbeat.objects.filter(name=BEAT, detail="done").exists()


def announce(now: datetime) -> None:
    """Say on every page that the worker will write them."""
    beat(now, "waiting")


def stands_still(now: datetime) -> bool:
    """Whether the histories are wanted and nobody has been at them for a while: their job was lost."""
    return Heartbeat.objects.filter(name=BEAT, at__lt=now - FORGOTTEN).exclude(detail="done").exists()


def tell_all(
    now: datetime, *, say: Callable[[str], None] = lambda words: None, enough: Callable[[], bool] = lambda: False
) -> int:
    """Write every history that is not there yet, until it is enough; how many. Safe to run twice and to stop."""
    people = {person.username: person for person in User.objects.filter(is_demo=True)}
    if not people:
        return 0
    beat(now, "writing")
    told = set(Event.objects.filter(verb=TOLD).values_list("object_key", flat=True))
    written = 0
    for username in (*ORDER, *leading.TALES):
        person = people.get(username)
        if person and person.key not in told:
            if enough():
                return written
            with transaction.atomic():
                tell(person, people, now)
            say(username)
            written += 1
    if people[desk.OWNER].key not in told:
        with transaction.atomic():
            desk.lay(people, now)
            journal.record(TOLD, by=None, about=people[desk.OWNER], subject=people[desk.OWNER], now=now)
    finish(people, now)
    beat(now, "done")
    return written


def tell(person: User, people: dict[str, User], now: datetime) -> None:
    if lead := leading.TALES.get(person.username):
        lead(person, people, now)
    else:
        TALES[person.username](Story(person, people, now))
    journal.record(TOLD, by=None, about=person, subject=person, now=now)


def beat(now: datetime, detail: str) -> None:
    Heartbeat.objects.update_or_create(name=BEAT, defaults={"at": now, "detail": detail})


def finish(people: dict[str, User], now: datetime) -> None:
    """What is the same for everybody: the session to come and renewals due."""
    week = Story(people["ivy"], people, now).weeks[2]
    today = now.astimezone(ZONE)
    starts = (today + timedelta(days=2 if today.weekday() < 3 else 5)).replace(
        hour=14, minute=0, second=0, microsecond=0
    )
    plan_session(week.session_key, starts, people["tara"])
    proposals.assign_renewals(now)
