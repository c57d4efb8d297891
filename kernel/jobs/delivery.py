"""What the worker calls for each message of the queue: the job itself, once, however often the message comes.

The queue delivers a message again when it was not acknowledged in time: after a crash, which is wanted, but also when
the machine slept or the message waited behind long jobs. A lease row tells the two apart (hazard 91).
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from kernel.jobs.hooks import leases

DELIVER = "kernel.jobs.delivery.run"
# The queue ends a job a moment after its time; a lease must outlive that, and end before the message comes again.
ENDED_AFTER = timedelta(seconds=3)

log = structlog.get_logger("readyline.worker")
# A worker process does one job at a time, so one name is enough.
_message = ""


class StillRunningError(Exception):
    """The message came while its job runs elsewhere. Not acknowledged, it comes again should that run die."""


def announced(sender: object, task: dict, **rest: object) -> None:
    """The cluster says which message the next call in this process belongs to."""
    global _message
    _message = str(task["id"])


def run(path: str, *ids: object) -> None:
    """Do the job of the announced message unless it was done or is being done."""
    job = _message
    if not job:
        import_string(path)(*ids)
        return
    taken = take(job)
    if taken == "held":
        raise StillRunningError
    if taken == "done":
        log.info("job was done before", task=path)
        return
    try:
        import_string(path)(*ids)
    except BaseException:
        leases().give_back(job)
        raise
    leases().finish(job)


def take(job: str) -> str:
    now = timezone.now()
    return leases().take(job, until=now + timedelta(seconds=settings.Q_CLUSTER["timeout"]) + ENDED_AFTER, now=now)
