"""The kernel's own jobs: signs of life, and the broom."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from kernel.jobs.hooks import beat, leases
from kernel.jobs.schedules import Schedule

KEEP_FAILURES_DAYS = 60

SCHEDULES = [
    Schedule("kernel.tasks.beat_schedules", _("Schedules"), every_minutes=1),
    Schedule("kernel.tasks.tidy_jobs", _("Old results of jobs are dropped"), cron="40 3 * * *"),
]


def pulse() -> None:
    beat("worker", timezone.now())


def beat_schedules() -> None:
    """Nothing to do: that it ran is the message."""


def tidy_jobs() -> str:
    """Drop results of jobs older than two months: they are notes of the queue, not facts about anybody."""
    from django_q.models import Task

    leases().sweep(timezone.now())
    gone, _by_model = Task.objects.filter(stopped__lt=timezone.now() - timedelta(days=KEEP_FAILURES_DAYS)).delete()
    return gettext_noop("{} dropped").format(gone)
