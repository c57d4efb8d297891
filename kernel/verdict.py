"""The one shape of every yes or no the site gives a person: gates, go-live, levels, promotion, bands."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition is met, with what the answer rests on.

    `measured` and `required` hold the exact, unrounded values that were compared (a `Fraction`, a `Decimal`,
    an `int`, a date, or None where nothing has been measured yet); rounding is a matter of the page.
    `because` is the sentence the person concerned reads and may be lazily translated.

    A verdict counts as true exactly when it is met, so `if judge(...)` never lets an unmet one through;
    to ask whether there is a verdict at all, compare with None.
    """

    met: bool
    measured: object
    required: object
    because: str

    def __bool__(self) -> bool:
        return self.met


def all_met(verdicts: Iterable[Verdict]) -> bool:
    """Whether every verdict is met. No verdicts at all is False: where nothing was shown, nothing opens."""
    judged = list(verdicts)
    return bool(judged) and all(verdict.met for verdict in judged)


def missed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts still to be met, in the order given: what a page lists under "what is missing"."""
    return [verdict for verdict in verdicts if not verdict.met]
