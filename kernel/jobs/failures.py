"""The list of jobs that were given up: what an administrator sees, and how one is tried again."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kernel.jobs.hooks import alarm
from kernel.jobs.schedules import RUN

WRAPPERS = {RUN, "kernel.jobs.backend.run"}
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
    """Jobs given up after their last attempt, newest first."""
    return [_shown(row) for row in _given_up()[:limit]]


def failed_count() -> int:
    return _given_up().count()


@transaction.atomic
def try_again(key: str) -> bool:
    """Queue a failed job anew and take it off the list; False when somebody else already did."""
    from kernel.jobs.queueing import push

    row = _given_up().filter(pk=key).first()
    if row is None or not _given_up().filter(pk=key).delete()[0]:
        return False
    transaction.on_commit(
        lambda: push(row.func, row.args, **({"save": False, "ack_failure": True} if row.func == RUN else {}))
    )
    return True


def announce_failure(sender: object, task: dict, **rest: object) -> None:
    """Runs in the cluster's monitor after each job; the last failed attempt raises one alarm."""
    if task["success"] or not _given_up().filter(pk=task["id"]).exists():
        return
    alarm("job", _named(str(task["func"]), task["args"]), timezone.now())


def _given_up() -> QuerySet:
    from django_q.conf import Conf
    from django_q.models import Failure

    return Failure.objects.filter(Q(attempt_count__gte=Conf.MAX_ATTEMPTS) | Q(func=RUN)).order_by("-stopped")


def _shown(row) -> FailedJob:
    ids = tuple(row.args or ())
    inner = row.func in WRAPPERS and bool(ids)
    return FailedJob(
        key=row.pk,
        task=_named(row.func, ids),
        ids=ids[1:] if inner else ids,
        attempts=row.attempt_count,
        failed_at=row.stopped,
        error=where_it_failed(str(row.result)),
    )


def _named(func: str, args: tuple[object, ...]) -> str:
    return str(args[0]) if func in WRAPPERS and args else func


def where_it_failed(trace: str) -> str:
    places = _PLACE.findall(trace)
    place = f" ({'/'.join(places[-1][0].split('/')[-2:])}:{places[-1][1]})" if places else ""
    errors = _ERROR.findall(trace.rpartition("\n  ")[2])
    return (errors[-1] if errors else "Error") + place
