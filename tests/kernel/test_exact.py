from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.exact import NotExact, lacking, mean, parse, percent, shown, weighted

fractions = st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6)
decimals = st.decimals(min_value=-1000, max_value=1000, allow_nan=False, allow_infinity=False, places=6)
numbers = st.one_of(st.integers(-1000, 1000), fractions, decimals)
weights = st.one_of(st.integers(0, 100), st.fractions(0, 100, max_denominator=1000))


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(8994, 100), 1, "89.9"),
        (Fraction(8995, 100), 1, "89.9"),
        (Decimal("89.99"), 1, "89.9"),
        (Decimal("89.9999999999999999999999999999999999"), 1, "89.9"),
        (90, 1, "90.0"),
        (Decimal("90.01"), 1, "90.0"),
        (Fraction(2, 3), 2, "0.66"),
        (Decimal("79.9"), 0, "79"),
        (0, 1, "0.0"),
        (Fraction(-1, 100), 1, "-0.1"),
        (Decimal("-89.99"), 1, "-90.0"),
        (-5, 1, "-5.0"),
    ],
)
def test_shown_rounds_down_on_both_sides_of_zero(value, places, text):
    assert str(shown(value, places)) == text


@given(numbers, st.integers(0, 6), st.integers(-10_000, 10_000))
def test_shown_never_reaches_a_mark_the_value_misses(value, places, tenths):
    mark = Fraction(tenths, 10)

    seen = Fraction(shown(value, places))

    assert seen <= Fraction(value) < seen + Fraction(1, 10**places)
    assert not (Fraction(value) < mark <= seen)


def test_shown_ignores_the_precision_of_the_caller():
    with localcontext() as context:
        context.prec = 3
        assert str(shown(Decimal("12345.678"))) == "12345.6"


@pytest.mark.parametrize("value", [89.9, True, Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), "90", None])
def test_shown_refuses_what_is_not_exact(value):
    with pytest.raises(NotExact):
        shown(value)


@pytest.mark.parametrize(
    ("measured", "required", "text"),
    [
        (Decimal("89.99"), 90, "0.1"),
        (Decimal("89.95"), 90, "0.1"),
        (Decimal("88.4"), 90, "1.6"),
        (90, 90, "0.0"),
        (91, 90, "0.0"),
    ],
)
def test_lacking_never_shows_a_miss_as_nothing(measured, required, text):
    assert str(lacking(measured, required)) == text


@given(numbers, st.integers(-10_000, 10_000), st.integers(1, 4))
def test_shown_and_lacking_add_up_to_a_mark_on_the_grid(value, tenths, places):
    mark = Fraction(tenths, 10)

    lacks = lacking(value, mark, places)

    if Fraction(value) < mark:
        assert lacks > 0
        assert Fraction(shown(value, places)) + Fraction(lacks) == mark
    else:
        assert lacks == 0


@pytest.mark.parametrize(
    ("parts", "result"),
    [
        ([(80, 40), (80, 60)], Fraction(80)),
        ([(Fraction(7999, 100), 40), (80, 60)], Fraction(79996, 1000)),
        ([(100, 1), (0, 2)], Fraction(100, 3)),
        ([(Decimal("0.1"), 1), (Decimal("0.2"), 1)], Fraction(3, 20)),
        ([(90, 30), (0, 0)], Fraction(90)),
        ([(-10, 50), (90, 50)], Fraction(40)),
    ],
)
def test_weighted_is_exact(parts, result):
    assert weighted(parts) == result


@given(st.lists(st.tuples(numbers, weights), min_size=1).filter(lambda parts: any(w for _, w in parts)))
def test_weighted_equals_the_rational_model(parts):
    top = bottom = Fraction(0)
    for score, weight in parts:
        top += Fraction(score) * Fraction(weight)
        bottom += Fraction(weight)

    assert weighted(parts) * bottom == top
    assert weighted(reversed(parts)) == weighted(parts)


@pytest.mark.parametrize("parts", [[], [(80, 0)], [(80, -1), (90, 2)]])
def test_weighted_refuses_weights_that_carry_nothing(parts):
    with pytest.raises(ValueError, match="weight"):
        weighted(parts)


def test_mean_of_ten_calls_is_exact():
    assert mean([90] * 9 + [Decimal("89.5")]) == Fraction(8995, 100)


@pytest.mark.parametrize(
    ("points", "maximum", "result"),
    [(0, 7, 0), (1, 3, Fraction(100, 3)), (79, 99, Fraction(7900, 99)), (-1, 4, -25), (4, 4, 100)],
)
def test_percent_is_exact(points, maximum, result):
    assert percent(points, maximum) == result


@pytest.mark.parametrize("maximum", [0, -1])
def test_percent_refuses_an_empty_maximum(maximum):
    with pytest.raises(ValueError, match="above 0"):
        percent(1, maximum)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("90", "90"),
        (" 89.95 ", "89.95"),
        ("-0.5", "-0.5"),
        ("+7", "7"),
        ("８９．９", "89.9"),
        ("\N{MINUS SIGN}3", "-3"),
        ("007", "7"),
        ("9" * 18 + "." + "1" * 12, "9" * 18 + "." + "1" * 12),
    ],
)
def test_parse_reads_plain_numbers(text, number):
    assert parse(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    ["", " ", "NaN", "nan", "sNaN", "inf", "-Infinity", "∞", "1e3", "1E-3", "1,000", "1 000", "5.", ".5", "5 %", "5%"]  # noqa: RUF005 - two lines
    + ["0x10", "1_000", "--1", "1.2.3", "½", "٣", "三", "=1", "9" * 19, "0." + "1" * 13, "1\x00", "1\n2"],
)
def test_parse_refuses_everything_else(text):
    with pytest.raises(NotExact):
        parse(text)


@given(st.text(max_size=12))
def test_parse_gives_a_finite_number_or_refuses(text):
    try:
        number = parse(text)
    except NotExact:
        return

    assert number.is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_parse_reads_back_what_was_written(number):
    assert parse(f"{number:f}") == number
