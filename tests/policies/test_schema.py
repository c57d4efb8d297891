"""The shipped figures and what a text of figures may not be."""

from dataclasses import replace
from decimal import Decimal

import pytest

from policies import schema
from policies.schema.reading import FiguresError, cross_problems

pytestmark = pytest.mark.pure


def problems_of(subject: str, old: str, new: str) -> list[tuple[str, str]]:
    text = schema.shipped_text(subject)
    assert old in text
    with pytest.raises(FiguresError) as refused:
        schema.parse(subject, text.replace(old, new))
    return [(".".join(problem.path), str(problem)) for problem in refused.value.problems]


@pytest.mark.parametrize("subject", schema.SHAPES)
def test_shipped_figures_are_good(subject):
    assert schema.exceptions(schema.shipped(subject)) == []


def test_shipped_figures_are_those_of_the_rule_book():
    gates, calls, ladder = schema.shipped("gates"), schema.shipped("mock_calls"), schema.shipped("ladder")

    assert (gates.pass_mark, gates.week1_theory_weight, gates.week1_practical_weight) == (80, 40, 60)
    assert (calls.consultation, calls.complaint, calls.transaction, calls.pass_mark) == (5, 3, 2, 90)
    assert schema.shipped("mentoring").hires_per_mentor == 2
    assert [(name, level.uplift_percent, level.valid_months) for name, level in ladder.levels] == [
        ("junior", Decimal(10), 12),
        ("intermediate", Decimal(20), 12),
        ("senior", Decimal(30), 24),
    ]


@pytest.mark.parametrize(("theory", "practical"), [(39, 60), (41, 60), (100, 1), (0, 0)])
def test_week_1_weights_total_100(theory, practical):
    gates = replace(schema.shipped("gates"), week1_theory_weight=theory, week1_practical_weight=practical)

    assert [str(problem) for problem in cross_problems(gates)] == [
        f"The weights of theory and practical add up to {theory + practical}, not 100."
    ]


@pytest.mark.parametrize("places", ["0", "3"])
def test_mentor_has_one_or_two_places(places):
    assert problems_of("mentoring", "hires_per_mentor = 2", f"hires_per_mentor = {places}") == [
        ("hires_per_mentor", f"{places} is outside 1 to 2.")
    ]


@pytest.mark.parametrize("mark", ["-1", "101"])
def test_mark_lies_within_0_and_100(mark):
    assert problems_of("gates", "pass_mark = 80 ", f"pass_mark = {mark} ") == [
        ("pass_mark", f"{mark} is outside 0 to 100.")
    ]


@pytest.mark.parametrize(("percent", "exceptional"), [("9.99", True), ("10", False), ("30", False), ("30.01", True)])
def test_uplift_outside_10_to_30_needs_approval(percent, exceptional):
    name = "junior" if Decimal(percent) < 20 else "senior"
    ladder = schema.shipped("ladder")
    changed = replace(ladder, **{name: replace(getattr(ladder, name), uplift_percent=Decimal(percent))})

    assert [problem.path for problem in schema.exceptions(changed)] == (
        [(name, "uplift_percent")] if exceptional else []
    )


def test_weights_of_the_kpi_total_100():
    assert problems_of("kpi", "weight = 30", "weight = 29") == [
        ("csat.weight", "The weights of all rows add up to 99, not 100.")
    ]


def test_every_problem_is_told_at_once():
    text = 'pass_mark = "eighty"\nweek1_theory_weight = 40.5\nsurprise = 1\n'

    with pytest.raises(FiguresError) as refused:
        schema.parse("gates", text)

    assert [(".".join(p.path), str(p)) for p in refused.value.problems] == [
        ("surprise", "This key is not known here."),
        ("pass_mark", "Write a whole number."),
        ("week1_theory_weight", "Write a whole number."),
        ("week1_practical_weight", "The key “week1_practical_weight” is missing."),
        ("week_working_days", "The key “week_working_days” is missing."),
        ("reviewed_recordings", "The key “reviewed_recordings” is missing."),
        ("last_of_each_mark", "The key “last_of_each_mark” is missing."),
    ]


def test_published_text_older_than_the_shape_reads_what_came_later_as_shipped():
    text = schema.shipped_text("ladder").replace("kpi_window = 3", "", 1).replace("grace_days = 30", "grace_days = 45")

    ladder = schema.published("ladder", text)

    assert (ladder.grace_days, ladder.junior.kpi_window) == (45, 3)
    with pytest.raises(FiguresError, match="kpi_window"):
        schema.parse("ladder", text)


def test_published_text_with_a_key_that_went_is_still_read():
    text = "gone = 1\n" + schema.shipped_text("gates").replace("pass_mark = 80", "pass_mark = 85")

    assert schema.published("gates", text) == replace(schema.shipped("gates"), pass_mark=85)


def test_published_coaching_figures_with_the_former_threshold_are_still_read():
    """Plans open on `coaching_mark` of the scored calls alone."""
    text = "threshold = 75\n" + schema.shipped_text("coaching").replace("closing_score = 80", "closing_score = 85")

    assert schema.published("coaching", text) == replace(schema.shipped("coaching"), closing_score=85)


@pytest.mark.parametrize("raw", ["true", "nan", "inf", "1e400", "[1]", '"1"'])
def test_number_is_a_plain_number(raw):
    assert len(problems_of("ladder", "uplift_percent = 10", f"uplift_percent = {raw}")) == 1


def test_unreadable_text_names_its_line():
    with pytest.raises(FiguresError) as refused:
        schema.parse("gates", "pass_mark = 80\nweek1_theory_weight = = 40\n")

    assert schema.line_of("", refused.value.problems[0].path) == 2


def test_line_of_a_key_inside_its_table():
    text = schema.shipped_text("ladder")

    line = schema.line_of(text, ("intermediate", "uplift_percent"))

    assert text.splitlines()[line - 1] == "uplift_percent = 20"


def test_line_of_a_missing_key_is_its_table():
    text = "[junior]\nvalid_months = 1\n[senior]\nvalid_months = 2\n"

    assert schema.line_of(text, ("senior", "uplift_percent")) == 3
