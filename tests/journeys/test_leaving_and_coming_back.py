"""ada goes live, leaves, and comes back: the licence stays ended and the programme starts afresh (RULES 2, 6)."""

from datetime import date

from certification.models import Award, Certificate
from courses.models import Enrolment, GateResult
from people.domain.leaving import leave
from people.domain.returning import come_back
from people.models import Team
from simulations.domain import boards
from tests.journeys.conftest import at
from tests.journeys.test_first_day_to_go_live import week_1, week_2, week_3, week_4


def pass_gates(enrolment, *numbers):
    for week in enrolment.programme.weeks.filter(number__in=numbers):
        GateResult.objects.create(
            enrolment=enrolment,
            week=week,
            verdict={},
            edition="gates 1",
            passed_on=date(2026, 5, 8),
            created=at("05-08"),
        )


def test_ada_starts_afresh_after_a_return(walk, ada, mia, tom, tara, quinn, qing, hana, programme):
    week_1(walk, ada, tom, quinn, programme, mia)
    week_2(walk, ada, tom, tara)
    week_3(walk, ada, mia)
    week_4(walk, ada, quinn, qing)
    walk.post(hana, "certification:award-approve", Award.objects.get(person=ada).key, reason="All doors are open")
    walk.work()
    code = Certificate.objects.get().verify_code
    walk.clock.move_to(at("04-30", "17:00"))
    while_at_work = walk.page(hana, "certification:verify", code)

    leave(ada, on=date(2026, 4, 30), reason="moved away", by=hana, now=at("04-30", "17:00"))
    walk.clock.move_to(at("05-06"))
    given = {"team": Team.objects.get(name="Phone one"), "role": "hire", "job_title": "", "shift": ""}
    come_back(ada, started_on=date(2026, 5, 6), by=hana, now=at("05-06"), **given)
    again = Enrolment.objects.get(person=ada, state="active")
    after = walk.page(hana, "certification:verify", code)
    pass_gates(again, 1, 2)
    walk.read_week(ada, 3)
    walk.work()
    by_the_old_sign_off = GateResult.objects.filter(enrolment=again, week__number=3).exists()
    pass_gates(again, 3)
    walk.work()

    board = boards.board_of(ada)
    assert ["Valid certificate" in page for page in (while_at_work, after)] == [True, False]
    assert not by_the_old_sign_off
    assert board.for_key == f"{again.key}:week-4"
    assert [slot.calls for slot in boards.slot_standings(board, 90)] == [[]] * 10
