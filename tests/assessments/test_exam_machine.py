"""Start, save, duplicate, reorder, two windows, kill, resume, extra time, submit, sweep: in any order (hazards 21-29,
34, 36, 43). A few runs here; `make torture` makes it thousands.
"""

import os
import secrets
from datetime import timedelta

import pytest

from assessments.domain import admissions
from tests.assessments.exam_machine import ExamMachine, run

RUNS = int(os.environ.get("TORTURE_RUNS", "40"))
PROCESSES = int(os.environ.get("TORTURE_PROCESSES", "1"))
SECONDS = float(os.environ.get("TORTURE_SECONDS", "600"))
SEED = int(os.environ.get("TORTURE_SEED") or secrets.randbelow(10**9))


@pytest.mark.parametrize("part", range(PROCESSES))
def test_no_order_of_events_loses_an_answer_or_makes_a_second_result(ada, tom, paper, now, record_property, part):
    right = {"opens": now - timedelta(days=365), "attempts_allowed": 2, "reason": "Lessons read", "for_key": "week-1"}

    class Machine(ExamMachine):
        person, trainer, began = ada, tom, now
        admission = admissions.admit(ada, paper, now=now, **right)

    made = run(Machine, runs=-(-RUNS // PROCESSES), seed=SEED + part * 10**6, seconds=SECONDS)

    record_property("ran", made)  # fewer where the time was up first
    assert made > 0
