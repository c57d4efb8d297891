"""Whether the site can do its work: what /healthz answers."""

import shutil
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext_noop

from kernel.jobs import hooks
from kernel.jobs.supervisor import SCHEDULES_BEAT

# Two pulses of the supervisor and a restart of the cluster may pass before anybody is woken.
WORKER_SECONDS = 90
SCHEDULES_SECONDS = 300
# A mock call with its recording takes some 30 MB; below this, a morning of calls may not fit.
LEAST_FREE_BYTES = 500_000_000


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    well: bool
    detail: str


def parts(now: datetime) -> list[Part]:
    database = database_part()
    found = [database, disk_part(shutil.disk_usage(settings.DATA_DIR).free)]
    if database.well:
        found.append(beat_part("worker", "worker", WORKER_SECONDS, now))
        found.append(beat_part("schedules", SCHEDULES_BEAT, SCHEDULES_SECONDS, now))
    return found


def database_part() -> Part:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Part("database", well=False, detail=type(error).__name__)
    return Part("database", well=True, detail=connection.vendor)


def beat_part(name: str, heartbeat: str, limit: int, now: datetime) -> Part:
    age = hooks.age(heartbeat, now)
    if age is None:
        return Part(name, well=False, detail="no sign of life yet")
    return Part(name, well=age.total_seconds() <= limit, detail=f"{max(0, int(age.total_seconds()))} s ago")


def disk_part(free: int) -> Part:
    return Part("disk", well=free >= LEAST_FREE_BYTES, detail=gettext_noop("{} MB free").format(free // 1_000_000))
