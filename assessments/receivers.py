"""What the domain announces is heard here; tasks do it on commit."""

from assessments import tasks
from assessments.signals import regrade_approved
from kernel.jobs import queue


def connect() -> None:
    regrade_approved.connect(_regrade, dispatch_uid="assessments-regrade")


def _regrade(sender, regrade, **kwargs) -> None:
    queue(tasks.apply_regrade, regrade.pk)
