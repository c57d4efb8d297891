from assessments.models import Scorecard
from assessments.signals import scorecard_released
from kernel.jobs import queue


def queue_coaching(sender: object, scorecard: Scorecard, **kwargs: object) -> None:
    if scorecard.purpose == Scorecard.Purpose.MOCK_CALL:
        queue("mentoring.tasks.coach_after_scorecard", scorecard.key)


def connect() -> None:
    scorecard_released.connect(queue_coaching, dispatch_uid="coach_after_scorecard")
