from django.utils import timezone

from assessments.models import Scorecard
from kernel.jobs import Schedule
from mentoring.domain import causes
from people.domain import heartbeats


def coach_after_scorecard(key: str) -> None:
    """Open or join a coaching plan for a released scored call below the mark; safe to run twice."""
    scorecard = Scorecard.objects.filter(key=key).select_related("person", "scorer").first()
    if scorecard:
        causes.coach_after(scorecard, now=timezone.now())


def sweep_coaching() -> None:
    """Find released calls whose job was lost."""
    now = timezone.now()
    heartbeats.beat("coaching", f"{causes.coach_all(now)} plans", now=now)


SCHEDULES = [Schedule("mentoring.tasks.sweep_coaching", every_minutes=10)]
