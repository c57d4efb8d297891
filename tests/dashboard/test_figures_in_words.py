"""What the homes say follows the figures in force, not those that the product was shipped with."""

from datetime import date

import pytest

from dashboard.domain.cohort import cohort
from dashboard.domain.homes import hr, mentor
from dashboard.domain.next_step import study
from dashboard.domain.next_step.situation import Situation
from dashboard.domain.questions import LEAST_ANSWERS, WINDOW
from dashboard.domain.words import gate_marks
from policies import schema
from policies.domain.editions import figures, fingerprint
from policies.models import Edition
from tests.courses.conftest import ada_enrolled, course, judge, programme  # noqa: F401  fixtures for this module
from tests.dashboard.test_next_step import home, in_week_4  # noqa: F401


def in_force(subject: str, old: str, new: str, now) -> None:
    text = schema.shipped_text(subject)
    assert old in text
    text = text.replace(old, new)
    facts = {"in_force_from": date(2026, 1, 1), "reason": "Pilot", "published_at": now}
    Edition.objects.create(subject=subject, number=2, text=text, sha256=fingerprint(text), **facts)


@pytest.fixture
def every_call(academy, now):
    in_force("mock_calls", 'rule = "mean"', 'rule = "every_call"', now)


def test_one_call_below_misses_where_every_call_must_reach_the_mark(ada, every_call, in_week_4, now):  # noqa: F811
    for number in range(1, 11):
        in_week_4(number, 85 if number == 1 else 92)

    (row,) = hr.matrix(cohort(now.date()).under_way, [], now.date())

    assert (row.cells[3].kind, row.cells[3].word) == ("repeat", "91.3")


def test_mean_is_enough_where_the_rule_is_the_mean(ada, in_week_4, now):  # noqa: F811
    for number in range(1, 11):
        in_week_4(number, 85 if number == 1 else 92)

    (row,) = hr.matrix(cohort(now.date()).under_way, [], now.date())

    assert (row.cells[3].kind, row.cells[3].word, row.cells[3].note) == ("met", "91.3", "10 of 10 scored")


def test_what_the_ten_calls_must_reach_is_worded_by_the_rule(ada, every_call, in_week_4, now):  # noqa: F811
    on = now.date()

    found = [
        hr.heads(cohort(on).weeks, on)[3][1],
        home(ada, now).stations[-1]["because"],
        gate_marks(figures("gates", on), figures("mock_calls", on))["mock-calls"],
    ]

    assert found == ["every call ≥ 90"] * 3


def test_free_retakes_are_those_of_the_figures(ada, academy, now):
    in_force("retakes", "free_retakes = 1", "free_retakes = 2", now)

    rule = study.free_retakes(Situation(ada, None, None, None, now.date(), now))

    assert rule == "Rule: 2 retakes are free, further ones are released by the trainer"


@pytest.mark.parametrize(("places", "words"), [(1, "A mentor has 1 at most."), (2, "A mentor has 2 at most.")])
def test_mentor_reads_how_many_hires_the_figures_allow(mia, places, words, signed_in, now):
    in_force("mentoring", "hires_per_mentor = 2", f"hires_per_mentor = {places}", now)

    assert words in signed_in(mia).get("/").content.decode()


def test_full_mentor_is_told_of_no_free_place(ada, mia, ada_and_mia, now):
    in_force("mentoring", "hires_per_mentor = 2", "hires_per_mentor = 1", now)

    assert mentor.facts(mia, now, now.date()).free == 0


def test_sign_off_needs_as_many_reviewed_calls_as_the_figures_say(mia, academy, now):
    in_force("gates", "reviewed_recordings = 3", "reviewed_recordings = 5", now)

    rule = mentor.facts(mia, now, now.date()).reviewed_rule

    assert rule == "Rule: 5 reviewed calls open the sign-off, one of each kind"


def test_watch_line_of_questions_is_the_one_that_is_judged_by(tom, signed_in):
    assert f"last {WINDOW.days} days, at least {LEAST_ANSWERS} answers each" in signed_in(tom).get("/").content.decode()
