"""Week gates: what opens, what passes, what is said (RULES 2)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from assessments.domain import admissions
from assessments.models import Admission, Paper, PracticalSitting
from courses.domain import gates, sessions, week_path
from courses.domain.facts import week_facts
from courses.models import Enrolment, GateResult
from people.models import Absence, CalendarDay, Notice
from policies import schema
from policies.domain import drafts
from tests.courses.conftest import examine, read_week, sit


def verdict_of(enrolment, number, now):
    week = enrolment.programme.weeks.get(number=number)
    return gates.verdict(week_facts(enrolment, week, now), enrolment.person, now.date())


def test_nothing_opens_before_the_lessons_are_read(ada_enrolled, now, judge):
    judge(ada_enrolled, now)

    assert Admission.objects.count() == 0
    assert PracticalSitting.objects.count() == 0
    assert verdict_of(ada_enrolled, 1, now).because == "Lessons still to read: 1."


def test_reading_the_week_opens_paper_and_practical_once(ada, ada_enrolled, now, judge):
    read_week(ada, 1, now)

    for _again in range(3):
        judge(ada_enrolled, now)

    assert list(Admission.objects.values_list("paper__key", "attempts_allowed")) == [("week-1-theory", 2)]
    assert PracticalSitting.objects.filter(person=ada).count() == 1


def test_the_same_paper_sat_for_something_else_counts_for_no_gate(ada, ada_enrolled, now, judge):
    """An assigned course may ask for the paper of a week, and let it be retaken as often as it takes."""
    read_week(ada, 1, now)
    paper = Paper.objects.get(key="week-1-theory")
    right = {"opens": now, "attempts_allowed": None, "reason": "", "for_key": "refresher:one/test/two", "now": now}
    admissions.admit(ada, paper, **right)
    sit(ada, paper.key, 82, now)
    judge(ada_enrolled, now)

    assert week_facts(ada_enrolled, ada_enrolled.programme.weeks.get(number=1), now).theory is None
    assert "The theory exam" in verdict_of(ada_enrolled, 1, now).because


@pytest.mark.parametrize(
    ("theory", "practical", "total", "passes"),
    [(76, 83, "80.2", True), (82, 78, "79.6", False), (82, 83, "82.6", True), (76, 78, "77.2", False)],
)
def test_week_one_weighs_theory_and_practical(ada, quinn, ada_enrolled, now, judge, theory, practical, total, passes):
    read_week(ada, 1, now)
    judge(ada_enrolled, now)
    sit(ada, "week-1-theory", theory, now)
    examine(ada, practical, quinn, now)

    judge(ada_enrolled, now)

    assert GateResult.objects.filter(enrolment=ada_enrolled, week__number=1).exists() == passes
    assert verdict_of(ada_enrolled, 1, now).measured == Fraction(total)


def test_ben_hears_which_part_to_lift_and_how_far(ben, quinn, ben_enrolled, now, judge):
    read_week(ben, 1, now)
    judge(ben_enrolled, now)
    sit(ben, "week-1-theory", 82, now)
    examine(ben, 78, quinn, now)

    verdict = verdict_of(ben_enrolled, 1, now)

    assert verdict.because == (
        "Theory 82.0 and practical 78.0 give 79.6: missed by 0.4. "
        "The practical lifts it most: with 78.7 there the door opens."
    )


def test_a_passed_gate_closes_its_rights_and_tells_the_person(ada, quinn, ada_enrolled, now, judge):
    read_week(ada, 1, now)
    judge(ada_enrolled, now)
    sit(ada, "week-1-theory", 76, now)
    examine(ada, 83, quinn, now)

    judge(ada_enrolled, now)
    judge(ada_enrolled, now)

    assert Admission.objects.filter(person=ada, withdrawn=None).count() == 0
    assert GateResult.objects.get(enrolment=ada_enrolled).score == "401/5"
    assert Notice.objects.filter(person=ada, kind="gate-passed").count() == 1


def pass_week_one(person, enrolment, quinn, now, judge):
    read_week(person, 1, now)
    judge(enrolment, now)
    sit(person, "week-1-theory", 76, now)
    examine(person, 83, quinn, now)
    judge(enrolment, now)


def test_week_two_opens_only_after_the_session_was_attended(ada, quinn, tom, ada_enrolled, now, judge, hour):
    pass_week_one(ada, ada_enrolled, quinn, now, judge)
    read_week(ada, 2, now)
    judge(ada_enrolled, now)
    before = Admission.objects.filter(paper__key="week-2-theory").count()

    session = sessions.plan(
        session_key="product-session",
        title_en="Products",
        title_zh="产品",
        starts=now + hour,
        minutes=60,
        place="Room 2",
        leader_name="Product manager",
        by=tom,
        now=now,
    )
    sessions.mark_attendance(session, ada, was_present=True, by=tom, now=now + 2 * hour)
    judge(ada_enrolled, now + 2 * hour)

    assert (before, Admission.objects.filter(paper__key="week-2-theory").count()) == (0, 1)


def test_results_of_an_earlier_employment_do_not_count(ada, quinn, ada_enrolled, programme, tom, now, judge):
    pass_week_one(ada, ada_enrolled, quinn, now, judge)
    Enrolment.objects.filter(pk=ada_enrolled.pk).update(state="withdrawn")
    later = now + timedelta(days=90)

    again = Enrolment.objects.create(person=ada, programme=programme, started_on=later.date())

    assert verdict_of(again, 1, later).measured is None


def test_weeks_end_on_working_days_over_a_holiday(ada, ada_enrolled, academy, now):
    CalendarDay.objects.create(site=academy, day=date(2026, 3, 6), is_working=False, name="Holiday")
    CalendarDay.objects.create(site=academy, day=date(2026, 3, 14), is_working=True, name="Make-up day")
    weeks = list(ada_enrolled.programme.weeks.order_by("number"))

    ends = [week_path.due_on(ada_enrolled, week, now.date()) for week in weeks]

    assert ends == [date(2026, 3, 9), date(2026, 3, 14), date(2026, 3, 20), date(2026, 3, 27)]


def test_leave_pauses_the_clock(ada, ada_enrolled, lena, now):
    Absence.objects.create(
        person=ada, first_day=date(2026, 3, 3), last_day=date(2026, 3, 4), reason="leave", recorded_by=lena
    )

    first = week_path.due_on(ada_enrolled, ada_enrolled.programme.weeks.get(number=1), now.date())

    assert first == date(2026, 3, 10)


def test_path_shows_the_reader_where_they_stand(ada, quinn, ada_enrolled, now, judge):
    pass_week_one(ada, ada_enrolled, quinn, now, judge)

    stations = week_path.path(ada_enrolled, now)

    assert [(s["kind"], s["state"]) for s in stations] == [
        ("station", "done"),
        ("door", "done"),
        ("station", "here"),
        ("door", "ahead"),
        ("station", "ahead"),
        ("door", "ahead"),
        ("station", "ahead"),
        ("door", "ahead"),
    ]
    assert (stations[1]["score"], stations[1]["mark"]) == (Fraction("80.2"), 80)


@pytest.mark.parametrize(
    ("needed", "because"),
    [
        (1, "Opens when your mentor signs off 1 reviewed practice call."),
        (4, "Opens when your mentor signs off 4 reviewed practice calls."),
    ],
)
def test_the_gate_of_week_3_says_how_many_reviewed_calls_it_needs(ada_enrolled, tom, tara, now, needed, because):
    text = schema.shipped_text("gates").replace("reviewed_recordings = 3", f"reviewed_recordings = {needed}")
    made = drafts.draft("gates", text=text, in_force_from=now.date(), reason="Agreed", by=tom, now=now)
    drafts.publish(drafts.submit(made, by=tom, now=now), by=tara, now=now)

    assert verdict_of(ada_enrolled, 3, now).because == because
