"""Statistics of a paper against their definitions, written out a second time with the standard library."""

from fractions import Fraction
from math import isclose, sqrt
from statistics import correlation, covariance, fmean, median, stdev, variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.item_statistics import GroupStatistics, PaperStatistics, analyse, classify

THIRD = Fraction(1, 3)
# Five people, three questions of 1, 1 and 2 points.
FIVE = [[1, 1, 2], [1, 0, 1], [1, 1, 0], [0, 0, 1], [0, None, 0]]
MAXIMA = [1, 1, 2]


@st.composite
def papers(draw):
    """Points and maxima of some people on some questions, with parts of points, penalties and blanks."""
    maxima = draw(st.lists(st.integers(1, 5), min_size=1, max_size=6))
    points = st.one_of(st.none(), st.integers(-1, 5), st.fractions(0, 5, max_denominator=6))
    people = draw(st.integers(0, 12))
    return [[draw(points) for _question in maxima] for _person in range(people)], maxima


def test_analyse_of_five_people_by_hand():
    found = analyse(FIVE, MAXIMA)

    # Totals 4, 2, 2, 1, 0: mean 9/5, sum of squares 8.8; variances of the questions 0.3, 0.3 and 0.7.
    assert found.mean == pytest.approx(1.8)
    assert found.median == 2
    assert found.sd == pytest.approx(sqrt(2.2))
    assert found.cic == pytest.approx(100 * 3 / 2 * (1 - 1.3 / 2.2))
    assert found.error_ratio == pytest.approx(100 * sqrt(1 - found.cic / 100))
    assert found.standard_error == pytest.approx(sqrt(2.2) * sqrt(1 - found.cic / 100))
    assert [question.facility for question in found.questions] == pytest.approx([60, 40, 40])
    assert [question.sd for question in found.questions] == pytest.approx(
        [100 * sqrt(0.3), 100 * sqrt(0.3), 50 * sqrt(0.7)]
    )
    assert [question.intended_weight for question in found.questions] == pytest.approx([25, 25, 50])


def test_skewness_and_kurtosis_are_k_statistics():
    found = analyse([[0], [0], [0], [4]], [4])

    # Mean 1, moments 3, 6 and 21: k2 = 4, k3 = 16 and k4 = 64.
    assert found.skewness == pytest.approx(2)
    assert found.kurtosis == pytest.approx(4)


@given(papers())
def test_analyse_agrees_with_the_definitions(paper):
    responses, maxima = paper

    found = analyse(responses, maxima)

    scores = [[float(points or 0) for points in row] for row in responses]
    totals = [sum(row) for row in scores]
    if len(responses) > 1:
        assert found.mean == pytest.approx(fmean(totals))
        assert found.median == pytest.approx(median(totals))
        assert found.sd == pytest.approx(stdev(totals), abs=1e-9)
        for at, question in enumerate(found.questions):
            column = [row[at] for row in scores]
            others = [total - points for total, points in zip(totals, column, strict=True)]
            assert question.facility == pytest.approx(100 * fmean(column) / maxima[at])
            assert question.sd == pytest.approx(100 * stdev(column) / maxima[at], abs=1e-6)
            if question.discrimination_index is not None:
                most = covariance(sorted(column), sorted(others))
                efficiency = 100 * covariance(column, others) / most
                assert question.discrimination_index == pytest.approx(100 * correlation(column, others), abs=1e-6)
                assert question.discriminative_efficiency == pytest.approx(efficiency, abs=1e-6)


@given(papers())
def test_analyse_depends_on_no_order_of_people(paper):
    responses, maxima = paper

    assert analyse(responses[::-1], maxima) == analyse(responses, maxima)
    assert classify(responses[::-1], maxima) == classify(responses, maxima)


@given(papers())
def test_weights_add_up_to_a_hundred(paper):
    responses, maxima = paper

    found = analyse(responses, maxima).questions

    assert isclose(sum(question.intended_weight for question in found), 100)
    effective = [question.effective_weight for question in found if question.effective_weight is not None]
    assert not effective or isclose(sum(effective), 100)


def test_consistency_is_whole_when_all_questions_agree():
    found = analyse([[1, 1, 1], [0, 0, 0], [1, 1, 1]], [1, 1, 1])

    assert found.cic == 100
    assert found.error_ratio == 0
    assert found.standard_error == 0
    assert [round(question.effective_weight, 9) for question in found.questions] == [33.333333333] * 3


def test_a_question_against_the_others_has_no_effective_weight():
    found = analyse([[1, 0, 0], [0, 2, 2], [0, 1, 2], [1, 0, 0]], [1, 2, 2])

    assert found.questions[0].effective_weight is None
    assert found.questions[0].discrimination_index < 0
    assert found.questions[0].discriminative_efficiency < 0
    assert found.questions[1].effective_weight + found.questions[2].effective_weight == pytest.approx(100)


NOTHING = dict.fromkeys(("mean", "median", "sd", "skewness", "kurtosis", "cic", "error_ratio", "standard_error"))


@pytest.mark.parametrize(
    ("responses", "known"),
    [
        pytest.param([], {}, id="nobody"),
        pytest.param([[1, THIRD]], {"mean": 4 / 3, "median": 4 / 3}, id="one person"),
        pytest.param([[1, 0], [1, 0]], {"mean": 1, "median": 1, "sd": 0}, id="no spread"),
    ],
)
def test_undefined_values_are_none(responses, known):
    found = analyse(responses, [1, 1])

    assert {name: getattr(found, name) for name in NOTHING} == NOTHING | known
    assert [question.discrimination_index for question in found.questions] == [None, None]
    assert [question.discriminative_efficiency for question in found.questions] == [None, None]
    assert [question.effective_weight for question in found.questions] == [None, None]
    assert [question.intended_weight for question in found.questions] == [50, 50]


@pytest.mark.parametrize(("people", "skewed", "peaked"), [(2, False, False), (3, True, False), (4, True, True)])
def test_higher_moments_need_people_enough(people, skewed, peaked):
    found = analyse([[number] for number in range(people)], [3])

    assert (found.skewness is not None, found.kurtosis is not None) == (skewed, peaked)


def test_one_question_has_no_consistency():
    assert analyse([[1], [0], [1]], [1]).cic is None


def test_a_question_without_points_has_no_facility():
    question = analyse([[0, 1], [0, 0]], [0, 1]).questions[0]

    assert (question.facility, question.sd, question.intended_weight) == (None, None, 0)


def test_a_paper_without_questions_is_empty():
    assert analyse([[], []], []) == PaperStatistics(None, None, None, None, None, None, None, None, [])


def test_a_ragged_row_is_refused_by_its_number():
    with pytest.raises(ValueError, match="Row 2 has 1 points for 2 questions"):
        analyse([[1, 1], [1]], [1, 1])


def test_classify_compares_the_best_with_the_weakest():
    # Ten people with totals 0 to 9 in the other question: 27 % of ten are three at each end.
    found = classify([[int(number >= 5), number] for number in range(10)], [1, 9])

    assert found[0] == GroupStatistics(
        1, 0, 1, pytest.approx(correlation([0] * 5 + [1] * 5, [0, 1, 2, 3, 4, 6, 7, 8, 9, 10]))
    )


def test_classify_lets_ties_share_the_places_at_the_edge():
    # Four people, one place at each end; three of them tie at the top.
    found = classify([[1, 0], [0, 1], [0, 1], [0, 0]], [1, 1])

    assert (found[0].upper, found[0].lower) == (pytest.approx(1 / 3), 0)


@given(papers())
def test_figures_stay_within_their_bounds(paper):
    responses, maxima = paper
    found = analyse(responses, maxima)

    if found.cic is not None:
        assert found.cic <= 100
        assert found.error_ratio >= 0
    for question in found.questions:
        for value in (question.discrimination_index, question.discriminative_efficiency):
            assert value is None or value <= 100 + 1e-9


def test_variance_of_the_total_is_what_the_consistency_uses():
    found = analyse(FIVE, MAXIMA)
    parts = sum(variance([float(row[at] or 0) for row in FIVE]) for at in range(3))

    assert found.cic == pytest.approx(100 * 1.5 * (1 - parts / found.sd**2))
