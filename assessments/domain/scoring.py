"""Scores of calls and practicals (RULES 2). Pure and exact: no Django, no float."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

WHOLE_WEIGHT = 100


@dataclass(frozen=True)
class SheetLine:
    key: str
    weight: int
    top_level: int  # level 0 earns nothing, the top level the whole weight
    reasons: int = 0  # how many reasons for "does not apply" are allowed; 0: it always applies


@dataclass(frozen=True)
class Sheet:
    """The figures of a rubric version."""

    lines: tuple[SheetLine, ...]
    critical: frozenset[str] = frozenset()

    def line(self, key: str) -> SheetLine:
        return next(line for line in self.lines if line.key == key)


@dataclass(frozen=True)
class LineScore:
    """A level, or the number of the reason why the line does not apply; both None while it is not scored."""

    level: int | None = None
    not_applicable: int | None = None

    @property
    def is_scored(self) -> bool:
        return self.level is not None or self.not_applicable is not None


@dataclass(frozen=True)
class CallScore:
    raw: Fraction  # percent, before critical errors
    effective: Fraction  # percent that counts
    critical: list[str]
    applicable_weight: int


@dataclass(frozen=True)
class Standing:
    """A score on the way: what is sure now and what may still come of it."""

    now: Fraction  # the open lines counted as 0
    lowest: Fraction
    highest: Fraction
    open_lines: list[str] = field(default_factory=list)


class UnscorableError(ValueError):
    """`reason` names the rule that is not met, `key` the line it is about."""

    def __init__(self, reason: str, key: str = "") -> None:
        super().__init__(reason, key)
        self.reason, self.key = reason, key


def sheet_of(content: dict[str, Any]) -> Sheet:
    """The figures in a rubric version's content."""
    lines = [line for category in content["categories"] for line in category["lines"]]
    return Sheet(
        lines=tuple(
            SheetLine(line["key"], line["weight"], len(line["anchors"]) - 1, len(line.get("reasons", [])))
            for line in lines
        ),
        critical=frozenset(error["key"] for error in content["critical_errors"]),
    )


def check(sheet: Sheet, lines: Mapping[str, LineScore], critical: Iterable[str]) -> None:
    """Raises UnscorableError for anything that this rubric does not know; an unscored line is no fault."""
    for key, given in lines.items():
        known = next((line for line in sheet.lines if line.key == key), None)
        if known is None:
            raise UnscorableError("unknown line", key)
        if given.level is not None and given.not_applicable is not None:
            raise UnscorableError("scored and not applicable", key)
        if given.level is not None and not 0 <= given.level <= known.top_level:
            raise UnscorableError("no such level", key)
        if given.not_applicable is not None and not 0 <= given.not_applicable < known.reasons:
            raise UnscorableError("always applies", key)
    unknown = sorted(set(critical) - sheet.critical)
    if unknown:
        raise UnscorableError("unknown critical error", unknown[0])


def score(
    sheet: Sheet, lines: Mapping[str, LineScore], critical: Iterable[str] = (), *, least_weight: int = 70
) -> CallScore:
    """The exact score in percent (RULES 2): weight x level / top level over the weight that applies.

    A line that does not apply leaves both sides of the fraction; at least `least_weight` percent must apply. Any
    critical error makes the effective score 0. Raises UnscorableError when a line is open or too little applies.
    """
    found = sorted(set(critical))
    check(sheet, lines, found)
    for line in sheet.lines:
        if not lines.get(line.key, LineScore()).is_scored:
            raise UnscorableError("not scored", line.key)
    applying = [line for line in sheet.lines if lines[line.key].level is not None]
    weight = sum(line.weight for line in applying)
    if weight < least_weight or weight == 0:
        raise UnscorableError("too little applies")
    raw = sum((points(line, lines[line.key]) for line in applying), Fraction(0)) * 100 / weight
    return CallScore(raw, Fraction(0) if found else raw, found, weight)


def points(line: SheetLine, given: LineScore) -> Fraction:
    return Fraction(line.weight * (given.level or 0), line.top_level)


def standing(sheet: Sheet, lines: Mapping[str, LineScore]) -> Standing:
    """What a half-filled card says so far. Open lines are taken to apply; a line found not to apply may move it."""
    check(sheet, lines, ())
    applying = [line for line in sheet.lines if lines.get(line.key, LineScore()).not_applicable is None]
    weight = sum(line.weight for line in applying)
    left = [line for line in applying if not lines.get(line.key, LineScore()).is_scored]
    sure = sum((points(line, lines[line.key]) for line in applying if line not in left), Fraction(0))
    if weight == 0:
        return Standing(Fraction(0), Fraction(0), Fraction(0))
    now = sure * 100 / weight
    return Standing(now, now, now + Fraction(sum(line.weight for line in left) * 100, weight), [x.key for x in left])
