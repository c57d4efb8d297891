"""The same seed gives the same paper; no place is favoured (hazard 32)."""

from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.draw import Candidate, Row, TooFewError, choose, draw, missing, off_target, trial

pytestmark = pytest.mark.pure

POOL = [Candidate(version, 4, fixed_order=False) for version in range(1, 9)]
FIXED = [Candidate(20, 2, fixed_order=True)]


def test_a_paper_resumes_from_its_seed():
    papers = {tuple(draw("seed", [Row(3, POOL), Row(1, FIXED)], shuffle=True)) for _ in range(100)}

    assert len(papers) == 1


def test_another_seed_draws_another_paper():
    papers = {tuple(draw(f"seed {n}", [Row(3, POOL)], shuffle=True)) for n in range(50)}

    assert len(papers) > 45


def test_true_or_false_keeps_its_order():
    orders = {draw(f"seed {n}", [Row(1, FIXED)], shuffle=True)[0].option_order for n in range(30)}

    assert orders == {(0, 1)}


def test_an_unshuffled_paper_keeps_the_printed_order():
    drawn = draw("seed", [Row(8, POOL), Row(1, FIXED)], shuffle=False)

    assert [item.version for item in drawn] == [1, 2, 3, 4, 5, 6, 7, 8, 20]
    assert {item.option_order for item in drawn[:8]} == {(0, 1, 2, 3)}


@pytest.mark.parametrize(("count", "drawn"), [(7, 7), (8, 8), (9, None)])
def test_a_row_draws_no_more_than_its_topic_holds(count, drawn):
    if drawn:
        assert len({item.version for item in draw("seed", [Row(count, POOL)], shuffle=True)}) == drawn
        return
    with pytest.raises(TooFewError) as refused:
        draw("seed", [Row(1, FIXED), Row(count, POOL)], shuffle=True)
    assert refused.value.row == 1


def test_every_option_stands_in_every_place_equally_often():
    places = Counter(draw(f"seed {n}", [Row(1, POOL)], shuffle=True)[0].option_order.index(0) for n in range(10_000))

    # Chi-squared with 3 degrees of freedom stays under 16.27 in 999 of 1,000 fair draws.
    assert sum((count - 2500) ** 2 / 2500 for count in places.values()) < 16.27


def test_every_question_is_drawn_equally_often():
    drawn = Counter(item.version for n in range(4_000) for item in draw(f"s{n}", [Row(2, POOL)], shuffle=True))

    # 7 degrees of freedom: 24.32.
    assert sum((count - 1000) ** 2 / 1000 for count in drawn.values()) < 24.32


def candidate(version: int, **facts) -> Candidate:
    return Candidate(version, 4, fixed_order=False, **facts)


def versions(picks) -> set[int]:
    return {pick.candidate.version for pick in picks}


def test_what_a_person_was_never_asked_comes_first_then_the_least_used():
    pool = [
        candidate(1, seen=1),
        candidate(2, used=5),
        candidate(3, used=1),
        candidate(4, used=3),
        candidate(5, seen=2),
    ]

    taken = {
        count: {frozenset(versions(choose(f"s{n}", [Row(count, pool)]))) for n in range(20)} for count in range(1, 6)
    }

    assert taken == {1: {frozenset({3})}, 2: {frozenset({3, 4})}, 3: {frozenset({2, 3, 4})},
                     4: {frozenset({1, 2, 3, 4})}, 5: {frozenset({1, 2, 3, 4, 5})}}  # fmt: skip


def test_rows_that_share_a_pool_leave_each_other_what_only_they_can_use():
    hard = [candidate(1), candidate(2)]
    both = [*hard, candidate(3, used=9), candidate(4, used=9)]

    for n in range(20):
        picks = choose(f"s{n}", [Row(2, both), Row(2, hard)])
        assert [(pick.row, pick.candidate.version) for pick in picks] == [(0, 3), (0, 4), (1, 1), (1, 2)]


def test_a_shared_pool_says_how_many_are_lacking():
    hard = [candidate(1), candidate(2)]

    assert sum(missing([Row(2, [*hard, candidate(3)]), Row(2, hard)])) == 1
    assert missing([Row(3, hard), Row(0, [])]) == [1, 0]


def test_parts_keep_their_order_and_rows_their_points():
    rows = [Row(2, POOL[:4], points=3, part=0), Row(2, POOL[4:], part=1)]

    for n in range(20):
        drawn = draw(f"s{n}", rows, shuffle=True)
        assert [(item.part, item.points) for item in drawn] == [(0, 3), (0, 3), (1, 1), (1, 1)]


def test_a_hard_draw_is_exchanged_until_it_is_near_enough():
    # The least used are all hard; the pool on the whole is easy.
    pool = [candidate(n, used=0, ease=300) for n in range(1, 5)] + [candidate(n, used=1, ease=900) for n in range(5, 9)]
    rows = [Row(4, pool)]

    assert off_target(rows, choose("s", rows)) == Fraction(-300)
    assert off_target(rows, choose("s", rows, tolerance=5)) == 0


def test_what_is_fresh_stays_first_even_when_the_paper_gets_harder_by_it():
    pool = [candidate(n, ease=300) for n in (1, 2)] + [candidate(n, seen=1, ease=900) for n in (3, 4)]

    assert versions(choose("s", [Row(2, pool)], tolerance=5)) == {1, 2}


@pytest.mark.parametrize(("ease", "outside"), [(650, 0), (649, 40)])
def test_a_trial_says_when_no_paper_can_be_near_enough(ease, outside):
    """Two of one question each: the mean is 5 of 100 off where the eases lie 10 apart."""
    found = trial([Row(1, [candidate(1, ease=ease), candidate(2, ease=750)])], tolerance=10)

    assert (found.outside, found.low, found.high) == (outside, Fraction(ease, 10), 75)


FACTS = st.tuples(st.integers(0, 2), st.integers(0, 6), st.integers(100, 1000))


@st.composite
def blueprints(draw_one):
    """Rows over one shared set of questions; each pool a slice of it, so that some overlap."""
    facts = draw_one(st.lists(FACTS, min_size=4, max_size=24))
    questions = [candidate(n, seen=seen, used=used, ease=ease) for n, (seen, used, ease) in enumerate(facts)]
    rows = []
    for _row in range(draw_one(st.integers(1, 3))):
        low = draw_one(st.integers(0, len(questions) - 2))
        pool = questions[low : draw_one(st.integers(low + 1, len(questions)))]
        rows.append(Row(draw_one(st.integers(1, 5)), pool))
    return rows


@settings(max_examples=300, deadline=None)
@given(blueprints(), st.text(min_size=1, max_size=8), st.integers(1, 20))
def test_counts_are_exact_nothing_twice_and_the_freshest_first(rows, seed, tolerance):
    lacking = missing(rows)
    if any(lacking):
        with pytest.raises(TooFewError):
            choose(seed, rows)
        return

    free, near = choose(seed, rows), choose(seed, rows, tolerance=tolerance)

    for picks in (free, near):
        assert len(versions(picks)) == len(picks) == sum(row.count for row in rows)
        assert Counter(pick.row for pick in picks) == {number: row.count for number, row in enumerate(rows)}
        assert all(pick.candidate in rows[pick.row].pool for pick in picks)
    # Exchanging for difficulty never asks what was seen before what was not.
    assert sorted(p.candidate.seen for p in near) == sorted(p.candidate.seen for p in free)
    assert abs(off_target(rows, near)) <= abs(off_target(rows, free))
    assert near == choose(seed, rows, tolerance=tolerance)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.integers(200, 1000), min_size=6, max_size=10), st.integers(2, 4), st.integers(5, 20))
def test_one_row_is_within_the_tolerance_wherever_any_choice_is(eases, count, tolerance):
    """Beside every choice there is. Exchanging one by one is no search of them all (it missed 1 of 2,954 at random)."""
    pool = [candidate(n, ease=ease) for n, ease in enumerate(eases)]
    rows = [Row(count, pool)]
    reach = Fraction(tolerance * 10, 2)
    aim = Fraction(sum(eases), len(eases))
    possible = any(abs(Fraction(sum(some), count) - aim) <= reach for some in combinations(eases, count))

    assert (abs(off_target(rows, choose("s", rows, tolerance=tolerance))) <= reach) == possible
