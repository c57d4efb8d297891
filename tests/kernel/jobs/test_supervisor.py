"""When a cluster counts as hung, and how soon the next one starts. Seconds on one clock."""

import pytest
from django.test import override_settings

from kernel.checks import jobs_run_once
from kernel.jobs.supervisor import SILENT_SECONDS, START_SECONDS, is_hung, pause_before_restart


@pytest.mark.parametrize(
    ("now", "latest", "busy", "hung"),
    [
        (1000 + START_SECONDS, 0, 0, False),
        (1001 + START_SECONDS, 0, 0, True),
        (1001 + START_SECONDS, 999, 0, True),  # the mark is one of the cluster before
        (2000, 2000 - SILENT_SECONDS, 0, False),
        (2000, 1999 - SILENT_SECONDS, 0, True),
        (2000, 1999 - SILENT_SECONDS, 1, True),  # one worker busy, the other one asleep for good
        (2000, 1999 - SILENT_SECONDS, 2, False),  # both in long jobs
    ],
)
def test_cluster_is_hung(now, latest, busy, hung):
    assert is_hung(now=now, started=1000, latest=latest, busy=busy, workers=2) is hung


@pytest.mark.parametrize(("recent", "seconds"), [(0, 0), (1, 0), (2, 2), (3, 4), (5, 16), (6, 30), (60, 30)])
def test_pause_before_restart_grows_to_half_a_minute(recent, seconds):
    assert pause_before_restart(recent) == seconds


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({}, []),
        ({"timeout": 120, "retry": 241}, []),
        ({"timeout": 120, "retry": 240}, ["kernel.E002"]),
        ({"queue_limit": 3}, ["kernel.E003"]),
        ({"max_attempts": 0}, ["kernel.E004"]),
    ],
)
def test_settings_that_run_a_job_twice_stop_the_start(settings, change, faults):
    with override_settings(Q_CLUSTER=settings.Q_CLUSTER | change):
        found = jobs_run_once(None)

    assert [fault.id for fault in found] == faults
