from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from assessments.models import Scorecard
from kernel.jobs import Schedule
from mentoring.domain import causes


def coach_after_scorecard(key: str) -> None:
    """Open or join a coaching plan for a released scored call below the mark; safe to run twice."""
    scorecard = Scorecard.objects.filter(key=key).select_related("person", "scorer").first()
    if scorecard:
        causes.coach_after(scorecard, now=timezone.now())


def sweep_coaching() -> str:
    """Find released calls whose job was lost."""
    return gettext_noop("{} opened or added to").format(causes.coach_all(timezone.now()))


SCHEDULES = [Schedule("mentoring.tasks.sweep_coaching", _("Coaching plans after a score are opened"), every_minutes=10)]
