"""Many at the same moment, in processes of their own (hazards 24, 27, 29, 34). Runs on the database of the day."""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.db import connections, transaction

from assessments.domain import accommodations, admissions, attempts
from assessments.models import AnswerSave, Attempt, Mark
from people.models import Event
from tests.assessments.made import make_bank, make_paper
from tests.conftest import NOW
from tests.processes import at_once

PROCESSES, EACH = 4, 13

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def start_often() -> list[str]:
    from assessments.models import Admission

    admission = Admission.objects.select_related("person", "paper").get()
    return [attempts.start(admission, by=admission.person, now=NOW).key for _ in range(EACH)]


def submit_often() -> list[str]:
    attempt = Attempt.objects.select_related("admission__person").get()
    person = attempt.admission.person
    return [str(attempts.submit(attempt, by=person, now=NOW + timedelta(seconds=n)).submitted_at) for n in range(EACH)]


def save_often(sender: int) -> list[tuple[str, int]]:
    attempt = Attempt.objects.select_related("admission__person").get()
    person, version, seen = attempt.admission.person, 0, []
    for n in range(EACH):
        receipt = attempts.save_answer(
            attempt, 1, value=["0"], version=version, key=f"{sender}-{n}", by=person, now=NOW
        )
        version = receipt.version
        seen.append((str(receipt.standing), receipt.version))
    return seen


@pytest.fixture
def admission(ada):
    paper = make_paper(make_bank(NOW))
    return admissions.admit(ada, paper, opens=NOW, attempts_allowed=2, reason="", for_key="week-1", now=NOW)


def test_fifty_starts_at_once_start_one_attempt(admission):
    answers = at_once(f"{__name__}:start_often", [()] * PROCESSES)

    assert {key for keys in answers for key in keys} == {Attempt.objects.get().key}
    assert Event.objects.filter(verb="attempt-started").count() == 1


def test_fifty_submits_at_once_submit_once(admission, ada):
    attempts.start(admission, by=ada, now=NOW)

    answers = at_once(f"{__name__}:submit_often", [()] * PROCESSES)

    assert len({receipt for receipts in answers for receipt in receipts}) == 1
    assert (Mark.objects.count(), Event.objects.filter(verb="attempt-released").count()) == (1, 1)


def test_tabs_saving_at_once_lose_nothing_that_was_kept(admission, ada):
    attempts.start(admission, by=ada, now=NOW)

    answers = at_once(f"{__name__}:save_often", [(n,) for n in range(PROCESSES)])

    kept = sorted(version for seen in answers for standing, version in seen if standing == "kept")
    rows = AnswerSave.objects.filter(standing="kept").order_by("version").values_list("version", flat=True)
    assert kept == list(range(1, len(kept) + 1)) == list(rows)
    assert AnswerSave.objects.count() == PROCESSES * EACH


KILLED = """
import sys, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from assessments.domain import attempts
from assessments.models import Attempt
from tests.conftest import NOW
attempt = Attempt.objects.select_related("admission__person").get()
version = int(sys.argv[2])
while True:
    receipt = attempts.save_answer(
        attempt, 1, value=["0"], version=version, key=f"{sys.argv[2]}-{version}", by=attempt.admission.person, now=NOW
    )
    version = receipt.version
    print(version, flush=True)
"""


def test_every_save_with_a_receipt_survives_a_kill(admission, ada):
    """Hazard 27: kill -9 while saving; what was acknowledged is there, nothing is there by half."""
    attempts.start(admission, by=ada, now=NOW)
    name = str(connections["default"].settings_dict["NAME"])
    acknowledged = 0
    for pause in (0.0, 0.03, 0.07):
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": os.getcwd()}
        latest = AnswerSave.objects.count()
        connections.close_all()
        command = [sys.executable, "-c", KILLED, name, str(latest)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as saver:
            saver.stdout.readline()
            time.sleep(pause)
            saver.send_signal(signal.SIGKILL)
            lines = saver.stdout.read().split()
        acknowledged = max([latest + 1, *map(int, lines)])

        versions = list(AnswerSave.objects.order_by("version").values_list("version", flat=True))
        assert versions == list(range(1, len(versions) + 1))
        assert acknowledged <= len(versions) <= acknowledged + 1


@pytest.mark.parametrize("grant_first", [True, False])
def test_extra_time_granted_in_the_moment_of_a_start_counts(admission, ada, tom, grant_first):
    """Hazard 36: whichever commits first, the running limit has the extra time; neither sees the other half done."""

    def grant():
        accommodations.grant(ada, paper=None, extra_percent=50, reason="Agreed", by=tom, now=NOW)

    def start():
        attempts.start(admission, by=ada, now=NOW)

    def on_a_connection_of_its_own():
        (start if grant_first else grant)()
        connections.close_all()

    other = threading.Thread(target=on_a_connection_of_its_own)
    with transaction.atomic():
        (grant if grant_first else start)()
        other.start()
        other.join(0.5)  # it waits for us to commit
    other.join()

    attempt = Attempt.objects.get()
    assert (attempt.extra_percent, attempt.deadline - attempt.started) == (50, timedelta(minutes=45))
