from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.validity import last_valid_day, months_between, months_full_on

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 3, 27), 12, date(2027, 3, 26)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 1), 24, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
    ],
)
def test_one_year_is_a_last_valid_day(issued, months, last):
    assert last_valid_day(issued, months) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_the_day_after_the_last_one_makes_the_months_full(issued, months):
    last = last_valid_day(issued, months)

    assert issued < last
    assert months_between(issued, date.fromordinal(last.toordinal() + 1)) == months
    assert months_between(issued, date.fromordinal(last.toordinal() - 3)) == months - 1


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2026, 1, 15), date(2026, 4, 14), 2),
        (date(2026, 1, 15), date(2026, 4, 15), 3),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 4, 1), date(2026, 3, 1), 0),
    ],
)
def test_whole_months_are_counted(start, end, months):
    assert months_between(start, end) == months


@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2025, 12, 24), 12, date(2026, 12, 24)),
    ],
)
def test_months_are_full_on_their_day_and_not_before(start, months, day):
    assert months_full_on(start, months) == day
    assert months_between(start, day) == months
    assert months_between(start, date.fromordinal(day.toordinal() - 1)) == months - 1
