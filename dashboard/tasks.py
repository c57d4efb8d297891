import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models import Mark
from dashboard.domain import consequences
from dashboard.domain.demo import histories
from kernel.jobs import Schedule, queue

# A job has two minutes (JOB_SECONDS); one history may take ten seconds of a slow machine.
SLICE_SECONDS = 40
# SQLite has one writer and no queue: whoever signs in meanwhile gets their turn between two histories.
PAUSE_SECONDS = 0.7


def write_histories() -> None:
    """The worker writes the demo's histories after the doors are open, a slice a job; run twice it writes each once."""
    until = time.monotonic() + SLICE_SECONDS
    histories.tell_all(
        timezone.now(),
        say=lambda _username: time.sleep(PAUSE_SECONDS),
        enough=lambda: time.monotonic() > until,
    )
    if histories.is_loading():
        queue(write_histories)


def sweep_histories() -> None:
    """Queue the job anew when it was lost."""
    if histories.stands_still(timezone.now()):
        queue(write_histories)


def tell_of_shaken_gate(mark_id: int) -> None:
    """A corrected mark fell; a gate that rests on it may not be met any more, and only HR may say what follows."""
    mark = Mark.objects.select_related("supersedes", "attempt__admission__person", "attempt__admission__paper")
    consequences.tell_hr(mark.get(pk=mark_id), now=timezone.now())


SCHEDULES = [Schedule("dashboard.tasks.sweep_histories", _("The demo’s histories are written"), every_minutes=5)]
