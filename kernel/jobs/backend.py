"""Django's own tasks, and the older package of the same shape that Wagtail still calls, end in our one queue."""

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

RUN_TASK = "kernel.jobs.backend.run"


class QueueBackend(BaseTaskBackend):
    """Both packages read the setting TASKS and build their task from this back end, so one class serves both.

    Without `run_after` (a schedule stands in code), without results (the truth is in the rows).
    """

    def enqueue(self, task: Task, args: list[Any], kwargs: dict[str, Any]) -> TaskResult:
        self.validate_task(task)
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
        packed = (RUN_TASK, task.module_path, normalize_json(list(args)), normalize_json(kwargs))
        transaction.on_commit(partial(push, DELIVER, packed))
        task_enqueued.send(type(self), task_result=result)
        return result


def run(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    # Wagtail's index reads first and inserts then; on SQLite this makes two jobs about one page wait for each other.
    with transaction.atomic():
        import_string(path).call(*args, **kwargs)
