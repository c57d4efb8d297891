from collections.abc import Callable
from functools import partial

from django.db import transaction

from kernel.jobs.delivery import DELIVER


def queue(task: str | Callable[..., object], *ids: int | str) -> None:
    """Have the worker call `task` (a function or its dotted path) with these ids once the transaction is committed.

    Nothing is queued when it is rolled back. Only ids go in: rows are read by the job itself, so that it sees them as
    they are then, and nothing personal lies in the queue.
    """
    path = task if isinstance(task, str) else f"{task.__module__}.{task.__qualname__}"
    if not all(isinstance(key, int | str) for key in ids):
        raise TypeError(
            f"{path} is queued with something that is not an id. Pass keys or numbers; the job reads the rows."
        )
    transaction.on_commit(partial(push, DELIVER, (path, *ids)))


def push(path: str, ids: tuple[object, ...], **options: object) -> None:
    from django_q.tasks import async_task  # its models need the app registry, our callers are imported before it

    # Outside a transaction the queue closes the connection first, under the feet of whoever reads rows one by one.
    with transaction.atomic():
        async_task(path, *ids, q_options=options)
