from datetime import timedelta

import pytest
from django.db import transaction
from django.tasks import task as core_task
from django.tasks.exceptions import InvalidTask
from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.models import OrmQ
from django_q.signing import BadSignature, SignedPackage
from django_tasks import task as backport_task

from kernel.jobs import backend, queue
from people.models import Heartbeat, User
from tests.kernel.jobs import toys

pytestmark = pytest.mark.django_db


@core_task
def core_toy(number, *, twice=False):
    Heartbeat.objects.create(name=f"core {number} {twice}", at=timezone.now())


@backport_task
def backport_toy(number):
    Heartbeat.objects.create(name=f"backport {number}", at=timezone.now())


def queued():
    """What the worker will call, and with what: each message goes through the delivery."""
    rows = [row.task for row in OrmQ.objects.order_by("pk")]
    assert {row["func"] for row in rows} <= {"kernel.jobs.delivery.run"}
    return [(row["args"][0], row["args"][1:]) for row in rows]


@pytest.mark.parametrize("task", [toys.note, "tests.kernel.jobs.toys.note"])
def test_queue_waits_for_the_commit(django_capture_on_commit_callbacks, task):
    with django_capture_on_commit_callbacks(execute=True):
        queue(task, 7, "key")
        before = queued()

    assert before == []
    assert queued() == [("tests.kernel.jobs.toys.note", (7, "key"))]


def test_queue_forgets_what_is_rolled_back(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with transaction.atomic():
            queue(toys.note, 7)
            transaction.set_rollback(True)

    assert queued() == []


@pytest.mark.django_db(transaction=True)
def test_queueing_leaves_the_connection_to_who_reads_rows_one_by_one(ada, ben, tom):
    found = []
    for person in User.objects.order_by("username").iterator(chunk_size=1):
        found.append(person.username)
        queue(toys.note, person.pk)

    assert (found, OrmQ.objects.count()) == (["ada", "ben", "tom"], 3)


def test_queue_takes_ids_only(ada):
    with pytest.raises(TypeError, match="not an id"):
        queue(toys.note, ada)


@pytest.mark.parametrize(
    ("toy", "kwargs", "left"),
    [(core_toy, {"twice": True}, "core 3 True"), (backport_toy, {}, "backport 3")],
)
def test_tasks_of_both_packages_end_in_our_queue(django_capture_on_commit_callbacks, toy, kwargs, left):
    with django_capture_on_commit_callbacks(execute=True):
        toy.enqueue(3, **kwargs)
    ((func, args),) = queued()

    backend.run(*args)

    assert func == "kernel.jobs.backend.run"
    assert list(Heartbeat.objects.values_list("name", flat=True)) == [left]


def test_tasks_enqueued_together_are_few_jobs_and_each_runs_once(django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(backend, "TOGETHER", 2)
    with django_capture_on_commit_callbacks(execute=True):
        with backend.together():
            for number in (3, 4, 3, 5, 4):
                backport_toy.enqueue(number)
        core_toy.enqueue(6)
    jobs = queued()

    for func, args in jobs:
        {"kernel.jobs.backend.run": backend.run, "kernel.jobs.backend.run_together": backend.run_together}[func](*args)

    assert len(jobs) == 3
    assert sorted(Heartbeat.objects.values_list("name", flat=True)) == [
        "backport 3", "backport 4", "backport 5", "core 6 False"
    ]  # fmt: skip


def test_tasks_for_later_are_refused():
    with pytest.raises(InvalidTask, match="run_after"):
        core_toy.using(run_after=timezone.now() + timedelta(hours=1))


def test_job_under_a_changed_key_is_dropped_by_the_queue(django_capture_on_commit_callbacks, monkeypatch):
    """Why every job has a sweep: after a new SECRET_KEY the queue throws away what it can no longer read."""
    with django_capture_on_commit_callbacks(execute=True):
        queue(toys.note, 7)
    monkeypatch.setattr("django_q.conf.Conf.SECRET_KEY", "another key, fifty characters long or even more than that")
    ((pk, payload),) = ORM("readyline").dequeue()

    with pytest.raises(BadSignature):
        SignedPackage.loads(payload)
    ORM("readyline").fail(pk)

    assert OrmQ.objects.count() == 0
