"""Schedules are code: each app's tasks.py lists its own in SCHEDULES, and one command makes the rows agree."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from croniter import croniter
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import import_string

RUN = "kernel.jobs.rounds.run"
# A round that fails is not tried again: the next one comes anyway. One that succeeds leaves its heartbeat, no result.
OPTIONS = {"q_options": {"save": False, "ack_failure": True}}


@dataclass(frozen=True, slots=True)
class Schedule:
    """Run `task` (a dotted path, no arguments) every so many minutes, or at a cron time of the site's zone.

    `title` says what a round does, in the reader's language: the administrator's home shows it.
    """

    task: str
    title: str | Promise = ""
    every_minutes: int | None = None
    cron: str | None = None

    def __post_init__(self) -> None:
        if (self.every_minutes is None) == (self.cron is None):
            raise ValueError(f"{self.task}: a schedule has either every_minutes or cron.")
        if self.every_minutes is not None and not 1 <= self.every_minutes <= 24 * 60:
            raise ValueError(f"{self.task}: every_minutes goes from 1 to 1440; use cron beyond a day.")
        if self.cron is not None and not croniter.is_valid(self.cron):
            raise ValueError(f"{self.task}: {self.cron!r} is no cron time.")


def declared() -> list[Schedule]:
    """Every schedule of every installed app, in the order of the apps."""
    return [schedule for config in apps.get_app_configs() for schedule in _of_app(config.name)]


def _of_app(name: str) -> Iterator[Schedule]:
    root = name.partition(".")[0]
    if root in settings.OUR_APPS and find_spec(f"{name}.tasks") is not None:
        yield from getattr(import_module(f"{name}.tasks"), "SCHEDULES", ())


def faults(schedules: Iterable[Schedule]) -> list[str]:
    """What is wrong with the schedules, in sentences: a task that cannot be called, or the same task twice."""
    listed = list(schedules)
    found = [f"{task} is scheduled {n} times." for task, n in Counter(s.task for s in listed).items() if n > 1]
    for schedule in listed:
        if not schedule.title:
            found.append(f"{schedule.task} is scheduled without a title.")
        try:
            if not callable(import_string(schedule.task)):
                found.append(f"{schedule.task} is scheduled but is not a function.")
        except ImportError as error:
            found.append(f"{schedule.task} is scheduled but cannot be imported: {error}")
    return found


@transaction.atomic
def sync(now: datetime | None = None) -> dict[str, int]:
    """Make the rows agree with the code: missing made, changed or spoilt ones mended, foreign ones deleted (hazard 93).

    The next run of an unchanged row stays as it is, unless it is missing or further away than its own period.
    """
    from django_q.models import Schedule as Row  # its models need the app registry

    now = now or timezone.now()
    counted = Counter[str]({"made": 0, "mended": 0, "deleted": 0, "kept": 0})
    wanted = {schedule.task: schedule for schedule in declared()}
    seen: set[str] = set()
    for row in Row.objects.select_for_update().order_by("pk"):
        if row.name not in wanted or row.name in seen:
            row.delete()
            counted["deleted"] += 1
            continue
        seen.add(row.name)
        counted["mended" if _mend(row, wanted[row.name], now) else "kept"] += 1
    for task in wanted.keys() - seen:
        _write(Row(name=task), wanted[task], now)
        counted["made"] += 1
    return dict(counted)


def _columns(schedule: Schedule) -> dict[str, object]:
    return {
        "func": RUN,
        "args": repr((schedule.task,)),
        "kwargs": repr(OPTIONS),
        "hook": None,
        "schedule_type": "I" if schedule.every_minutes else "C",
        "minutes": schedule.every_minutes,
        "cron": schedule.cron,
        "repeats": -1,
        "cluster": None,
        "intended_date_kwarg": None,
    }


def _mend(row, schedule: Schedule, now: datetime) -> bool:
    columns = _columns(schedule)
    changed = any(getattr(row, column) != value for column, value in columns.items())
    latest = _first_run(schedule, now) + timedelta(minutes=schedule.every_minutes or 0)
    if not changed and row.next_run is not None and row.next_run <= latest:
        return False
    _write(row, schedule, now)
    return True


def _write(row, schedule: Schedule, now: datetime) -> None:
    for column, value in _columns(schedule).items():
        setattr(row, column, value)
    row.save()
    # Saving a new row with a cron time makes the library count from its own clock.
    type(row).objects.filter(pk=row.pk).update(next_run=_first_run(schedule, now))


def _first_run(schedule: Schedule, now: datetime) -> datetime:
    if schedule.every_minutes:
        return now
    return croniter(schedule.cron, timezone.localtime(now)).get_next(datetime)
