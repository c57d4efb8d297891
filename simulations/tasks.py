"""Ids in, safe to run twice and in any order; each has a sweep that finds what is still to do."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from assessments.models import Scorecard
from kernel.jobs import Schedule
from simulations.domain import calls, recordings, scoring
from simulations.models import Recording


def make_recording(key: str) -> None:
    recording = Recording.objects.filter(key=key).select_related("call__person").first()
    if recording:
        recordings.make(recording, now=timezone.now())


def take_scorecard(key: str) -> None:
    scorecard = Scorecard.objects.filter(key=key).select_related("person", "scorer").first()
    if scorecard:
        scoring.take(scorecard, now=timezone.now())


def sweep_calls() -> str:
    """End what was left, close and make recordings, take scores whose job was lost."""
    now = timezone.now()
    ended = calls.end_forgotten(now)
    closed = recordings.close_forgotten(now)
    made = recordings.make_waiting(now)
    taken = scoring.take_all(now)
    return gettext_noop("{} ended, {} closed, {} made, {} scored").format(ended, closed, made, taken)


def sweep_parts() -> str:
    return gettext_noop("{} removed").format(recordings.reap_parts(timezone.now()))


SCHEDULES = [
    Schedule("simulations.tasks.sweep_calls", _("Forgotten calls are ended, recordings made"), every_minutes=5),
    Schedule("simulations.tasks.sweep_parts", _("Parts of finished recordings are removed"), cron="40 2 * * *"),
]
