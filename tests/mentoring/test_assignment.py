from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.domain.assignment import best_assignment

pytestmark = pytest.mark.pure


def total(costs, columns):
    return sum(row[column] for row, column in zip(costs, columns, strict=True))


def test_the_whole_counts_not_the_first_choice():
    costs = [[0, 1], [0, 9]]

    assert best_assignment(costs) == [1, 0]


def test_nobody_to_assign_is_nothing():
    assert best_assignment([]) == []


def test_more_rows_than_columns_are_refused():
    with pytest.raises(ValueError, match="more rows than columns"):
        best_assignment([[1], [2]])


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.integers(rows, 6).flatmap(
            lambda columns: st.lists(
                st.lists(st.integers(-30, 30), min_size=columns, max_size=columns), min_size=rows, max_size=rows
            )
        )
    )
)
def test_no_other_assignment_costs_less(costs):
    found = best_assignment(costs)

    best = min(total(costs, columns) for columns in permutations(range(len(costs[0])), len(costs)))
    assert (len(set(found)), total(costs, found)) == (len(costs), best)
