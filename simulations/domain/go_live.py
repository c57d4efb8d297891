"""The arithmetic of the ten scored calls (RULES 2, week 4). Pure and exact.

The mean of the ten calls that fill the quota is compared unrounded; a call with a critical error counts 0 until it is
repeated, and blocks whatever the mean. The latest scored attempt of a slot counts, never the best.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FULL = Fraction(100)


@dataclass(frozen=True, slots=True)
class SlotScore:
    """The call that counts in one slot: its effective score in percent, None while nothing is scored."""

    number: int
    call_type: str
    score: Fraction | None
    is_critical: bool = False

    @property
    def counted(self) -> Fraction | None:
        return Fraction(0) if self.is_critical and self.score is not None else self.score


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the slots give together, exact."""

    scored: int
    total: int
    mean: Fraction | None  # of the calls scored so far
    needed: Fraction | None  # mean the open slots need; None when none is open
    critical: tuple[int, ...]  # numbers of slots with an unrepeated critical error
    below: tuple[int, ...]  # numbers of slots scored under the mark
    short_types: tuple[str, ...]  # types whose quota is not scored yet
    is_mark_met: bool

    @property
    def is_complete(self) -> bool:
        return self.scored == self.total and not self.short_types

    @property
    def is_reachable(self) -> bool:
        """Whether the open slots can still lift the mean to the mark without a repeat."""
        return self.needed is not None and self.needed <= FULL

    @property
    def passes(self) -> bool:
        return self.is_complete and self.is_mark_met and not self.critical


def judge(slots: Sequence[SlotScore], *, quota: dict[str, int], mark: int, rule: str = "mean") -> Judgement:
    """Judge the slots by the policy's quota (calls of each type), mark and rule ("mean" or "every_call")."""
    scores = {slot.number: slot.counted for slot in slots if slot.counted is not None}
    total = sum(quota.values())
    mean = sum(scores.values(), Fraction(0)) / len(scores) if scores else None
    below = tuple(number for number, score in scores.items() if score < mark)
    complete = len(scores) == total
    return Judgement(
        scored=len(scores),
        total=total,
        mean=mean,
        needed=needed_mean(scores.values(), total=total, mark=mark),
        critical=tuple(slot.number for slot in slots if slot.is_critical and slot.score is not None),
        below=below,
        short_types=_short(slots, quota),
        is_mark_met=complete and mean is not None and (not below if rule == "every_call" else mean >= mark),
    )


def needed_mean(scores: Iterable[Fraction], *, total: int, mark: int) -> Fraction | None:
    """The mean that the calls still to come need for the whole to reach the mark: never below 0, None when none is
    to come. Above 100 it cannot be reached without repeating a call."""
    known = list(scores)
    rest = total - len(known)
    if rest <= 0:
        return None
    return max((Fraction(mark) * total - sum(known, Fraction(0))) / rest, Fraction(0))


def _short(slots: Sequence[SlotScore], quota: dict[str, int]) -> tuple[str, ...]:
    def scored(call_type: str) -> int:
        return sum(slot.call_type == call_type and slot.score is not None for slot in slots)

    return tuple(call_type for call_type, wanted in quota.items() if scored(call_type) < wanted)
