"""Start, save, duplicate, reorder, two windows, kill, resume, extra time, submit, sweep: in any order (hazards 21-29,
34, 36, 43). A few runs here; `make torture` makes it thousands.
"""

import os
import secrets
from datetime import timedelta

from assessments.domain import admissions
from tests.assessments.exam_machine import ALLOWED, ExamMachine, run

RUNS = int(os.environ.get("TORTURE_RUNS", "60"))
SECONDS = float(os.environ.get("TORTURE_SECONDS", "inf"))


def test_no_order_of_events_loses_an_answer_or_makes_a_second_result(ada, tom, paper, now):
    right = {"attempts_allowed": ALLOWED, "reason": "Lessons read", "for_key": "week-1", "now": now}

    class Machine(ExamMachine):
        person, trainer, began = ada, tom, now
        admission = admissions.admit(ada, paper, opens=now - timedelta(days=365), **right)

    seed = int(os.environ.get("TORTURE_SEED") or secrets.randbelow(10**9))
    print(f"seed {seed}")
    made = run(Machine, runs=RUNS, seed=seed, seconds=SECONDS)
    print(f"runs {made}")

    assert made >= RUNS or SECONDS < float("inf")
