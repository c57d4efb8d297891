"""What each worker process is doing, as one tiny file per process: the supervisor looks at them every second.

A file is changed whenever a job starts or ends, so its age says when the cluster last got something done; its content
is the moment (seconds since 1970) by which the running job must be over, or 0 when the worker is idle.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from django.conf import settings


@dataclass(frozen=True, slots=True)
class Marks:
    """`latest` is when any worker last started or ended a job, 0 for never; `busy` how many are rightly in one now."""

    latest: float
    busy: int


def folder() -> Path:
    return Path(settings.DATA_DIR) / "run" / "jobs"


def started(sender: object, **rest: object) -> None:
    _write(time.time() + settings.Q_CLUSTER["timeout"])


def ended(sender: object, **rest: object) -> None:
    _write(0)


def clear() -> None:
    folder().mkdir(parents=True, exist_ok=True)
    for file in folder().iterdir():
        file.unlink(missing_ok=True)


def read(now: float) -> Marks:
    latest, busy = 0.0, 0
    for file in folder().glob("[0-9]*"):
        try:
            latest = max(latest, file.stat().st_mtime)
            busy += float(file.read_text() or 0) > now and _lives(int(file.name))
        except FileNotFoundError:
            continue
    return Marks(latest, busy)


def _write(until: float) -> None:
    (folder() / str(os.getpid())).write_text(str(until))


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
