"""Numbers in other systems' files: shares of the points, and numbers as people write them. Pure and exact."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from assessments.domain.exchange.sentences import gettext_noop

# Shares such as a third are written with a few decimals; this is how far they may be from the fraction they mean.
_ROUGHLY, _LARGEST_PART = Fraction(1, 10_000), 20
_PERCENT = re.compile(r"-?\d{1,3}(\.\d{1,9})?")
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{0,12})?|\.\d{1,12})([eE][+-]?\d{1,2})?")


def share_of(percent: str, refuse: Callable[[str], Exception]) -> Fraction:
    """Percent as a share of the points; 33.33333 means a third. Raises `refuse(sentence)` beyond -100 and 100."""
    share = Fraction(percent) / 100 if _PERCENT.fullmatch(percent) else None
    if share is None or not -1 <= share <= 1:
        raise refuse(gettext_noop("The weight %(percent)s %% is not between -100 and 100.", percent=percent[:20]))
    return simple(share)


def simple(share: Fraction) -> Fraction:
    """The plain fraction that a share with a few decimals means, if it is near one."""
    part = share.limit_denominator(_LARGEST_PART)
    return part if abs(part - share) < _ROUGHLY else share


def percent_of(share: Fraction) -> str:
    """A share in percent with at most five decimals, so that `share_of` gives it back."""
    return f"{float(share * 100):.5f}".rstrip("0").rstrip(".")


def decimal_of(text: str, refuse: Callable[[str], Exception]) -> Decimal:
    """A number with a comma or a stop; raises `refuse(sentence)` for anything else."""
    plain = text.strip().replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise refuse(
            gettext_noop("“%(text)s” is not a number of up to 18 digits and 12 decimal places.", text=text.strip()[:40])
        )
    return Decimal(plain)
