"""Django's own tasks, and the older package of the same shape that Wagtail still calls, end in our one queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task, TaskResult, TaskResultStatus
from django.tasks.signals import task_enqueued
from django.utils import timezone
from django.utils.json import normalize_json
from django.utils.module_loading import import_string

from kernel.jobs.delivery import DELIVER
from kernel.jobs.queueing import push
from kernel.jobs.rounds import each

RUN_TASK = "kernel.jobs.backend.run"
RUN_TOGETHER = "kernel.jobs.backend.run_together"
# Of the index tasks this many stay well within the time of one job.
TOGETHER = 100

Packed = tuple[str, list[Any], dict[str, Any]]
_gathered: ContextVar[dict[str, Packed] | None] = ContextVar("gathered", default=None)


class QueueBackend(BaseTaskBackend):
    """Both packages read the setting TASKS and build their task from this back end, so one class serves both.

    Without `run_after` (a schedule stands in code), without results (the truth is in the rows).
    """

    def enqueue(self, task: Task, args: list[Any], kwargs: dict[str, Any]) -> TaskResult:
        self.validate_task(task)
        packed = (RUN_TASK, task.module_path, normalize_json(list(args)), normalize_json(kwargs))
        gathered = _gathered.get()
        if gathered is None:
            transaction.on_commit(partial(push, DELIVER, packed))
        else:
            gathered[repr(packed)] = packed[1:]
        result = TaskResult(
            task=task,
            id=uuid4().hex,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result


def run(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    # Wagtail's index reads first and inserts then; on SQLite this makes two jobs about one page wait for each other.
    with transaction.atomic():
        import_string(path).call(*args, **kwargs)


def run_together(*tasks: Packed) -> None:
    """Several tasks in one job. One that fails keeps no other waiting; the job fails in the end and is done again."""
    each(tasks, lambda task: run(*task))


@contextmanager
def together() -> Iterator[None]:
    """Tasks enqueued in here are queued in a few jobs, each task once: a load saves every page several times."""
    token = _gathered.set({})
    try:
        yield
        tasks = list((_gathered.get() or {}).values())
    finally:
        _gathered.reset(token)
    for first in range(0, len(tasks), TOGETHER):
        transaction.on_commit(partial(push, DELIVER, (RUN_TOGETHER, *tasks[first : first + TOGETHER])))
