from datetime import UTC, datetime, timedelta

import pytest
from django_q.models import OrmQ, Task
from structlog.testing import capture_logs

from kernel.jobs.backend import RUN_TASK
from kernel.jobs.delivery import DELIVER
from kernel.jobs.failures import FailedJob, announce_failure, failed_count, failed_jobs, try_again, where_it_failed
from kernel.jobs.schedules import RUN
from people.domain.heartbeats import beat
from people.models import Notice

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)
TRACE = """Ada Lovelace : Traceback (most recent call last):
  File "/srv/site/django_q/worker.py", line 103, in worker
    res = f(*task["args"], **task["kwargs"])
  File "/srv/readyline/people/tasks.py", line 12, in sweep_mail
    raise MailError("ada@example.org\\nis full")
people.errors.MailError: ada@example.org
is full
"""


@pytest.fixture
def logged():
    with capture_logs() as lines:
        yield lines


def failed(pk, *, func="people.tasks.mail_one", args=(7,), attempts=3, success=False, at=NOW):
    return Task.objects.create(
        id=pk,
        name=pk,
        func=func,
        args=args,
        started=at,
        stopped=at,
        success=success,
        attempt_count=attempts,
        result=TRACE,
    )


@pytest.mark.pure
@pytest.mark.parametrize(
    ("trace", "shown"),
    [
        (TRACE, "people.errors.MailError (people/tasks.py:12)"),
        ("worker gone", "Error"),
        (
            "x : Traceback (most recent call last):\n  File \"/a/b/c.py\", line 3, in f\n    g()\nKeyError: 'ada'\n",
            "KeyError (b/c.py:3)",
        ),
        (
            'x : Traceback:\n  File "/a/b/c.py", line 3, in f\n    g()\nKeyboardInterrupt\n',
            "KeyboardInterrupt (b/c.py:3)",
        ),
    ],
)
def test_where_it_failed_names_no_person(trace, shown):
    assert where_it_failed(trace) == shown


@pytest.mark.django_db
def test_failed_jobs_lists_what_was_given_up():
    failed("given-up")
    failed("still-tried", attempts=2)
    failed("went-well", success=True)

    assert failed_jobs() == [
        FailedJob("given-up", "people.tasks.mail_one", (7,), 3, NOW, "people.errors.MailError (people/tasks.py:12)")
    ]
    assert failed_count() == 1


@pytest.mark.django_db
def test_failed_round_is_listed_by_its_own_name_at_once():
    failed("round", func=RUN, args=("people.tasks.sweep_mail",), attempts=1)

    assert [(job.task, job.ids) for job in failed_jobs()] == [("people.tasks.sweep_mail", ())]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("func", "args", "named"),
    [
        (DELIVER, ("people.tasks.mail_one", 7), ("people.tasks.mail_one", (7,))),
        (DELIVER, (RUN_TASK, "wagtail.tasks.index", ["core.Page"], {}), ("wagtail.tasks.index", (["core.Page"], {}))),
        ("people.tasks.mail_one", None, ("people.tasks.mail_one", ())),
    ],
)
def test_failed_job_is_named_by_what_it_does_not_by_who_calls_it(func, args, named):
    failed("given-up", func=func, args=args)

    assert [(job.task, job.ids) for job in failed_jobs()] == [named]


@pytest.mark.django_db
def test_failed_rounds_of_one_sweep_are_one_line_until_a_round_comes_through():
    for minute in range(3):
        failed(f"mail-{minute}", func=RUN, args=("people.tasks.sweep_mail",), at=NOW + timedelta(minutes=minute))
    failed("seal", func=RUN, args=("people.tasks.seal_journal",))
    beat("people.tasks.seal_journal", now=NOW)
    lines = [(job.task, job.attempts, job.failed_at, failed_count()) for job in failed_jobs()]
    beat("people.tasks.seal_journal", now=NOW + timedelta(seconds=1))
    beat("people.tasks.sweep_mail", now=NOW + timedelta(minutes=1))
    after = [job.task for job in failed_jobs()]
    beat("people.tasks.sweep_mail", now=NOW + timedelta(minutes=3))

    assert lines == [("people.tasks.sweep_mail", 3, NOW + timedelta(minutes=2), 1)]
    assert after == ["people.tasks.sweep_mail"]
    assert failed_jobs() == []


@pytest.mark.django_db
def test_sweep_that_fails_for_hours_hides_no_older_job():
    failed("given-up")
    common = {"func": RUN, "args": ("people.tasks.sweep_mail",), "success": False, "attempt_count": 1, "result": TRACE}
    minutes = [NOW + timedelta(minutes=minute) for minute in range(1, 502)]
    Task.objects.bulk_create(
        Task(id=f"mail-{at:%d%H%M}", name="mail", started=at, stopped=at, **common) for at in minutes
    )

    assert [(job.task, job.attempts) for job in failed_jobs()] == [
        ("people.tasks.sweep_mail", 501),
        ("people.tasks.mail_one", 3),
    ]
    assert failed_count() == 2


@pytest.mark.django_db
def test_try_again_queues_one_round_for_all_that_failed(django_capture_on_commit_callbacks):
    for minute in range(3):
        failed(f"mail-{minute}", func=RUN, args=("people.tasks.sweep_mail",))
    failed("seal", func=RUN, args=("people.tasks.seal_journal",))

    with django_capture_on_commit_callbacks(execute=True):
        try_again("mail-1")

    assert [job.task for job in failed_jobs()] == ["people.tasks.seal_journal"]
    assert [(row.task["func"], row.task["args"]) for row in OrmQ.objects.all()] == [(RUN, ("people.tasks.sweep_mail",))]


@pytest.mark.django_db
def test_try_again_queues_a_job_once(django_capture_on_commit_callbacks):
    failed("given-up")

    with django_capture_on_commit_callbacks(execute=True):
        answers = [try_again("given-up"), try_again("given-up")]

    assert answers == [True, False]
    assert failed_count() == 0
    assert [(row.task["func"], row.task["args"]) for row in OrmQ.objects.all()] == [("people.tasks.mail_one", (7,))]


@pytest.mark.django_db
def test_each_failure_is_logged_without_its_message_and_the_last_raises_one_alarm(root, ada, logged):
    failed("first-try", attempts=1)
    failed("given-up")

    for pk in ("first-try", "given-up", "given-up"):
        task = {"id": pk, "success": False, "func": DELIVER, "args": ("people.tasks.mail_one", 7), "result": TRACE}
        announce_failure(sender=None, task=task)

    assert [(line["event"], line["task"], line["ids"], line["given_up"]) for line in logged] == [
        ("job failed", "people.tasks.mail_one", (7,), False),
        ("job failed", "people.tasks.mail_one", (7,), True),
        ("job failed", "people.tasks.mail_one", (7,), True),
    ]
    assert "ada@example.org" not in str(logged)
    assert list(Notice.objects.values_list("person__username", "kind")) == [("root", "alarm-job")]
