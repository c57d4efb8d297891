"""The rubric panel: each line with its anchors, what was given, what is missing and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from typing import Any

from assessments.domain import scorecards
from assessments.domain.cards import Card, Entry, Missing
from assessments.domain.scoring import LineScore, Sheet, Standing, points, standing
from assessments.models import Scorecard
from assessments.models.wording import within
from kernel.templatetags.dates import runtime


@dataclass(frozen=True)
class PanelLevel:
    level: int
    words: str
    points: Fraction
    chosen: bool


@dataclass(frozen=True)
class PanelReason:
    number: int
    words: str
    chosen: bool


@dataclass(frozen=True)
class PanelLine:
    key: str
    title: str
    category: str
    weight: int
    levels: list[PanelLevel]
    reasons: list[PanelReason]
    points: Fraction | None
    is_scored: bool
    applies: bool
    is_full: bool
    comment: str
    at_ms: int | None
    lacks: str  # "", "comment" or "time"

    @property
    def at(self) -> str:
        return clock_of(self.at_ms)


@dataclass(frozen=True)
class PanelError:
    key: str
    title: str
    means: str
    found: bool
    comment: str
    at_ms: int | None
    lacks: str

    @property
    def at(self) -> str:
        return clock_of(self.at_ms)


@dataclass(frozen=True)
class Panel:
    """What `_rubric_panel.html` needs. `marks` are the figures on the consequence bar, the main one first."""

    scorecard: Scorecard
    lines: list[PanelLine]
    errors: list[PanelError]
    standing: Standing
    missing: Missing
    timed: bool
    marks: list[tuple[int, str]] = field(default_factory=list)

    @property
    def scored(self) -> int:
        return sum(line.is_scored for line in self.lines)

    @property
    def top_level(self) -> int:
        return max(len(line.levels) for line in self.lines) - 1

    @property
    def found(self) -> list[PanelError]:
        return [error for error in self.errors if error.found]

    @property
    def missing_words(self) -> str:
        return scorecards.in_words(self.missing) if self.missing else ""

    @property
    def now(self) -> Fraction:
        return self.standing.now

    @property
    def possible(self) -> Fraction | None:
        return self.standing.highest if self.standing.open_lines else None


def panel_of(scorecard: Scorecard, card: Card | None = None, *, marks: list[tuple[int, str]] | None = None) -> Panel:
    """The panel of a draft, or of `card` where that is not the one that stands."""
    draft = scorecards.draft_of(scorecard) if card is None else card
    return build(scorecard, draft, scorecards.what_is_missing(scorecard, draft), marks or [])


def released_panel(scorecard: Scorecard, *, marks: list[tuple[int, str]] | None = None) -> Panel:
    """The panel of a released card, for reading."""
    return build(scorecard, scorecards.released_card(scorecard), Missing([], [], []), marks or [])


def build(scorecard: Scorecard, card: Card, gaps: Missing, marks: list[tuple[int, str]]) -> Panel:
    content = scorecard.rubric_version.content
    sheet = scorecards.sheet_for(scorecard)
    lines = [
        _line(category, line, sheet, card, gaps) for category in content["categories"] for line in category["lines"]
    ]
    errors = [_error(error, card, gaps) for error in content["critical_errors"] if error["key"] in sheet.critical]
    timed = scorecard.purpose in scorecards.TIMED
    return Panel(scorecard, lines, errors, standing(sheet, card.scores), gaps, timed, marks)


def _line(category: Mapping[str, Any], line: Mapping[str, Any], sheet: Sheet, card: Card, gaps: Missing) -> PanelLine:
    figures = sheet.line(line["key"])
    entry = card.lines.get(line["key"], Entry(LineScore()))
    given = entry.score
    return PanelLine(
        key=line["key"],
        title=within(line["title"]),
        category=within(category["title"]),
        weight=line["weight"],
        levels=[
            PanelLevel(level, within(words), points(figures, LineScore(level=level)), given.level == level)
            for level, words in enumerate(line["anchors"])
        ],
        reasons=[
            PanelReason(number, within(words), given.not_applicable == number)
            for number, words in enumerate(line.get("reasons", []))
        ],
        points=points(figures, given) if given.level is not None else None,
        is_scored=given.is_scored,
        applies=given.not_applicable is None,
        is_full=given.level == figures.top_level,
        comment=entry.comment,
        at_ms=entry.at_ms,
        lacks=lacks(line["key"], gaps),
    )


def _error(error: Mapping[str, Any], card: Card, gaps: Missing) -> PanelError:
    found = card.critical.get(error["key"])
    return PanelError(
        key=error["key"],
        title=within(error["title"]),
        means=within(error["means"]),
        found=found is not None,
        comment=found.comment if found else "",
        at_ms=found.at_ms if found else None,
        lacks=lacks(error["key"], gaps),
    )


def lacks(key: str, gaps: Missing) -> str:
    if key in gaps.comments:
        return "comment"
    return "time" if key in gaps.times else ""


def clock_of(at_ms: int | None) -> str:
    return "" if at_ms is None else runtime(timedelta(milliseconds=at_ms))
