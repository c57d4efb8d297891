"""Figures of papers that draw: the same as those of fixed papers where they are alike, and by definition elsewhere."""

from collections import defaultdict
from fractions import Fraction
from math import lcm
from statistics import correlation, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.drawn_statistics import (
    analyse_drawn,
    classify_drawn,
    drawn_consistency,
    histogram,
    is_same_for_all,
    maximum_of,
    options_drawn,
    question_drawn,
)
from assessments.domain.item_statistics import analyse, classify
from assessments.domain.item_tally import Answered, Sat, Tally, Total, tally_of

POINTS = st.one_of(st.integers(0, 5), st.fractions(0, 5, max_denominator=6))


def sat(row, chosen=None) -> Sat:
    """An attempt from question -> (points, maximum), on the smallest scale that holds it."""
    scale = lcm(*(Fraction(points).denominator for points, _maximum in row.values()))
    chosen = chosen or {}
    return Sat(
        scale,
        [
            Answered(key, int(Fraction(points) * scale), maximum * scale, chosen.get(key, ()))
            for key, (points, maximum) in row.items()
        ],
    )


@st.composite
def fixed_papers(draw):
    maxima = draw(st.lists(st.integers(1, 5), min_size=1, max_size=5))
    people = draw(st.integers(1, 12))
    return [[min(Fraction(draw(POINTS)), Fraction(top)) for top in maxima] for _person in range(people)], maxima


@st.composite
def drawn_papers(draw):
    """Attempts that drew some of six questions, worth 1 to 5."""
    maxima = draw(st.lists(st.integers(1, 5), min_size=6, max_size=6))
    return [
        {key: (min(Fraction(draw(POINTS)), Fraction(maxima[key])), maxima[key]) for key in draw(SUBSETS)}
        for _person in range(draw(st.integers(1, 12)))
    ]


SUBSETS = st.sets(st.integers(0, 5), min_size=1)


def close(one, other):
    """Equal to rounding; None only to None."""
    for mine, theirs in zip(one, other, strict=True):
        assert (mine is None) == (theirs is None)
        assert mine is None or mine == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def figures(found) -> list:
    return [getattr(found, name) for name in vars(found) if name != "questions"]


@given(fixed_papers())
def test_the_same_questions_for_all_give_the_figures_of_a_fixed_paper(paper):
    responses, maxima = paper
    tally = tally_of(sat(dict(enumerate(zip(row, maxima, strict=True)))) for row in responses)

    found, expected = analyse_drawn(tally, range(len(maxima))), analyse(responses, maxima)

    assert is_same_for_all(tally)
    assert maximum_of(tally.totals) == sum(maxima)
    close(figures(found), figures(expected))
    for mine, theirs in zip(found.questions, expected.questions, strict=True):
        close(vars(mine).values(), vars(theirs).values())
    for key, theirs in enumerate(classify(responses, maxima)):
        close(vars(classify_drawn(tally.questions[key].cells)).values(), vars(theirs).values())


@given(drawn_papers())
def test_a_drawn_question_is_judged_over_those_who_drew_it(attempts):
    tally = tally_of(map(sat, attempts))
    keys = sorted(tally.questions)

    found = dict(zip(keys, analyse_drawn(tally, keys).questions, strict=True))

    earned, rests = defaultdict(list), defaultdict(list)
    for row in attempts:
        for key, (points, maximum) in row.items():
            others = [pair for other, pair in row.items() if other != key]
            earned[key].append(Fraction(points) / maximum)
            rest = sum(Fraction(p) for p, _m in others) / sum(m for _p, m in others) if others else Fraction(0)
            rests[key].append(rest)
    for key in keys:
        shares = [float(share) for share in earned[key]]
        assert found[key].facility == pytest.approx(100 * fmean(shares))
        if len(shares) > 1:
            assert found[key].sd == pytest.approx(100 * stdev(shares), abs=1e-6)
        if found[key].discrimination_index is not None:
            expected = correlation(shares, [float(rest) for rest in rests[key]])
            assert found[key].discrimination_index == pytest.approx(100 * expected, abs=1e-6)
            assert found[key].discriminative_efficiency >= found[key].discrimination_index - 1e-6 or (
                found[key].discrimination_index < 0
            )
        if not is_same_for_all(tally):
            assert found[key].effective_weight is None


@given(drawn_papers(), st.randoms())
def test_a_tally_knows_only_what_is_in_it(attempts, random):
    """Added and given back in any order, it is the tally counted once from what is left; so are all its figures."""
    sittings = [sat(row, {key: (key % 3,) for key in row}) for row in attempts]
    gone = [one for one in sittings if random.random() < 0.4]
    moves = [(Tally.add, one) for one in sittings]
    random.shuffle(moves)
    kept = list(sittings)
    tally = Tally()
    for move, one in moves:
        move(tally, one)
    for one in gone:
        tally.remove(one)
        kept.remove(one)

    assert tally == tally_of(kept)
    keys = sorted(tally.questions)
    assert analyse_drawn(tally, keys) == analyse_drawn(tally_of(random.sample(kept, len(kept))), keys)


def test_papers_of_different_maxima_are_in_percent():
    tally = tally_of([sat({"a": (1, 1), "b": (1, 1)}), sat({"a": (1, 1), "c": (0, 3)})])

    found = analyse_drawn(tally, ["a", "b", "c"])

    # One earned 2 of 2, the other 1 of 4.
    assert maximum_of(tally.totals) is None
    assert (found.mean, found.median) == (62.5, 62.5)
    assert found.cic is None
    assert [question.intended_weight for question in found.questions] == [37.5, 50, 75]


def test_nobody_yet_has_no_figures():
    found = analyse_drawn(Tally(), [])

    assert set(figures(found)) == {None}
    assert found.questions == []


def test_drawn_consistency_of_five_people_by_hand():
    # Totals 4, 3, 2, 1 and 0 of 4 questions: MS between 2.5 / 4, within (0.75 + 1 + 0.75) / (5 x 3).
    rows = [{key: (int(key < right), 1) for key in range(4)} for right in (4, 3, 2, 1, 0)]

    assert drawn_consistency(tally_of(map(sat, rows)).totals) == pytest.approx(100 * (1 - (1 / 6) / 0.625))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([{0: (1, 1), 1: (0, 1)}], id="one person"),
        pytest.param([{0: (1, 1), 1: (0, 2)}, {0: (0, 1), 1: (2, 2)}], id="unequal points"),
        pytest.param([{0: (1, 1), 1: (0, 1)}, {0: (0, 1)}], id="unequal numbers"),
        pytest.param([{0: (1, 1), 1: (0, 1)}, {0: (0, 1), 1: (1, 1)}], id="no spread"),
        pytest.param([{0: (1, 1)}, {0: (0, 1)}], id="one question"),
    ],
)
def test_drawn_consistency_is_none_where_it_is_undefined(rows):
    assert drawn_consistency(tally_of(map(sat, rows)).totals) is None


def test_options_show_who_chose_them():
    # Ten people, totals 0 to 9 in the other question; the best five chose option 0, the rest option 2.
    rows = [({"a": (int(n >= 5), 1), "b": (n, 9)}, {"a": (0,) if n >= 5 else (2,)}) for n in range(10)]
    tally = tally_of(sat(row, chosen) for row, chosen in rows)

    found = options_drawn(tally.questions["a"], 3)

    assert [(one.chosen, one.share) for one in found] == [(5, 0.5), (0, 0), (5, 0.5)]
    assert [(one.upper, one.middle, one.lower) for one in found] == [(1, 0.5, 0), (0, 0, 0), (0, 0.5, 1)]


def test_options_of_those_who_tie_are_shared_between_the_groups():
    rows = [({"a": (1, 1), "b": (1, 1)}, {"a": (0,)})] * 4
    tally = tally_of(sat(row, chosen) for row, chosen in rows)

    found = options_drawn(tally.questions["a"], 1)[0]

    assert (found.upper, found.middle, found.lower) == (1, 1, 1)


def test_bands_of_a_histogram_end_below_the_next():
    totals = {Total(points, 10, 1, 5, 0, 2): 1 for points in (0, 7, 8, 9, 10)}

    assert histogram(totals, 5) == [1, 0, 0, 1, 3]


def test_a_question_alone_has_no_discrimination():
    found = question_drawn(tally_of(map(sat, [{"a": (1, 1)}, {"a": (0, 1)}])).questions["a"].cells)

    assert (found.facility, found.discrimination_index, found.discriminative_efficiency) == (50, None, None)
