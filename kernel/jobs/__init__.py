"""Work done behind the scenes: queued on commit, run by a supervised cluster, repeated by schedules that stand in code.

Ids in, safe to run twice and in any order. The truth of a job is the row that says it is still to do, so every
job has a sweep that finds such rows; a lost job costs time, never a result.
"""

from kernel.jobs.queueing import queue
from kernel.jobs.schedules import Schedule

__all__ = ["Schedule", "queue"]
