"""Ids in, safe to run twice and in any order; each has a sweep that finds what is still to do."""

from django.utils import timezone

from assessments.models import Scorecard
from kernel.jobs import Schedule
from people.domain import heartbeats
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


def sweep_calls() -> None:
    """End what was left, close and make recordings, take scores whose job was lost."""
    now = timezone.now()
    ended = calls.end_forgotten(now)
    closed = recordings.close_forgotten(now)
    made = recordings.make_waiting(now)
    taken = scoring.take_all(now)
    heartbeats.beat("calls", f"{ended} ended, {closed} closed, {made} made, {taken} scored", now=now)


def sweep_parts() -> None:
    now = timezone.now()
    heartbeats.beat("recordings", f"{recordings.reap_parts(now)} parts removed", now=now)


SCHEDULES = [
    Schedule("simulations.tasks.sweep_calls", every_minutes=5),
    Schedule("simulations.tasks.sweep_parts", cron="40 2 * * *"),
]
