"""A longer text, scored on a rubric by a person who does not see whose it is.

A content names the rubric by its key; the share of the rubric reached is the share of the points. `least` is a hint
for the writer in words (English) and characters (Chinese); nothing is taken off for a shorter text by itself.
"""

from collections.abc import Sequence
from typing import Any

from assessments.domain.kinds.shared import (
    LANGUAGES,
    Asked,
    Content,
    NotAnAnswerError,
    Posted,
    Text,
    Value,
    Within,
    gettext_noop,
    one,
)

KEY = "essay"
LABEL = gettext_noop("a text in your own words")
NAME = gettext_noop("essay")
INPUT = "text"
TEMPLATES = "essay"
BY_PERSON = True

SHORTEST, LONGEST = 100, 5000  # characters that a question may allow at most
ENDS = dict(zip(LANGUAGES, ("en", "zh"), strict=True))


def texts(content: Content) -> list[Text]:
    return []


def remarks(content: Content) -> list[Text]:
    return []


def orders(content: Content) -> int:
    return 0


def problems(content: Content) -> list[str]:
    found = []
    if not content["rubric"]:
        found.append(gettext_noop("Name the rubric that the text is scored on."))
    longest, least = content["longest"], content["least"]
    if not isinstance(longest, int) or not SHORTEST <= longest <= LONGEST:
        found.append(gettext_noop("The longest text is 100 to 5,000 characters."))
    elif any(not 0 <= (least.get(language) or 0) < longest for language in LANGUAGES):
        found.append(gettext_noop("The least length is below the longest."))
    return found


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    text = (posted[0] if posted else "").replace("\r\n", "\n")
    if len(posted) > 1 or len(text) > content["longest"] or "\0" in text:
        raise NotAnAnswerError
    return {"text": text}


def shown(value: Value, asked: Asked) -> list[str]:
    return [value.get("text", "")]


def is_answered(value: Value) -> bool:
    return bool(value.get("text", "").strip())


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    return {
        "text": value.get("text", ""),
        "longest": content["longest"],
        "least": content["least"].get(asked.language) or 0,
        "counts": "signs" if asked.language == "zh-hans" else "words",
    }


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    return {"text": value.get("text", ""), "rubric": content["rubric"], "longest": content["longest"]}


def written(posted: Posted) -> Content:
    """From the fields rubric, longest, least_en and least_zh."""
    return {
        "rubric": one(posted, "rubric", 80),
        "longest": _whole(one(posted, "longest")),
        "least": {language: _whole(one(posted, f"least_{end}")) or 0 for language, end in ENDS.items()},
    }


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def editor(content: Content) -> dict[str, Any]:
    least = content.get("least", {})
    return {
        "rubric": content.get("rubric", ""),
        "longest": content.get("longest", LONGEST),
        "least_en": least.get("en") or "",
        "least_zh": least.get("zh-hans") or "",
    }
