from datetime import date

import pytest

from people.domain.year_view import Span, spans

NEW_YEAR = [(date(2026, 1, day), False, "元旦") for day in (1, 2, 3)]
MAKE_UP = (date(2026, 1, 4), True, "元旦")
LATER = (date(2026, 1, 6), False, "元旦")


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ([], []),
        (NEW_YEAR[:1], [Span("元旦", False, [date(2026, 1, 1)])]),
        (NEW_YEAR, [Span("元旦", False, [date(2026, 1, day) for day in (1, 2, 3)])]),
        (
            [*NEW_YEAR, MAKE_UP],
            [Span("元旦", False, [date(2026, 1, day) for day in (1, 2, 3)]), Span("元旦", True, [date(2026, 1, 4)])],
        ),
        ([NEW_YEAR[2], LATER], [Span("元旦", False, [date(2026, 1, 3)]), Span("元旦", False, [date(2026, 1, 6)])]),
    ],
)
def test_days_in_a_row_of_one_name_and_kind_are_a_span(entries, found):
    assert spans(entries) == found
