"""What lower apps announce is heard here; tasks do it on commit."""

from assessments.signals import attempt_remarked
from dashboard import tasks
from kernel.jobs import queue


def connect() -> None:
    attempt_remarked.connect(_remarked, dispatch_uid="dashboard-remarked")


def _remarked(sender, attempt, before, after, **kwargs) -> None:
    if after.score < before.score:
        queue(tasks.tell_of_shaken_gate, after.pk)
