"""The worker as it runs, with processes killed under it (hazards 89, 91 and 92). Within 60 seconds it works again."""

import os
import signal

import psutil
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timed, pytest.mark.django_db(transaction=True)]


def all_done_once(worker, numbers):
    return lambda: worker.done() == dict.fromkeys(map(str, numbers), 1)


def test_worker_recovers_from_a_killed_idle_process(worker):
    worker.queue("note", *map(str, range(10)))
    worker.wait_until(all_done_once(worker, range(10)), 60)
    _cluster, _sentinel, (idle, *_others) = worker.members()

    idle.kill()
    worker.queue("note", *map(str, range(10, 30)))

    worker.wait_until(all_done_once(worker, range(30)), 60)


def test_worker_recovers_from_a_killed_cluster_and_repeats_the_cut_job(worker):
    worker.queue("rest_then_note", "1,3")
    worker.wait_until(lambda: worker.done()["begun-1"] == 1, 60)
    cluster, _sentinel, _children = worker.members()

    os.killpg(cluster.pid, signal.SIGKILL)
    worker.queue("note", "2", "3")

    worker.wait_until(lambda: worker.done() == {"begun-1": 2, "1": 1, "2": 1, "3": 1}, 60)


def test_site_runner_is_told_once_of_a_cluster_that_died_twice(root, worker):
    """Hazard 89: the alarm is one notice a day, however often it happens."""
    for turn in range(2):
        worker.queue("note", str(turn))
        worker.wait_until(all_done_once(worker, range(turn + 1)), 60)
        cluster, _sentinel, _children = worker.members()
        os.killpg(cluster.pid, signal.SIGKILL)
        worker.wait_until(lambda died=turn + 1: worker.log().count("cluster restarted") == died, 60)
    worker.queue("note", "2")
    worker.wait_until(all_done_once(worker, range(3)), 60)

    assert worker.alarms() == [("root", "alarm-worker")]


def test_process_that_a_job_made_grow_makes_room_for_a_fresh_one(worker):
    worker.queue("grow", "1")
    worker.wait_until(lambda: worker.done()["1"] == 1, 60)
    (grown,) = [int(name.rpartition("-")[2]) for name in worker.done() if name.startswith("process-")]

    worker.wait_until(lambda: not psutil.pid_exists(grown), 30)
    worker.queue("note", "2", "3")
    worker.wait_until(lambda: (worker.done()["2"], worker.done()["3"]) == (1, 1), 60)

    assert "cluster restarted" not in worker.log()


def test_worker_recovers_from_workers_that_stand_still(worker):
    worker.queue("note", "1")
    worker.wait_until(all_done_once(worker, [1]), 60)
    _cluster, sentinel, (one, two, *_monitor_and_pusher) = worker.members()

    worker.stand_still(sentinel, one, two)
    worker.queue("note", "2")

    worker.wait_until(all_done_once(worker, [1, 2]), 60)


def test_long_job_that_is_delivered_twice_runs_once(worker):
    """Hazard 91. The second delivery meets the job while it runs, and once more after it came through."""
    worker.queue_twice("rest_then_note", "1,3")

    worker.wait_until(lambda: worker.done()["1"] == 1, 60)
    worker.wait_until(lambda: worker.waiting() == 0, 60)

    assert worker.done() == {"begun-1": 1, "1": 1}
    assert worker.listed() == []


def test_failing_job_is_tried_three_times_listed_and_told_once(root, worker):
    """Hazard 92."""
    worker.queue("refuse", "1")

    worker.wait_until(lambda: worker.done()["tried-1"] == 3, 90)

    assert "Ada Lovelace" not in worker.log()
    worker.wait_until(lambda: worker.listed() == [["tests.kernel.jobs.toys.refuse", 3, 0]], 30)
    assert worker.alarms() == [("root", "alarm-job")]


def test_nothing_outlives_a_killed_supervisor(worker):
    worker.queue("note", "1")
    worker.wait_until(all_done_once(worker, [1]), 60)
    family = worker.family()

    worker.supervisor.kill()
    _gone, alive = psutil.wait_procs(family, timeout=5)

    assert len(family) >= 6
    assert alive == []


@pytest.mark.parametrize("job", ["", "1,4", "1,300"], ids=["idle", "in a short job", "in a long job"])
def test_worker_stops_within_ten_seconds(worker, job):
    if job:
        worker.queue("rest_then_note", job)
        worker.wait_until(lambda: worker.done()["begun-1"] == 1, 60)
    else:
        worker.queue("note", "1")
        worker.wait_until(all_done_once(worker, [1]), 60)
    family = worker.family()

    worker.supervisor.terminate()
    worker.supervisor.wait(10)
    _gone, alive = psutil.wait_procs(family, timeout=0.5)

    assert alive == []
