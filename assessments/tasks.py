from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from assessments.domain import attempts, regrades
from assessments.models import Regrade
from kernel.jobs import Schedule
from kernel.jobs.rounds import each


def close_overdue() -> str:
    """Close attempts whose time is up. A lost run costs time, never a result (hazard 43)."""
    return gettext_noop("{} closed").format(attempts.close_overdue(timezone.now()))


def apply_regrade(regrade_id: int) -> None:
    regrade = Regrade.objects.filter(pk=regrade_id, state=Regrade.State.APPROVED).first()
    if regrade:
        regrades.apply(regrade, now=timezone.now())


def apply_regrades() -> str:
    """What a lost job left undone."""
    count = each(regrades.still_to_apply(), lambda regrade: regrades.apply(regrade, now=timezone.now()))
    return gettext_noop("{} applied").format(count)


SCHEDULES = [
    Schedule("assessments.tasks.close_overdue", _("Exams whose time is up are handed in"), every_minutes=1),
    Schedule("assessments.tasks.apply_regrades", _("Approved regrades reach the results"), every_minutes=10),
]
