from datetime import timedelta

import pytest
import time_machine
from django_q.models import OrmQ

from dashboard import tasks
from dashboard.domain.demo import histories

pytestmark = pytest.mark.django_db


def queued():
    return [row.task["args"] for row in OrmQ.objects.all()]


@pytest.mark.parametrize(
    ("detail", "late", "again"),
    [("writing", 0, 0), ("writing", 1, 1), ("waiting", 1, 1), ("done", 1, 0)],
)
def test_histories_whose_job_was_lost_are_queued_again(now, detail, late, again, django_capture_on_commit_callbacks):
    histories.beat(now, detail)

    with (
        time_machine.travel(now + histories.FORGOTTEN + timedelta(seconds=late), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        tasks.sweep_histories()

    assert queued() == [("dashboard.tasks.write_histories",)] * again


def test_site_without_the_demo_queues_no_histories(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep_histories()
        tasks.write_histories()

    assert queued() == []
