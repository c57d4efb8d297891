from assessments.models import Scorecard
from assessments.signals import scorecard_released
from kernel.jobs import queue
from simulations.domain.scoring import CALL_KINDS


def queue_call_score(sender: object, scorecard: Scorecard, **kwargs: object) -> None:
    if scorecard.kind in CALL_KINDS:
        queue("simulations.tasks.take_scorecard", scorecard.key)


def connect() -> None:
    scorecard_released.connect(queue_call_score, dispatch_uid="take_call_scorecard")
