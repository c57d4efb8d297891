"""The one thing a hire does next, stage by stage, with its due day and the rule behind it."""

from datetime import date, timedelta

import pytest

from assessments.domain import attempts, practicals
from assessments.models import Admission, PracticalSitting
from courses.domain import enrolments, sessions
from courses.models import GateResult
from dashboard.domain.homes import learner
from mentoring.domain import coaching, sign_offs
from mentoring.models import CoachingPlan
from people.domain.calendars import today_for
from simulations.domain import boards, calls
from simulations.models import Call
from tests.courses.conftest import (  # noqa: F401  fixtures for this module
    ada_enrolled,
    course,
    examine,
    judge,
    programme,
    read_week,
    sit,
)
from tests.journeys.conftest import call_rubric, scenario


def home(person, now):
    return learner.facts(person, now, today_for(person, now))


def step(person, now):
    return home(person, now).step


def pass_gates(enrolment, count, now):
    for week in enrolment.programme.weeks.filter(number__lte=count):
        GateResult.objects.create(
            enrolment=enrolment, week=week, verdict={}, edition="gates 1", passed_on=now.date(), created=now
        )


def attend(person, trainer, now):
    starts = now + timedelta(minutes=10)
    words = {
        "session_key": "product-session",
        "title_en": "Products",
        "title_zh": "产品",
        "place": "",
        "leader_name": "",
    }
    session = sessions.plan(**words, starts=starts, minutes=60, by=trainer, now=now)
    sessions.mark_attendance(session, person, was_present=True, by=trainer, now=starts)


@pytest.fixture
def in_week_4(ada, ada_enrolled, now):  # noqa: F811
    pass_gates(ada_enrolled, 3, now)
    read_week(ada, 4, now)
    call_rubric(now)
    version = scenario("parcel", "consultation", "mock", now)
    board = boards.open_board(ada, for_key=f"{ada_enrolled.key}:week-4", now=now)

    def score(number, points, critical=False):
        return Call.objects.create(
            kind="mock",
            slot=board.slots.get(number=number),
            person=ada,
            scenario_version=version,
            mode="text",
            state="scored",
            attempt=Call.objects.filter(slot__number=number).count() + 1,
            booked_at=now,
            ended_at=now,
            scored_at=now,
            effective_score=str(points),
            has_critical_error=critical,
        )

    return score


def test_first_day_begins_with_the_first_lesson_of_the_week(ada, ada_enrolled, now):  # noqa: F811
    first = step(ada, now.replace(day=2))

    assert (first.title, first.due) == ("Read “Lesson 1”", "by Fri 6 March")
    assert first.because == "Rule: week 1 ends with working day 5"
    assert first.body.endswith("It is the last of the week; then the exam opens.")


def test_a_week_that_has_ended_is_overdue(ada, ada_enrolled, now):  # noqa: F811
    assert (step(ada, now).due_state, step(ada, now).due) == ("overdue", "19 days overdue")


def test_exam_follows_the_lessons_and_a_running_one_comes_first(ada, ada_enrolled, judge, now):  # noqa: F811
    read_week(ada, 1, now)
    judge(ada_enrolled, now)

    before = step(ada, now).title
    attempts.start(Admission.objects.get(person=ada, paper__key="week-1-theory"), by=ada, now=now)

    assert (before, step(ada, now).title) == ("Sit the exam: Theory", "Go back to your exam: Theory")


def test_practical_follows_the_theory(ada, ada_enrolled, judge, now):  # noqa: F811
    read_week(ada, 1, now)
    judge(ada_enrolled, now)
    sit(ada, "week-1-theory", 82, now)
    judge(ada_enrolled, now)

    assert step(ada, now).title == "Do the systems practical"


@pytest.fixture
def missed(ada, ada_enrolled, quinn, judge, now):  # noqa: F811
    """Theory 82 and practical 78: 79.6."""
    read_week(ada, 1, now)
    judge(ada_enrolled, now)
    sit(ada, "week-1-theory", 82, now)
    examine(ada, 78, quinn, now)
    judge(ada_enrolled, now)


def test_missed_gate_names_the_part_to_lift_by_how_much_and_when(ada, missed, now):
    retake = step(ada, now)

    assert retake.title == "Book the retake of the systems practical"
    assert "79.6: missed by 0.4. The practical lifts it most: with 78.7 there the door opens." in retake.body
    # Released on Wednesday at 10:00: from the next working day, and 24 hours on.
    assert retake.due == "opens Thu 26 March, 10:00"


def test_missed_gate_shows_its_score_under_the_mark_on_the_path(ada, missed, now):
    door = home(ada, now).stations[1]

    assert (float(door["score"]), door["mark"], str(door["because"])) == (79.6, 80, "missed by 0.4")


def test_booked_retake_says_from_when(ada, missed, now):
    practicals.book_retake(PracticalSitting.objects.get(person=ada), reason="", by=ada, now=now)

    booked = step(ada, now)

    assert (booked.title, booked.due) == ("Do the systems practical again", "opens Thu 26 March, 10:00")


def test_second_miss_of_the_practical_needs_the_trainer(ada, missed, quinn, judge, ada_enrolled, now):  # noqa: F811
    practicals.book_retake(PracticalSitting.objects.get(person=ada), reason="", by=ada, now=now)
    later = now + timedelta(days=1, hours=1)
    examine(ada, 78, quinn, later)
    judge(ada_enrolled, later)

    assert step(ada, later).title == "Talk to your trainer about the systems practical"


def test_week_two_asks_for_the_session_before_the_exam(ada, ada_enrolled, judge, now):  # noqa: F811
    pass_gates(ada_enrolled, 1, now)
    read_week(ada, 2, now)
    judge(ada_enrolled, now)

    assert step(ada, now).title == "The product session comes next"


def test_exam_just_passed_is_not_followed_by_a_retake(ada, ada_enrolled, tom, judge, now):  # noqa: F811
    pass_gates(ada_enrolled, 1, now)
    read_week(ada, 2, now)
    attend(ada, tom, now)
    judge(ada_enrolled, now)
    sit(ada, "week-2-theory", 82, now)

    assert step(ada, now).title == "Nothing to do right now"


def test_week_three_is_practice_until_the_sign_off_is_asked_for(ada, mia, ada_and_mia, ada_enrolled, now):  # noqa: F811
    pass_gates(ada_enrolled, 2, now)
    read_week(ada, 3, now)
    before = step(ada, now)
    sign_offs.request(ada, now=now)

    assert before.title == "Practise: consultation"
    assert step(ada, now).title == "Wait for the sign-off"
    assert "Mia" in step(ada, now).body


def test_week_four_fills_empty_slots_first_then_lifts_the_weakest(ada, in_week_4, now):
    assert step(ada, now).title == "Make mock call 1: consultation"
    for number in range(1, 11):
        in_week_4(number, 84 if number == 6 else 90)

    assert step(ada, now).title == "Repeat mock call 6: complaint"


def test_critical_error_is_repeated_before_a_weaker_score(ada, in_week_4, now):
    for number in range(1, 11):
        in_week_4(number, {6: 84, 9: 0}.get(number, 95), critical=number == 9)

    assert step(ada, now).title == "Repeat mock call 9: transaction"


def test_ten_good_calls_leave_it_to_hr(ada, in_week_4, now):
    for number in range(1, 11):
        in_week_4(number, 90)

    assert step(ada, now).title == "HR confirms your licence"


def test_slot_coached_since_its_last_call_may_be_repeated_again(ada, quinn, in_week_4, now):
    for number in range(1, 11):
        in_week_4(number, 84 if number == 6 else 90)
    in_week_4(6, 84)
    plan = coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)
    before = home(ada, now)
    closed = {"state": "closed", "closed_at": now + timedelta(minutes=5)}
    CoachingPlan.objects.filter(pk=plan.pk).update(**closed)
    after = home(ada, now + timedelta(minutes=10))

    tiles = [found.board.rows[1].tiles[0] for found in (before, after)]
    assert [(tile.state, tile.text) for tile in tiles] == [("locked", "Below the mark"), ("repeat", "May be repeated")]
    assert before.step.title == "Practise for your coaching plan"
    assert after.step.title == "Repeat mock call 6: complaint"


def test_booked_call_comes_before_the_next_slot(ada, ada_enrolled, in_week_4, now):  # noqa: F811
    board = ada.call_boards.get()
    calls.book(board.slots.get(number=1), by=ada, now=now)

    assert step(ada, now).title == "Mock call 1: consultation"


def test_agent_who_is_live_has_nothing_due(ada, ada_enrolled, now):  # noqa: F811
    enrolments.go_live(ada_enrolled, on=date(2026, 3, 25), by=None, now=now)

    assert step(ada, now).title == "You are live, nothing is due"


def test_someone_on_no_programme_is_shown_the_courses(ada, now):
    assert step(ada, now).title == "Look into the courses"
