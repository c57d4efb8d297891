from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulations.domain.go_live import SlotScore, judge, needed_mean

pytestmark = pytest.mark.pure

QUOTA = {"consultation": 5, "complaint": 3, "transaction": 2}
TYPES = ["consultation"] * 5 + ["complaint"] * 3 + ["transaction"] * 2


def board(*scores, critical=()):
    """Ten slots; a score None is still to come, `critical` names slots with a critical error."""
    given_scores = [*scores, *[None] * (10 - len(scores))]
    return [
        SlotScore(n, TYPES[n - 1], None if score is None else Fraction(score), n in critical)
        for n, score in enumerate(given_scores, 1)
    ]


@pytest.mark.parametrize(
    ("scores", "mean", "passes"),
    [
        ([*[Fraction(90)] * 9, Fraction("89.5")], Fraction("89.95"), False),
        ([*[Fraction(90)] * 9, Fraction("89.9999")], Fraction("89.99999"), False),
        ([Fraction(90)] * 10, Fraction(90), True),
        ([*[Fraction(90)] * 9, Fraction("90.5")], Fraction("90.05"), True),
        ([Fraction(0), *[Fraction(100)] * 9], Fraction(90), True),
    ],
    ids=["just under", "a hair under", "at the mark", "just over", "a low call among full ones"],
)
def test_mean_of_the_ten_is_compared_unrounded(scores, mean, passes):
    found = judge(board(*scores), quota=QUOTA, mark=90)

    assert (found.mean, found.passes) == (mean, passes)


def test_nine_full_calls_and_a_critical_error_do_not_pass():
    found = judge(board(*[100] * 10, critical=(10,)), quota=QUOTA, mark=90)

    assert (found.mean, found.is_mark_met, found.critical, found.passes) == (Fraction(90), True, (10,), False)


def test_nine_calls_pass_nothing_however_good():
    found = judge(board(*[100] * 9), quota=QUOTA, mark=90)

    assert (found.passes, found.is_complete, found.short_types, found.needed) == (False, False, ("transaction",), 0)


def test_rule_every_call_looks_at_each():
    scores = [*[100] * 9, Fraction("89.99")]

    by_mean = judge(board(*scores), quota=QUOTA, mark=90)
    by_each = judge(board(*scores), quota=QUOTA, mark=90, rule="every_call")

    assert (by_mean.passes, by_each.passes, by_each.below) == (True, False, (10,))


@pytest.mark.parametrize(
    ("scores", "needed", "reachable"),
    [
        ([93, 91, Fraction("95.5"), 84, 94], Fraction("88.5"), True),
        ([80] * 5, Fraction(100), True),
        ([Fraction("79.9")] * 5, Fraction("100.1"), False),
        ([90] * 10, None, False),
    ],
    ids=["five to come", "just reachable", "just out of reach", "none to come"],
)
def test_needed_mean_of_the_rest(scores, needed, reachable):
    found = judge(board(*scores), quota=QUOTA, mark=90)

    assert (found.needed, found.is_reachable) == (needed, reachable)


percents = st.integers(0, 40_000).map(lambda n: Fraction(n, 400))


@given(st.lists(percents, min_size=1, max_size=9))
def test_needed_mean_brings_the_whole_exactly_to_the_mark(scores):
    needed = needed_mean(scores, total=10, mark=90)

    whole = (sum(scores) + needed * (10 - len(scores))) / 10
    assert whole == 90 or (needed == 0 and whole > 90)


@given(st.lists(percents, min_size=10, max_size=10), st.sets(st.integers(1, 10)))
def test_ten_calls_pass_exactly_when_mean_and_errors_allow(scores, critical):
    found = judge(board(*scores, critical=critical), quota=QUOTA, mark=90)

    counted = [Fraction(0) if n in critical else score for n, score in enumerate(scores, 1)]
    assert found.passes == (sum(counted) >= 900 and not critical)


@given(st.lists(percents, min_size=10, max_size=10), st.integers(0, 9), percents)
def test_a_better_repeat_never_hurts(scores, place, repeat):
    before = judge(board(*scores), quota=QUOTA, mark=90)
    better = [max(repeat, score) if n == place else score for n, score in enumerate(scores)]

    after = judge(board(*better), quota=QUOTA, mark=90)

    assert after.passes or not before.passes
