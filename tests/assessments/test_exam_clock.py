"""One clock: the limit, its grace, the window and the retake, wherever and whenever (hazards 21, 22, 36).

Starts lie around the hours in which zones set their clocks; a plain count of seconds says what must come of it. A slice
here, all of them in `make torture`.
"""

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice, pairwise, product
from math import ceil
from zoneinfo import ZoneInfo

import pytest

from assessments.domain.limits import is_settled, limit, settled_at
from assessments.domain.openings import Rules, Stand, opening
from assessments.domain.retakes import next_opening
from assessments.models import Admission, Attempt
from people.domain.working_days import WorkingCalendar
from tests.assessments.test_retakes import Figures

pytestmark = pytest.mark.pure

WHOLE = "TORTURE_SEED" in os.environ
SEED = int(os.environ.get("TORTURE_SEED") or secrets.randbelow(10**9))
SLICE = 41  # a prime, so that every value of every list turns up
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
ZONES = [
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai",
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Australia/Lord_Howe",  # by half an hour
        "Pacific/Chatham",
        "Africa/Casablanca",  # backwards
        "America/Santiago",  # at midnight
    )
]
MINUTES, EXTRA, GRACE = (1, 7, 45, 600), (0, 1, 33, 100, 200), (0, 20, 300)
# When the window closes, in seconds from the start, or before (-) the limit.
WINDOWS = (None, 1, -1, 0)


@dataclass(frozen=True)
class Case:
    started: datetime
    minutes: int
    extra: int
    grace: int
    window: int | None

    @property
    def seconds(self) -> int:
        return ceil(self.minutes * 60 * (100 + self.extra) / 100)


@cache
def hours_of_change(zone: ZoneInfo) -> list[datetime]:
    """The moments of 2026 at which the zone's clocks are set; where none are, the turn of the year."""
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + n * HOUR for n in range(365 * 24)]
    found = [
        after
        for before, after in pairwise(hours)
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset()
    ]
    return found or [hours[0]]


def starts(zone: ZoneInfo) -> Iterator[datetime]:
    for change, before in product(hours_of_change(zone), (601, 46, 30, 1, 0, -1)):
        yield (change - timedelta(minutes=before)).astimezone(zone)


def cases() -> list[Case]:
    every = product((start for zone in ZONES for start in starts(zone)), MINUTES, EXTRA, GRACE, WINDOWS)
    return [Case(*values) for values in islice(every, None if WHOLE else SEED % SLICE, None, 1 if WHOLE else SLICE)]


def attempt_of(case: Case, admission: Admission) -> Attempt:
    return Attempt(
        pk=1,
        admission=admission,
        number=1,
        started=case.started,
        minutes=case.minutes,
        extra_percent=case.extra,
        grace_seconds=case.grace,
        deadline=limit(case.started, case.minutes, case.extra),
    )


def right(case: Case) -> Admission:
    closes = None
    if case.window is not None:
        closes = (
            case.started.astimezone(UTC) + (case.window if case.window > 0 else case.seconds + case.window) * SECOND
        )
    return Admission(pk=1, opens=case.started, closes=closes, attempts_allowed=1, for_key="week-1")


def rules(attempt: Attempt, now: datetime) -> Rules:
    """What the rules would read of the database, given instead."""
    found = Rules(None, now)
    found.__dict__.update(
        attempts=[attempt],
        releases={},
        first_results={"week-1": [settled_at(attempt)]},
        calendar=WorkingCalendar(),
        zone=ZoneInfo("UTC"),
        figures=Figures(),
    )
    return found


def test_cases_are_many(record_property):
    record_property("ran", f"{len(cases())} starts")

    assert len(cases()) > (10_000 if WHOLE else 200)


def test_the_limit_is_so_many_seconds_after_the_start_whatever_the_clock_on_the_wall_does():
    for case in cases():
        attempt = attempt_of(case, right(case))
        began = case.started.timestamp()

        at = [attempt.deadline.timestamp(), attempt.last_call.timestamp(), settled_at(attempt).timestamp()]

        assert at == [began + case.seconds, began + case.seconds + case.grace, began + case.seconds + case.grace + 40]
        assert limit(case.started.astimezone(UTC), case.minutes, case.extra) == attempt.deadline


def test_an_exam_runs_to_its_limit_and_a_clock_that_is_set_back_adds_no_other_limit():
    for case in cases():
        attempt = attempt_of(case, right(case))
        deadline, end = attempt.deadline, settled_at(attempt)
        moments = [deadline - SECOND, deadline, deadline + SECOND, end - SECOND, end]
        # Forwards, then an hour back, then forwards again: the answer depends on the moment alone.
        for now in [*moments, *(moment - HOUR for moment in moments), *moments]:
            assert attempt.is_running(now) == (now.timestamp() <= deadline.timestamp())
            assert is_settled(attempt, now) == (now.timestamp() >= end.timestamp())


def test_the_window_cuts_no_running_exam_short_and_opens_none_again():
    for case in cases():
        admission = right(case)
        attempt = attempt_of(case, admission)
        for now in (attempt.deadline - SECOND, attempt.deadline, attempt.deadline + SECOND, settled_at(attempt)):
            stand = opening(admission, now, rules(attempt, now)).stand
            over = Stand.CLOSED if admission.closes and now >= admission.closes else Stand.USED_UP
            assert stand == (Stand.RUNNING if now <= attempt.deadline else over)


def test_a_retake_waits_so_many_hours_in_every_zone():
    for case in cases():
        zone, released = case.started.tzinfo, case.started
        opens = next_opening(released, WorkingCalendar(), zone, Figures())

        assert opens == next_opening(released.astimezone(UTC), WorkingCalendar(), zone, Figures())
        assert opens.timestamp() - released.timestamp() >= 24 * 3600
        assert opens.astimezone(zone).date() > released.date()
        assert WorkingCalendar().counts(opens.astimezone(zone).date())
