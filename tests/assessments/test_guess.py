"""What chance earns on a question of each kind."""

from fractions import Fraction

import pytest

from assessments.domain.kinds import guess_of


def options(*shares: str, right: int = 0) -> dict:
    return {"options": [{"right": at == right, "share": share} for at, share in enumerate(shares)]}


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        pytest.param("single", options("", "", "", ""), Fraction(1, 4), id="one of four"),
        pytest.param("single", options("", "1/2", "-1"), Fraction(1, 2), id="shares count, penalties do not"),
        pytest.param("true_false", options("", ""), Fraction(1, 2), id="true or false"),
        pytest.param("judgement", options("1", "1/2", "0"), Fraction(1, 2), id="ways to act"),
        pytest.param("multiple", options("", "", ""), None, id="nobody knows how many chance ticks"),
        pytest.param("short", {"accepted": {"en": ["three"]}}, 0, id="words"),
        pytest.param("short", {"accepted": {"en": ["*"]}}, 1, id="any words"),
        pytest.param("essay", {}, None, id="a person scores it"),
    ],
)
def test_chance_earns(kind, content, expected):
    assert guess_of(kind, content) == expected
