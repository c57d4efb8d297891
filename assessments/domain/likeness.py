"""How alike two questions are by their words. Pure; quick enough for a bank of thousands without an index on disk.

Two stems are compared as the sets of their runs of three signs (Jaccard: shared runs of all runs), after width, case,
spaces and punctuation are taken away; so Chinese needs no words, and a changed word costs a few runs only.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.domain.kinds.shared import LANGUAGES

ALIKE = Fraction(1, 2)
# A list of a whole bank would drown in what is merely related.
NEARLY_SAME = Fraction(7, 10)
_TAG = re.compile(r"<[^<>]*>")
_RUN = 3
# Questions made from one pattern are all alike: the list of pairs ends after so many comparisons.
MOST_COMPARED = 50_000
MOST_PER_RUN = 20


@dataclass(frozen=True)
class Asked:
    """A question as it is compared: what names it, and the plain form of its stem in each language."""

    key: str
    plain: tuple[str, ...]
    runs: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Alike:
    """Another question and how alike it is; 1 means word for word."""

    key: str
    likeness: Fraction


@dataclass(frozen=True)
class Pair:
    one: str
    other: str
    likeness: Fraction


def plain(stem: str) -> str:
    folded = unicodedata.normalize("NFKC", _TAG.sub(" ", stem)).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def runs(text: str) -> frozenset[str]:
    return (
        frozenset(text[start : start + _RUN] for start in range(max(1, len(text) - _RUN + 1))) if text else frozenset()
    )


def asked(key: str, stem: Mapping[str, str]) -> Asked:
    texts = tuple(plain(stem.get(language, "")) for language in LANGUAGES)
    return Asked(key, texts, tuple(runs(text) for text in texts))


def likeness(one: Asked, other: Asked) -> Fraction:
    """The most alike of their languages; 0 where they share none."""
    return max(_shared(mine, yours) for mine, yours in zip(one.runs, other.runs, strict=True))


def _shared(mine: frozenset[str], yours: frozenset[str], least: Fraction = Fraction(0)) -> Fraction:
    """Shared runs of all runs; 0 when the sizes alone show that it stays below `least`."""
    few, many = sorted((len(mine), len(yours)))
    if not few or few * least.denominator < many * least.numerator:
        return Fraction(0)
    shared = len(mine & yours)
    return Fraction(shared, few + many - shared)


def like(one: Asked, others: Iterable[Asked], *, least: Fraction = ALIKE, most: int = 20) -> list[Alike]:
    """The questions like this one, word-for-word ones first."""
    found = [Alike(other.key, likeness(one, other)) for other in others if other.key != one.key]
    close = sorted((row for row in found if row.likeness >= least), key=lambda row: (-row.likeness, row.key))
    return close[:most]


def pairs(questions: Sequence[Asked], *, least: Fraction = NEARLY_SAME, most: int = 200) -> list[Pair]:
    """All pairs that are at least so alike, word-for-word ones first.

    Two sets with a likeness of `least` share one of the rarest runs of either (prefix filtering: Bayardo, Ma and
    Srikant, "Scaling up all pairs similarity search", 2007), so only questions that meet there are compared.
    """
    close: dict[tuple[int, int], Fraction] = {}
    for language in range(len(LANGUAGES)):
        sets = [question.runs[language] for question in questions]
        for meeting in _meetings(sets, least):
            found = _shared(sets[meeting[0]], sets[meeting[1]], least)
            if found >= least:
                close[meeting] = max(found, close.get(meeting, found))
    rows = [Pair(questions[one].key, questions[other].key, found) for (one, other), found in close.items()]
    return sorted(rows, key=lambda row: (-row.likeness, row.one, row.other))[:most]


def _meetings(sets: Sequence[frozenset[str]], least: Fraction) -> Iterable[tuple[int, int]]:
    """Pairs of numbers to compare, each once; word-for-word ones first, so that a list that must end holds them."""
    same: dict[frozenset[str], int] = {}
    for number, own in enumerate(sets):
        if own and (first := same.setdefault(own, number)) != number:
            yield first, number
    common = Counter(run for own in sets for run in own)
    rarity = {run: place for place, run in enumerate(sorted(common, key=lambda run: (common[run], run)))}
    met: dict[int, list[int]] = defaultdict(list)
    compared = 0
    for number, own in enumerate(sets):
        prefix = sorted(rarity[run] for run in own)[: len(own) - math.ceil(least * len(own)) + 1]
        here = {other for run in prefix for other in met[run][-MOST_PER_RUN:]}
        for run in prefix:
            met[run].append(number)
        compared += len(here)
        yield from ((other, number) for other in here)
        if compared >= MOST_COMPARED:
            return
