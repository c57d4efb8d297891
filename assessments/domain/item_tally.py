"""Counts from which every figure of a paper follows. Pure: no Django, no clock.

A tally can take an attempt in and give it back, in any order, so that a page need not read ten thousand attempts
again when one is handed in or marked anew. All counts are whole numbers; what is in a tally depends on which attempts
are in it and on nothing else.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import NamedTuple


class Total(NamedTuple):
    """An attempt's points of its maximum, in whole numbers of 1/scale of a point, over so many questions.

    squares: the sum of the squares of their points; each: what every question was worth, 0 where that differs.
    """

    points: int
    maximum: int
    scale: int
    questions: int
    squares: int
    each: int


class Cell(NamedTuple):
    """What an attempt earned with one question beside what it earned in all, in whole numbers of 1/scale."""

    points: int
    maximum: int
    total: int
    whole: int
    scale: int


class Choice(NamedTuple):
    """An option chosen, by its number in the content, beside what the attempt earned in all of its maximum."""

    option: int
    total: int
    whole: int


class Day(NamedTuple):
    """The day an attempt was handed in, as 2026-03-31, and whether it earned everything with the question."""

    day: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class Answered[K: Hashable]:
    """One question of an attempt: points as whole numbers of 1/scale, and the options chosen where it has any."""

    question: K
    points: int
    maximum: int
    chosen: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Sat[K: Hashable]:
    """A finished attempt with its questions, without those that were dropped."""

    scale: int
    answers: Sequence[Answered[K]]
    day: str = ""


@dataclass
class QuestionTally:
    cells: Counter[Cell] = field(default_factory=Counter)
    choices: Counter[Choice] = field(default_factory=Counter)
    days: Counter[Day] = field(default_factory=Counter)

    @property
    def drawn(self) -> int:
        return self.cells.total()


@dataclass
class Tally[K: Hashable]:
    totals: Counter[Total] = field(default_factory=Counter)
    questions: dict[K, QuestionTally] = field(default_factory=dict)

    @property
    def attempts(self) -> int:
        return self.totals.total()

    def add(self, sat: Sat[K]) -> None:
        self._count(sat, 1)

    def remove(self, sat: Sat[K]) -> None:
        """Give back an attempt that was added before."""
        self._count(sat, -1)

    def forget(self, before: str) -> None:
        """Drop the days before this one: they serve only to say how questions fare of late."""
        for tally in self.questions.values():
            tally.days = Counter({name: many for name, many in tally.days.items() if name.day >= before})

    def _count(self, sat: Sat[K], by: int) -> None:
        total = sum(answer.points for answer in sat.answers)
        whole = sum(answer.maximum for answer in sat.answers)
        if not whole:
            return
        _change(self.totals, _total(sat), by)
        score = _reduced(total, whole)
        for answer in sat.answers:
            tally = self.questions.setdefault(answer.question, QuestionTally())
            cell = Cell(*_reduced(answer.points, answer.maximum, total, whole, sat.scale))
            _change(tally.cells, cell, by)
            _change(tally.days, Day(sat.day, answer.points == answer.maximum), by)
            for option in answer.chosen:
                _change(tally.choices, Choice(option, *score), by)
            if not tally.cells:
                del self.questions[answer.question]


def tally_of[K: Hashable](attempts: Iterable[Sat[K]]) -> Tally[K]:
    tally: Tally[K] = Tally()
    for sat in attempts:
        tally.add(sat)
    return tally


def _total[K: Hashable](sat: Sat[K]) -> Total:
    common = gcd(sat.scale, *(number for answer in sat.answers for number in (answer.points, answer.maximum)))
    points = [answer.points // common for answer in sat.answers]
    worth = {answer.maximum // common for answer in sat.answers}
    each = worth.pop() if len(worth) == 1 else 0
    whole = sum(answer.maximum for answer in sat.answers) // common
    return Total(sum(points), whole, sat.scale // common, len(points), sum(one * one for one in points), each)


def _reduced(*numbers: int) -> tuple[int, ...]:
    """The same numbers on the smallest scale that keeps them whole, so that equal facts have one name."""
    common = gcd(*numbers)
    return tuple(number // common for number in numbers)


def _change[T: Hashable](counter: Counter[T], name: T, by: int) -> None:
    counter[name] += by
    if not counter[name]:
        del counter[name]
