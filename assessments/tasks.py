from django.utils import timezone

from assessments.domain import attempts
from kernel.jobs import Schedule
from people.domain import heartbeats


def close_overdue() -> None:
    """Close attempts whose time is up. A lost run costs time, never a result (hazard 43)."""
    now = timezone.now()
    heartbeats.beat("exams", f"{attempts.close_overdue(now)} closed", now=now)


SCHEDULES = [Schedule("assessments.tasks.close_overdue", every_minutes=1)]
