"""Where each stands, in bulk: who repeats, and who only has a part still to come."""

from datetime import timedelta

from courses.models import GateResult
from dashboard.domain.cohort import cohort
from dashboard.domain.homes import supervisor
from tests.courses.conftest import (  # noqa: F401  fixtures for this module
    ada_enrolled,
    course,
    examine,
    judge,
    programme,
    read_week,
    sit,
)
from tests.dashboard.test_next_step import attend


def is_repeating(person, now) -> bool:
    return cohort(now.date(), [person]).ways[0].is_repeating


def test_theory_alone_is_no_miss_where_a_practical_is_weighed_with_it(ada, ada_enrolled, quinn, judge, now):  # noqa: F811
    read_week(ada, 1, now)
    judge(ada_enrolled, now)
    sit(ada, "week-1-theory", 76, now)
    judge(ada_enrolled, now)
    with_theory = is_repeating(ada, now)
    examine(ada, 83, quinn, now)

    # 76 and 83 give 80.2.
    assert (with_theory, is_repeating(ada, now)) == (False, False)
    assert supervisor.pass_rates(80) == []


def test_both_parts_below_the_weighted_mark_are_a_miss(ada, ada_enrolled, quinn, judge, now):  # noqa: F811
    read_week(ada, 1, now)
    judge(ada_enrolled, now)
    sit(ada, "week-1-theory", 82, now)
    examine(ada, 78, quinn, now)

    assert is_repeating(ada, now) is True


def test_latest_result_of_a_paper_counts(ada, ada_enrolled, tom, judge, now):  # noqa: F811
    week = ada_enrolled.programme.weeks.get(number=1)
    GateResult.objects.create(
        enrolment=ada_enrolled, week=week, verdict={}, edition="gates 1", passed_on=now.date(), created=now
    )
    read_week(ada, 2, now)
    attend(ada, tom, now)
    judge(ada_enrolled, now)
    sit(ada, "week-2-theory", 76, now)
    after_the_first = is_repeating(ada, now)
    sit(ada, "week-2-theory", 82, now + timedelta(days=2))

    assert (after_the_first, is_repeating(ada, now)) == (True, False)
    assert [(rate.taken, rate.passed) for rate in supervisor.pass_rates(80)] == [(1, 0)]


def test_supervisors_plan_is_as_long_as_the_programme(ada_enrolled, sam, now):  # noqa: F811
    ada_enrolled.programme.weeks.filter(number=4).delete()

    assert supervisor.facts(sam, now, now.date()).pace.plan == 15
