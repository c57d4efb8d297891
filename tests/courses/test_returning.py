"""Who left and comes back starts the programme afresh: nothing of the earlier enrolment opens or blocks anything."""

from datetime import date, timedelta

import pytest

from assessments.models import Admission, PracticalSitting
from courses.domain import judging
from courses.domain.facts import for_key
from courses.models import Enrolment, GateResult
from people.domain.leaving import leave
from people.domain.returning import come_back
from people.models import Team
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
