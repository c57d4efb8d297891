from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from assessments.domain import attempts
from kernel.jobs import Schedule


def close_overdue() -> str:
    """Close attempts whose time is up. A lost run costs time, never a result (hazard 43)."""
    return gettext_noop("{} closed").format(attempts.close_overdue(timezone.now()))


SCHEDULES = [Schedule("assessments.tasks.close_overdue", _("Exams whose time is up are handed in"), every_minutes=1)]
