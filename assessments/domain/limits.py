from datetime import UTC, datetime, timedelta

from assessments.models import Attempt

# An answer that arrived in time may still be on its way through a slow server when the grace ends (hazard 23);
# an attempt is therefore closed a little later, and its result counts as released at this fixed moment.
SETTLE = timedelta(seconds=40)


def limit(started: datetime, minutes: int, extra: int) -> datetime:
    """When an attempt ends: the minutes of the paper and the extra percent of them, to the second, rounded up.

    In UTC, since adding to a local time follows the clock on the wall, which is set by an hour twice a year.
    """
    seconds = -(-minutes * 60 * (100 + extra) // 100)
    return started.astimezone(UTC) + timedelta(seconds=seconds)


def settled_at(attempt: Attempt) -> datetime:
    """When an attempt that ran out is closed. The same whenever the sweep comes by (hazard 43)."""
    return attempt.last_call + SETTLE


def is_settled(attempt: Attempt, now: datetime) -> bool:
    return attempt.state == Attempt.State.OPEN and now >= settled_at(attempt)
