"""Numbers that decide about people: never a float, compared unrounded, rounded once and only for show."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

type Exact = int | Decimal | Fraction

# Longer than any score, count or amount; short enough that a hostile cell cannot make arithmetic slow.
MAX_WHOLE_DIGITS = 18
MAX_DECIMAL_PLACES = 12

_PLAIN = re.compile(rf"[+-]?[0-9]{{1,{MAX_WHOLE_DIGITS}}}(\.[0-9]{{1,{MAX_DECIMAL_PLACES}}})?")


class NotExact(ValueError):  # noqa: N818 - read as "except NotExact"
    """The value or text is not a plain finite number."""


def exact(value: Exact) -> Fraction:
    """The value as a fraction; NaN, infinity, floats and booleans raise `NotExact`."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise NotExact(f"{type(value).__name__} is not an exact number")
    if isinstance(value, Decimal) and not value.is_finite():
        raise NotExact("not a finite number")
    return Fraction(value)


def shown(value: Exact, places: int = 1) -> Decimal:
    """The value for show, rounded down (towards minus infinity) to `places` decimals: 89.99 becomes 89.9.

    Because it is the floor on both sides of zero, what is shown is never greater than the value, so no value
    is ever shown as reaching a mark that it misses: -0.01 becomes -0.1, not 0.0.
    """
    return _decimal(floor(exact(value) * 10**places), places)


def lacking(measured: Exact, required: Exact, places: int = 1) -> Decimal:
    """How far `measured` is below `required`, for show, rounded up; 0 when it is not below.

    A miss, however small, is never shown as 0.0, and the shown value plus what it lacks gives a mark
    that has no more than `places` decimals: 89.95 is shown as 89.9 and lacks 0.1 to 90.
    """
    gap = max(exact(required) - exact(measured), Fraction(0))
    return _decimal(ceil(gap * 10**places), places)


def weighted(parts: Iterable[tuple[Exact, Exact]]) -> Fraction:
    """The exact weighted mean of (score, weight) pairs: a part left out leaves both sides of the fraction.

    Raises ValueError for a negative weight or when the weights add up to nothing.
    """
    pairs = [(exact(score), exact(weight)) for score, weight in parts]
    if any(weight < 0 for _, weight in pairs):
        raise ValueError("a weight is negative")
    total = sum((weight for _, weight in pairs), Fraction(0))
    if total == 0:
        raise ValueError("the weights add up to nothing")
    return sum((score * weight for score, weight in pairs), Fraction(0)) / total


def mean(values: Iterable[Exact]) -> Fraction:
    """The exact mean; ValueError when there are no values."""
    return weighted((value, 1) for value in values)


def percent(points: Exact, maximum: Exact) -> Fraction:
    """`points` of `maximum` as an exact percentage; ValueError unless the maximum is above 0."""
    whole = exact(maximum)
    if whole <= 0:
        raise ValueError("the maximum must be above 0")
    return exact(points) * 100 / whole


def parse(text: str) -> Decimal:
    """The plain decimal number written in `text`: a sign, digits, a point and digits, nothing else.

    Full-width digits and the typographic minus are read, spaces around are ignored. NaN, infinity, exponents,
    thousands separators, per cent signs, empty text and numbers of more than 18 digits before or 12 behind
    the point raise `NotExact`.
    """
    plain = unicodedata.normalize("NFKC", text).replace("\N{MINUS SIGN}", "-").strip()
    if not _PLAIN.fullmatch(plain):
        raise NotExact("not a plain number")
    return Decimal(plain)


def _decimal(steps: int, places: int) -> Decimal:
    # Built from digits, since arithmetic in a decimal context would round to its precision.
    return Decimal((int(steps < 0), tuple(int(digit) for digit in str(abs(steps))), -places))
