from django.utils import timezone
from django.utils.module_loading import import_string

from kernel.jobs.delivery import take
from kernel.jobs.hooks import beat, leases


def run(task: str) -> None:
    """One round of a scheduled task, and the heartbeat that says it came through.

    A round that is still going on elsewhere is left to it: rounds compute from the rows, and the next one comes anyway.
    """
    if take(task) != "mine":
        return
    try:
        found = import_string(task)()
    finally:
        leases().give_back(task)
    beat(task, timezone.now(), detail="" if found is None else str(found)[:300])
