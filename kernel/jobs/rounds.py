from django.utils import timezone
from django.utils.module_loading import import_string

from kernel.jobs.hooks import beat


def run(task: str) -> None:
    """One round of a scheduled task, and the heartbeat that says it came through."""
    found = import_string(task)()
    beat(task, timezone.now(), detail="" if found is None else str(found)[:300])
