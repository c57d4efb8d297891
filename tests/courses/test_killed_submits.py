"""Killed between scoring, release, gate and notice: it goes on where it stopped, and everything is there once."""

import signal
from datetime import date

import pytest
from django.utils import timezone

from assessments.domain import attempts
from assessments.models import Admission, Attempt, Mark
from courses import tasks
from courses.domain import enrolments
from courses.models import GateResult, ProgrammeWeek
from people.models import Event, Notice
from tests.assessments.made import right_places
from tests.conftest import NOW, person
from tests.courses.conftest import read_week
from tests.courses.dying import SAT, STEPS, work_off
from tests.processes import killed_at

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sitting(academy, programme, tom):
    """By step one hire in the middle of the exam that alone makes up the gate of week 1, all answered rightly."""
    ProgrammeWeek.objects.filter(number=1).update(gate=ProgrammeWeek.Gate.THEORY, practical_key="")
    ProgrammeWeek.objects.filter(number=2).update(session_key="")
    running = {}
    for number, step in enumerate(STEPS):
        hire = person(f"hire-{number}", "hire", team="Phone one")
        enrolments.enrol(hire, programme, started_on=date(2026, 3, 2), by=tom, now=NOW)
        read_week(hire, 1, NOW)
        tasks.judge_person(hire.pk)
        read_week(hire, 2, NOW)
        now = timezone.now()  # jobs go by the clock
        attempt = attempts.start(Admission.objects.get(person=hire), by=hire, now=now)
        for drawn in attempt.questions.select_related("question_version"):
            sent = {"value": right_places(drawn), "version": 0, "key": f"k{drawn.position}", "by": hire, "now": now}
            attempts.save_answer(attempt, drawn.position, **sent)
        running[step] = attempt
    return running


def outcome(attempt: Attempt) -> dict[str, object]:
    hire = attempt.admission.person
    events = Event.objects.filter(object_key=attempt.key)
    attempt.refresh_from_db()
    return {
        "state": attempt.state,
        "sat": attempt.submitted_at and attempt.submitted_at - attempt.started,
        "marks": list(Mark.objects.filter(attempt=attempt).values_list("points", "maximum")),
        "submitted": events.filter(verb="attempt-submitted").count(),
        "released": events.filter(verb="attempt-released").count(),
        "gates": GateResult.objects.filter(enrolment__person=hire).count(),
        "told": Notice.objects.filter(person=hire, kind="gate-passed").count(),
        "rights": sorted(Admission.objects.filter(person=hire).values_list("paper__key", flat=True)),
    }


def test_a_submit_killed_at_any_step_goes_on_and_is_there_once(sitting):
    ends = killed_at("tests.courses.dying", {step: attempt.key for step, attempt in sitting.items()})
    at_rest = {step: outcome(attempt) for step, attempt in sitting.items()}

    for attempt in sitting.values():
        attempts.submit(attempt, by=attempt.admission.person, now=attempt.started + SAT)
        work_off(attempt.admission.person_id)
    tasks.judge_everyone()
    found = {step: outcome(attempt) for step, attempt in sitting.items()}

    assert ends == dict.fromkeys(STEPS, -signal.SIGKILL) | {"done": 0}
    halves = {step: (rest["state"], len(rest["marks"]), rest["released"]) for step, rest in at_rest.items()}
    before = ("handed in", "scored", "released")
    assert halves == {step: ("open", 0, 0) if step in before else ("released", 1, 1) for step in STEPS}
    once = {"state": "released", "sat": SAT, "marks": [(100, 100)], "submitted": 1, "released": 1}
    assert found == dict.fromkeys(STEPS, once | {"gates": 1, "told": 1, "rights": ["week-1-theory", "week-2-theory"]})
