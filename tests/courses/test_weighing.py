"""The week-1 gate: 40 % theory + 60 % practical, 80 passes, exact (RULES 2)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.weighing import WeighedParts

pytestmark = pytest.mark.pure


def parts(theory, practical):
    return WeighedParts(Fraction(theory), Fraction(practical), 40, 60, 80)


@pytest.mark.parametrize(
    ("theory", "practical", "total", "passes"),
    [
        (76, 83, "80.2", True),
        (82, 78, "79.6", False),
        (80, 80, "80", True),
        ("79.9", 80, "79.96", False),
        ("80.1", "79.9", "79.98", False),
        (50, 100, "80", True),
        (100, "66.66", "79.996", False),
        (100, Fraction(200, 3), "80", True),
    ],
)
def test_weighted_total_is_compared_unrounded(theory, practical, total, passes):
    judged = parts(theory, practical)

    assert (judged.total, judged.passes) == (Fraction(total), passes)


@pytest.mark.parametrize(
    ("theory", "practical", "part"),
    [(82, 78, "practical"), (40, 78, "theory"), (70, 80, "theory"), (70, "79.9", "practical"), (100, 60, "practical")],
)
def test_part_to_lift_is_the_one_that_can_add_most(theory, practical, part):
    assert parts(theory, practical).part_to_lift == part


def test_needed_score_is_exact_and_none_when_out_of_reach():
    ben = parts(82, 78)
    far = parts(100, 20)

    assert ben.needed_in("practical") == Fraction(236, 3)
    assert ben.needed_in("theory") == 83
    assert far.needed_in("theory") is None
    assert far.needed_in("practical") == Fraction(200, 3)


percents = st.fractions(min_value=0, max_value=100, max_denominator=1000)


@given(percents, percents)
def test_reaching_the_needed_score_just_passes(theory, practical):
    judged = parts(theory, practical)
    needed = judged.needed_in("practical")

    if needed is None:
        assert not parts(theory, 100).passes
    else:
        assert parts(theory, needed).passes
        assert needed == 0 or not parts(theory, needed - Fraction(1, 10**9)).passes
