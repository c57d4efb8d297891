"""What the domain announces is heard here; tasks do it on commit."""

from assessments import tasks
from assessments.models import Scorecard
from assessments.signals import (
    attempt_marked,
    attempt_released,
    attempt_remarked,
    regrade_approved,
    scorecard_released,
)
from kernel.jobs import queue


def connect() -> None:
    attempt_marked.connect(_marked, dispatch_uid="assessments-figures")
    attempt_released.connect(_released, dispatch_uid="assessments-practice")
    attempt_remarked.connect(_released, dispatch_uid="assessments-practice-anew")
    regrade_approved.connect(_regrade, dispatch_uid="assessments-regrade")
    scorecard_released.connect(_scored, dispatch_uid="assessments-scored")


def _marked(sender, attempt, **kwargs) -> None:
    queue(tasks.count_results, attempt.admission.paper_id)


def _released(sender, attempt, **kwargs) -> None:
    queue(tasks.practise_from, attempt.pk)


def _regrade(sender, regrade, **kwargs) -> None:
    queue(tasks.apply_regrade, regrade.pk)


def _scored(sender, scorecard, **kwargs) -> None:
    if scorecard.purpose == Scorecard.Purpose.ESSAY:
        queue(tasks.complete_attempt, scorecard.subject_key.rpartition("-")[0])
