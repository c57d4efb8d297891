"""What the domain announces is heard here; tasks do it on commit."""

from assessments import tasks
from assessments.signals import attempt_marked, regrade_approved
from kernel.jobs import queue


def connect() -> None:
    attempt_marked.connect(_marked, dispatch_uid="assessments-figures")
    regrade_approved.connect(_regrade, dispatch_uid="assessments-regrade")


def _marked(sender, attempt, **kwargs) -> None:
    queue(tasks.count_results, attempt.admission.paper_id)


def _regrade(sender, regrade, **kwargs) -> None:
    queue(tasks.apply_regrade, regrade.pk)
