"""A paper while it is written: from posted fields to its parts and back to the rows of the form."""

from collections.abc import Mapping
from typing import Any

from assessments.domain.kinds.shared import LANGUAGES
from assessments.models import Question

Content = dict[str, Any]
Posted = Mapping[str, str]

SHORT = {"en": "en", "zh": "zh-hans"}
MOST_PARTS, MOST_ROWS = 12, 120
EMPTY_ROWS = 3  # offered at the end of every part
MOST_QUESTIONS, MOST_POINTS = 200, 100
LATEST, NOW_LIVE = "", "live"


def rows_of(parts: list[Content]) -> list[dict[str, Any]]:
    """What the page shows: every row under the name its fields are posted by, and empty ones where one may be added."""
    empty = {"title": {}, "words": {}, "rows": [], "questions": []}
    shown = [*parts, empty][:MOST_PARTS] if parts else [empty]
    return [_part_row(f"p{number}", number, part, number < len(parts)) for number, part in enumerate(shown)]


def _part_row(name: str, number: int, part: Content, stands: bool) -> dict[str, Any]:
    spare = EMPTY_ROWS if stands or number == 0 else 1
    rows = [*part["rows"], *[{}] * spare][:MOST_ROWS]
    questions = [*part["questions"], *[{}] * spare][:MOST_ROWS]
    return {
        "name": name,
        "number": number + 1,
        "stands": stands,
        "title": {short: part["title"].get(language, "") for short, language in SHORT.items()},
        "words": {short: part["words"].get(language, "") for short, language in SHORT.items()},
        "rows": [{"name": f"{name}-r{n}", "place": n + 1, **row} for n, row in enumerate(rows)],
        "questions": [{"name": f"{name}-q{n}", "place": n + 1, **item} for n, item in enumerate(questions)],
    }


def parts_from(posted: Posted) -> list[Content]:
    """The parts that were posted. Rows without a topic or question are left out, and parts with nothing in them."""
    parts = [_part(posted, f"p{number}") for number in range(MOST_PARTS) if f"p{number}-remove" not in posted]
    kept = [part for part in parts if any(part["title"].values()) or part["rows"] or part["questions"]]
    return kept or [
        {"title": dict.fromkeys(LANGUAGES, ""), "words": dict.fromkeys(LANGUAGES, ""), "rows": [], "questions": []}
    ]


def _part(posted: Posted, name: str) -> Content:
    return {
        "title": _both(posted, f"{name}-title", 160),
        "words": _both(posted, f"{name}-words", 1000),
        "rows": [_row(posted, row) for row in _filled(posted, f"{name}-r", "topic")],
        "questions": [_question(posted, row) for row in _filled(posted, f"{name}-q", "question")],
    }


def _filled(posted: Posted, prefix: str, field: str) -> list[str]:
    """The rows that name something and are not taken out, in the order of their numbers."""
    names = [f"{prefix}{number}" for number in range(MOST_ROWS)]
    names = [name for name in names if _said(posted, f"{name}-{field}", 120) and f"{name}-remove" not in posted]
    return sorted(names, key=lambda name: _number(posted, f"{name}-place", 999) or 999)


def _row(posted: Posted, name: str) -> Content:
    return {
        "topic": _said(posted, f"{name}-topic", 80),
        "difficulty": _number(posted, f"{name}-difficulty", 3),
        "count": _number(posted, f"{name}-count", MOST_QUESTIONS) or 1,
        "points": _number(posted, f"{name}-points", MOST_POINTS),
    }


def _question(posted: Posted, name: str) -> Content:
    key, wanted = _said(posted, f"{name}-question", 120), _said(posted, f"{name}-version", 8)
    version = _live_number(key) if wanted == NOW_LIVE else _number(posted, f"{name}-version", 100_000)
    return {"question": key, "version": version, "points": _number(posted, f"{name}-points", MOST_POINTS)}


def _live_number(key: str) -> int | None:
    return Question.objects.filter(key=key).values_list("live_version__number", flat=True).first()


def _both(posted: Posted, name: str, longest: int) -> dict[str, str]:
    return {language: _said(posted, f"{name}-{short}", longest) for short, language in SHORT.items()}


def _said(posted: Posted, name: str, longest: int) -> str:
    return posted.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()[:longest]


def _number(posted: Posted, name: str, most: int) -> int | None:
    text = posted.get(name, "").strip()
    return min(int(text), most) or None if text.isascii() and text.isdigit() and len(text) < 8 else None
