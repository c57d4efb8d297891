"""The same seed gives the same paper; no place is favoured (hazard 32)."""

from collections import Counter

import pytest

from assessments.domain.draw import Candidate, TooFewError, draw

pytestmark = pytest.mark.pure

POOL = [Candidate(version, 4, fixed_order=False) for version in range(1, 9)]
FIXED = [Candidate(20, 2, fixed_order=True)]


def test_a_paper_resumes_from_its_seed():
    papers = {tuple(draw("seed", [(3, POOL), (1, FIXED)], shuffle=True)) for _ in range(100)}

    assert len(papers) == 1


def test_another_seed_draws_another_paper():
    papers = {tuple(draw(f"seed {n}", [(3, POOL)], shuffle=True)) for n in range(50)}

    assert len(papers) > 45


def test_true_or_false_keeps_its_order():
    orders = {draw(f"seed {n}", [(1, FIXED)], shuffle=True)[0].option_order for n in range(30)}

    assert orders == {(0, 1)}


def test_an_unshuffled_paper_keeps_the_printed_order():
    drawn = draw("seed", [(8, POOL), (1, FIXED)], shuffle=False)

    assert [item.version for item in drawn] == [1, 2, 3, 4, 5, 6, 7, 8, 20]
    assert {item.option_order for item in drawn[:8]} == {(0, 1, 2, 3)}


@pytest.mark.parametrize(("count", "drawn"), [(7, 7), (8, 8), (9, None)])
def test_a_row_draws_no_more_than_its_topic_holds(count, drawn):
    if drawn:
        assert len({item.version for item in draw("seed", [(count, POOL)], shuffle=True)}) == drawn
        return
    with pytest.raises(TooFewError) as refused:
        draw("seed", [(1, FIXED), (count, POOL)], shuffle=True)
    assert refused.value.row == 1


def test_every_option_stands_in_every_place_equally_often():
    places = Counter(draw(f"seed {n}", [(1, POOL)], shuffle=True)[0].option_order.index(0) for n in range(10_000))

    # Chi-squared with 3 degrees of freedom stays under 16.27 in 999 of 1,000 fair draws.
    assert sum((count - 2500) ** 2 / 2500 for count in places.values()) < 16.27


def test_every_question_is_drawn_equally_often():
    drawn = Counter(item.version for n in range(4_000) for item in draw(f"s{n}", [(2, POOL)], shuffle=True))

    # 7 degrees of freedom: 24.32.
    assert sum((count - 1000) ** 2 / 1000 for count in drawn.values()) < 24.32
