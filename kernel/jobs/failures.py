"""The list of jobs that were given up: what an administrator sees, and how one is tried again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from kernel.jobs import hooks
from kernel.jobs.backend import RUN_TASK
from kernel.jobs.delivery import DELIVER
from kernel.jobs.queueing import push
from kernel.jobs.schedules import RUN

if TYPE_CHECKING:
    from django_q.models import Task

# Each of them is given the path of what it calls as its first argument.
WRAPPERS = {DELIVER, RUN_TASK, RUN}
# The list is for a person to read.
MOST_ROWS = 500

log = structlog.get_logger("readyline.worker")
_PLACE = re.compile(r'File "([^"]+)", line (\d+)')
_ERROR = re.compile(r"^([\w.]+)(?::|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FailedJob:
    """`error` names the kind of error and its place in the code; its message is left out, it may hold a name."""

    key: str
    task: str
    ids: tuple[object, ...]
    attempts: int
    failed_at: datetime
    error: str


def failed_jobs(limit: int = 100) -> list[FailedJob]:
    """Jobs given up after their last attempt, newest first.

    The failed rounds of one sweep make one line, and none once a later round came through: a sweep that fails every
    minute must not hide the others.
    """
    jobs = [_shown(row) for row in _given_up().exclude(func=RUN)[:limit]]
    return sorted(jobs + _failing_sweeps(), key=lambda job: job.failed_at, reverse=True)[:limit]


def _failing_sweeps() -> list[FailedJob]:
    now, lines = timezone.now(), list[FailedJob]()
    rounds = _given_up().filter(func=RUN)
    for args, times in rounds.order_by().values_list("args").annotate(Count("pk")):
        if (row := rounds.filter(args=args).first()) is None:
            continue  # tried again meanwhile
        last = _shown(row)
        age = hooks.age(last.task, now)
        if age is None or now - age < last.failed_at:
            lines.append(replace(last, attempts=times))
    return lines


def failed_count() -> int:
    return len(failed_jobs(MOST_ROWS))


@transaction.atomic
def try_again(key: str) -> bool:
    """Queue a failed job anew and take it off the list; False when somebody else already did."""
    row = _given_up().filter(pk=key).first()
    if row is None or not _given_up().filter(pk=key).delete()[0]:
        return False
    if row.func == RUN:
        _given_up().filter(func=RUN, args=row.args).delete()
        transaction.on_commit(lambda: push(row.func, row.args, save=False, ack_failure=True))
    else:
        transaction.on_commit(lambda: push(row.func, row.args))
    return True


def announce_failure(sender: object, task: dict, **rest: object) -> None:
    """Runs in the cluster's monitor after each job: a line in the log for each failure, one alarm for the last."""
    if task["success"]:
        return
    name, ids = _unwrapped(str(task["func"]), task["args"])
    given_up = _given_up().filter(pk=task["id"]).exists()
    log.error("job failed", task=name, ids=ids, error=where_it_failed(str(task["result"])), given_up=given_up)
    if given_up:
        hooks.alarm("job", name, timezone.now())


def _given_up() -> "QuerySet[Task]":
    from django_q.conf import Conf  # its models need the app registry
    from django_q.models import Failure

    return Failure.objects.filter(Q(attempt_count__gte=Conf.MAX_ATTEMPTS) | Q(func=RUN)).order_by("-stopped")


def _shown(row) -> FailedJob:
    task, ids = _unwrapped(row.func, row.args or ())
    return FailedJob(
        key=row.pk,
        task=task,
        ids=ids,
        attempts=row.attempt_count,
        failed_at=row.stopped,
        error=where_it_failed(str(row.result)),
    )


def _unwrapped(func: str, args: Iterable[object]) -> tuple[str, tuple[object, ...]]:
    """The job itself and what it was given."""
    rest = tuple(args)
    while func in WRAPPERS and rest:
        func, rest = str(rest[0]), rest[1:]
    return func, rest


def where_it_failed(trace: str) -> str:
    places = _PLACE.findall(trace)
    place = f" ({'/'.join(places[-1][0].split('/')[-2:])}:{places[-1][1]})" if places else ""
    errors = _ERROR.findall(trace.rpartition("\n  ")[2])
    return (errors[-1] if errors else "Error") + place
