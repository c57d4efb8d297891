"""Drawing a paper from a seed. Pure: the same seed and the same pool give the same paper (hazard 32)."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Candidate:
    version: int  # the id of the question version
    options: int  # how many options it has
    fixed_order: bool  # true or false stays as it is
    points: int = 1  # what it is worth in this paper


@dataclass(frozen=True)
class Drawn:
    version: int
    option_order: tuple[int, ...]
    points: int = 1


class TooFewError(Exception):
    """A row asks for more questions than its topic holds."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def place(seed: str, *parts: object) -> bytes:
    """Where something falls in the shuffled order: a hash nobody can foresee without the seed."""
    return sha256(":".join([seed, *map(str, parts)]).encode()).digest()


def draw(seed: str, rows: Sequence[tuple[int, Sequence[Candidate]]], *, shuffle: bool) -> list[Drawn]:
    """`count` candidates of each row's pool, then the order of the questions and of their options."""
    taken: list[Candidate] = []
    for number, (count, pool) in enumerate(rows):
        if len(pool) < count:
            raise TooFewError(number)
        picked = sorted(pool, key=lambda candidate: place(seed, "pick", candidate.version))[:count]
        taken += picked if shuffle else sorted(picked, key=lambda candidate: candidate.version)
    if shuffle:
        taken.sort(key=lambda candidate: place(seed, "question", candidate.version))
    return [Drawn(candidate.version, option_order(seed, candidate, shuffle), candidate.points) for candidate in taken]


def option_order(seed: str, candidate: Candidate, shuffle: bool) -> tuple[int, ...]:
    numbers = range(candidate.options)
    if candidate.fixed_order or not shuffle:
        return tuple(numbers)
    return tuple(sorted(numbers, key=lambda option: place(seed, "option", candidate.version, option)))
