"""Choosing answers and levels so that a seeded history reaches the score it is to tell. Pure."""

from collections.abc import Sequence
from fractions import Fraction


def missed(points: Sequence[int], wanted: int) -> set[int]:
    """Which questions to miss so that the points lost come as near to `wanted` as they can; the first ones first."""
    ways: dict[int, tuple[int, ...]] = {0: ()}
    for number, worth in enumerate(points):
        for lost, chosen in list(ways.items()):
            ways.setdefault(lost + worth, (*chosen, number))
    return set(ways[min(ways, key=lambda lost: (abs(lost - wanted), lost))])


def levels(lines: Sequence[tuple[str, int, int]], target: Fraction) -> dict[str, int]:
    """A level for each line (key, weight, top level) whose weighted sum is nearest to `target`, losing on few lines."""
    ways: dict[Fraction, dict[str, int]] = {Fraction(0): {}}
    whole = Fraction(sum(weight for _key, weight, _top in lines))
    for key, weight, top in lines:
        for lost, chosen in list(ways.items()):
            for level in range(top - 1, max(top - 3, -1), -1):
                loss = lost + Fraction(weight * (top - level), top)
                if loss <= whole - target + 2:
                    ways.setdefault(loss, chosen | {key: level})
    best = min(ways, key=lambda lost: (abs(whole - lost - target), lost))
    return {key: ways[best].get(key, top) for key, _weight, top in lines}
