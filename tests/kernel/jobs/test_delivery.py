"""A message that the queue delivers again: wanted after a crash, harmless while its job runs or after it ran."""

from datetime import timedelta

import pytest
import time_machine

from kernel.jobs import delivery, rounds
from kernel.tasks import tidy_jobs
from people.domain import job_leases
from people.models import Heartbeat, JobLease

pytestmark = pytest.mark.django_db
JOB, SWEEP = f"{__name__}.job", f"{__name__}.sweep"
done: list[int] = []


def job(number: int) -> None:
    done.append(number)
    if number < 0:
        raise ValueError(number)


def sweep() -> str:
    done.append(0)
    return "swept"


@pytest.fixture(autouse=True)
def message(monkeypatch):
    done.clear()
    monkeypatch.setattr(delivery, "_message", "")
    delivery.announced(sender=None, task={"id": "m1"})


def lease(now, **values):
    return JobLease.objects.create(job="m1", **{"until": now + timedelta(seconds=9)} | values)


def test_job_runs_once_however_often_it_is_delivered():
    for _time in range(3):
        delivery.run(JOB, 7)

    assert (done, JobLease.objects.get().done) == ([7], True)


def test_job_of_another_message_runs():
    delivery.run(JOB, 7)
    delivery.announced(sender=None, task={"id": "m2"})
    delivery.run(JOB, 7)

    assert done == [7, 7]


def test_job_that_failed_runs_at_its_next_delivery():
    for _time in range(2):
        with pytest.raises(ValueError, match="-1"):
            delivery.run(JOB, -1)

    assert (done, JobLease.objects.count()) == ([-1, -1], 0)


@pytest.mark.parametrize(("late", "runs"), [(-1, False), (0, True), (1, True)])
def test_job_that_runs_elsewhere_is_left_alone_until_its_lease_ends(now, late, runs):
    held = lease(now)

    with time_machine.travel(held.until + timedelta(seconds=late), tick=False):
        if runs:
            delivery.run(JOB, 7)
        else:
            with pytest.raises(delivery.StillRunningError):
                delivery.run(JOB, 7)

    assert done == ([7] if runs else [])


def test_lease_ends_before_the_queue_delivers_again(settings, now):
    with time_machine.travel(now, tick=False):
        delivery.take("m1")

    until = JobLease.objects.get().until
    assert timedelta(seconds=settings.Q_CLUSTER["timeout"]) < until - now
    assert until - now < timedelta(seconds=settings.Q_CLUSTER["retry"])


def test_round_that_goes_on_elsewhere_is_left_to_it(now):
    JobLease.objects.create(job=SWEEP, until=now + timedelta(seconds=9))

    with time_machine.travel(now, tick=False):
        rounds.run(SWEEP)

    assert (done, Heartbeat.objects.count()) == ([], 0)


def test_round_comes_again_as_often_as_it_is_due():
    for _time in range(2):
        rounds.run(SWEEP)

    assert (done, Heartbeat.objects.get().detail, JobLease.objects.count()) == ([0, 0], "swept", 0)


@pytest.mark.parametrize(("age", "left"), [(timedelta(days=1), 1), (timedelta(days=1, seconds=1), 0)])
def test_leases_are_swept_a_day_later(now, age, left):
    lease(now, until=now - age, done=True)

    with time_machine.travel(now, tick=False):
        tidy_jobs()

    assert JobLease.objects.count() == left


def test_two_takers_of_one_job_get_one_lease(now):
    until = now + timedelta(seconds=9)

    assert [job_leases.take("m1", until=until, now=now) for _taker in range(2)] == ["mine", "held"]


def test_one_row_that_fails_keeps_no_other_waiting():
    with pytest.raises(ValueError, match="-1"):
        rounds.each([1, -1, 2, -3, 3], job)

    assert done == [1, -1, 2, -3, 3]


def test_rows_that_went_well_are_counted():
    assert (rounds.each([1, 2, 3], job), rounds.each([], job)) == (3, 0)
