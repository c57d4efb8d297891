"""A scorecard as it is filled in: read what was posted, say what is missing. Pure: no Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assessments.domain.scoring import LineScore, Sheet, UnscorableError, check, points

# Longer than any remark, short enough that a draft stays small.
LONGEST_COMMENT = 2000
LONGEST_RECORDING_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Entry:
    """What the scorer said about one line."""

    score: LineScore
    comment: str = ""
    at_ms: int | None = None


@dataclass(frozen=True)
class Found:
    """A critical error that was found."""

    comment: str = ""
    at_ms: int | None = None


@dataclass(frozen=True)
class Card:
    lines: Mapping[str, Entry] = field(default_factory=dict)
    critical: Mapping[str, Found] = field(default_factory=dict)

    @property
    def scores(self) -> dict[str, LineScore]:
        return {key: entry.score for key, entry in self.lines.items()}

    def content(self) -> dict[str, Any]:
        """As JSON, the same for the same card."""
        return {
            "lines": {
                key: {
                    "level": entry.score.level,
                    "not_applicable": entry.score.not_applicable,
                    "comment": entry.comment,
                    "at_ms": entry.at_ms,
                }
                for key, entry in sorted(self.lines.items())
            },
            "critical": {
                key: {"comment": found.comment, "at_ms": found.at_ms} for key, found in sorted(self.critical.items())
            },
        }


@dataclass(frozen=True)
class Missing:
    """What stands between a draft and its release, by line or error key."""

    lines: list[str]
    comments: list[str]
    times: list[str]

    def __bool__(self) -> bool:
        return bool(self.lines or self.comments or self.times)


def read_card(content: Mapping[str, Any], sheet: Sheet) -> Card:
    """The card in posted or stored JSON; UnscorableError for whatever this rubric does not know."""
    lines = {str(key): _entry(row, str(key)) for key, row in _rows(content, "lines").items()}
    critical = {
        str(key): Found(_comment(row, str(key)), _whole(row.get("at_ms"), LONGEST_RECORDING_MS, str(key)))
        for key, row in _rows(content, "critical").items()
    }
    card = Card(lines, critical)
    check(sheet, card.scores, critical)
    return card


def _rows(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    rows = content.get(name, {})
    if not isinstance(rows, Mapping) or not all(isinstance(row, Mapping) for row in rows.values()):
        raise UnscorableError("not a card")
    return rows


def _entry(row: Mapping[str, Any], key: str) -> Entry:
    score = LineScore(_whole(row.get("level"), 100, key), _whole(row.get("not_applicable"), 100, key))
    return Entry(score, _comment(row, key), _whole(row.get("at_ms"), LONGEST_RECORDING_MS, key))


def _whole(value: object, most: int, key: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise UnscorableError("not a whole number", key)
    return value


def _comment(row: Mapping[str, Any], key: str) -> str:
    comment = row.get("comment", "")
    if not isinstance(comment, str) or len(comment) > LONGEST_COMMENT or "\0" in comment:
        raise UnscorableError("comment too long", key)
    return comment.strip()


def missing(sheet: Sheet, card: Card, *, timed: bool) -> Missing:
    """Every line needs a score; every lost point and every critical error a comment, `timed` ones its time too."""
    unscored, remarked = [], []
    for line in sheet.lines:
        entry = card.lines.get(line.key, Entry(LineScore()))
        if not entry.score.is_scored:
            unscored.append(line.key)
        elif entry.score.level is not None and points(line, entry.score) < line.weight:
            remarked.append((line.key, entry.comment, entry.at_ms))
    remarked += [(key, found.comment, found.at_ms) for key, found in sorted(card.critical.items())]
    return Missing(
        lines=unscored,
        comments=[key for key, comment, _ in remarked if not comment],
        times=[key for key, _, at_ms in remarked if timed and at_ms is None],
    )
