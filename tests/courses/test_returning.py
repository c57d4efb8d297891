"""Who left and comes back starts the programme afresh: nothing of the earlier enrolment opens or blocks anything."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessments.models import Admission, PracticalSitting
from courses.domain import judging
from courses.domain.facts import for_key, week_facts
from courses.models import Enrolment, GateResult
from mentoring.domain import check_ins, reviews, sign_offs
from mentoring.models import SignOff
from people.domain.leaving import leave
from people.domain.returning import come_back
from people.models import Mentorship, Team
from simulations.domain import boards
from simulations.models import CallBoard
from tests.courses.conftest import read_week

LEFT = date(2026, 3, 25)
BACK = date(2026, 4, 1)
LATER = timedelta(days=10)


def gates_passed(enrolment, now):
    for week in enrolment.programme.weeks.filter(number__lt=4):
        GateResult.objects.create(
            enrolment=enrolment, week=week, verdict={}, edition="gates 1", passed_on=now.date(), created=now
        )


def gone(person, hana, now):
    return leave(person, on=LEFT, reason="moved away", by=hana, now=now)


def returned(person, hana, now) -> Enrolment:
    come_back(
        person,
        started_on=BACK,
        team=Team.objects.get(name="Phone one"),
        role="hire",
        job_title="",
        shift="",
        by=hana,
        now=now,
    )
    return Enrolment.objects.select_related("person", "programme").get(person=person, state="active")


@pytest.mark.parametrize("state", ["active", "live"])
def test_a_returner_gets_ten_free_slots(state, ada, hana, ada_enrolled, now, judge):
    gates_passed(ada_enrolled, now)
    judge(ada_enrolled, now)
    Enrolment.objects.update(state=state)
    gone(ada, hana, now)
    again = returned(ada, hana, now + LATER)
    gates_passed(again, now + LATER)

    judging.judge(again, now=now + LATER)

    board = boards.board_of(ada)
    assert board.for_key == for_key(again, again.programme.weeks.get(number=4))
    assert [slot.calls for slot in boards.slot_standings(board, 90)] == [[]] * 10


def test_a_board_left_open_before_gives_way(ada, ada_enrolled, programme, now, judge):
    gates_passed(ada_enrolled, now)
    judge(ada_enrolled, now)
    Enrolment.objects.update(state="withdrawn")
    again = Enrolment.objects.create(person=ada, programme=programme, started_on=BACK)
    gates_passed(again, now)

    judge(again, now)

    assert list(CallBoard.objects.filter(withdrawn=None).values_list("for_key", flat=True)) == [f"{again.key}:week-4"]


def test_leaving_takes_back_what_is_unused(ada, ben, hana, ada_enrolled, ben_enrolled, now, judge):
    for person, enrolment in ((ada, ada_enrolled), (ben, ben_enrolled)):
        read_week(person, 1, now)
        judge(enrolment, now)

    gone(ada, hana, now)

    assert [row.person for row in Admission.objects.filter(withdrawn=None)] == [ben]
    assert [row.person for row in PracticalSitting.objects.filter(withdrawn=None)] == [ben]


def signed_off(hire, mentor, by, on, now):
    """A mentorship from `on`, three calls rated, a check-in held, asked for and given."""
    mentorship = Mentorship.objects.create(mentor=mentor, hire=hire, place=1, started_on=on, confirmed_by=by)
    for call_type in ("consultation", "complaint", "transaction"):
        key = f"{call_type}-{on}"
        given = {"call_key": key, "call_type": call_type, "call_ended": now, "scorecard_key": key}
        reviews.record_practice_review(hire, **given, score=Fraction(85), by=mentor, now=now)
    planned = check_ins.schedule_first(mentorship, now=now)
    check_ins.hold(planned, held_on=now.date(), went_well="calm", to_work_on="", by=mentor, now=now)
    sign_offs.request(hire, now=now)
    return sign_offs.give(hire, by=mentor, note="", now=now)


def test_an_old_sign_off_opens_nothing_and_a_new_one_can_be_given(ada, mia, tom, hana, ada_enrolled, now):
    week = ada_enrolled.programme.weeks.get(number=3)
    old = signed_off(ada, mia, tom, date(2026, 3, 2), now)
    before = week_facts(ada_enrolled, week, now).sign_off
    gone(ada, hana, now)
    later = now + LATER
    again = returned(ada, hana, later)

    after = week_facts(again, week, later).sign_off
    parts = sign_offs.readiness(ada, later.date())
    new = signed_off(ada, mia, tom, BACK, later)

    assert (before, after) == (old, None)
    assert [part.met for part in parts] == [False] * 5
    assert (week_facts(again, week, later).sign_off, len(new.evidence)) == (new, 4)
    assert list(SignOff.objects.order_by("pk").values_list("for_key", flat=True)) == ["", "return:2026-04-01"]


def test_who_never_left_keeps_the_sign_off(ada, ben, mia, tom, hana, ada_enrolled, ben_enrolled, now):
    kept = signed_off(ben, mia, tom, date(2026, 3, 2), now)
    gone(ada, hana, now)
    returned(ada, hana, now + LATER)

    assert sign_offs.standing_sign_off(ben) == kept
