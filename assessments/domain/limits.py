from datetime import datetime, timedelta

from assessments.models import Attempt

# An answer that arrived in time may still be on its way through a slow server when the grace ends (hazard 23);
# an attempt is therefore closed a little later, and its result counts as released at this fixed moment.
SETTLE = timedelta(seconds=40)


def settled_at(attempt: Attempt) -> datetime:
    """When an attempt that ran out is closed. The same whenever the sweep comes by (hazard 43)."""
    return attempt.last_call + SETTLE


def is_settled(attempt: Attempt, now: datetime) -> bool:
    return attempt.state == Attempt.State.OPEN and now >= settled_at(attempt)
