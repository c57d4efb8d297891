"""A rubric while it is written: from posted fields to a version's content and back, and what a change comes to."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import slugify

from assessments.models.wording import within

LANGUAGES = {"en": "en", "zh": "zh-hans"}
LEVELS = 5  # 0 to 4, as the desk scores by single keys
LINE_TEXTS = ("title", "reasons", *(f"a{level}" for level in range(LEVELS * 2)))
LONGEST = 500
MOST_CATEGORIES, MOST_LINES, MOST_ERRORS = 12, 12, 20

Content = dict[str, Any]
Texts = dict[str, str]


def rows_of(content: Content) -> dict[str, Any]:
    """What the page shows: every row under the name its fields are posted by, and an empty one wherever one may
    be added."""
    empty: dict[str, Any] = {"key": "", "title": {}, "lines": []}
    categories = [*content["categories"], empty][:MOST_CATEGORIES]
    errors = [*content["critical_errors"], {"key": "", "title": {}, "means": {}}][:MOST_ERRORS]
    return {
        "title": _pair(content["title"]),
        "categories": [_category_row(f"c{n}", category) for n, category in enumerate(categories)],
        "errors": [
            {
                "name": f"e{n}",
                "key": error["key"],
                "title": _pair(error["title"]),
                "means": _pair(error["means"]),
                "only_without_notice": error.get("only_without_notice", False),
            }
            for n, error in enumerate(errors)
        ],
    }


def _category_row(name: str, category: Content) -> dict[str, Any]:
    empty: dict[str, Any] = {"key": "", "title": {}, "weight": "", "anchors": [], "reasons": []}
    lines = [*category["lines"], empty][:MOST_LINES]
    return {
        "name": name,
        "key": category["key"],
        "title": _pair(category["title"]),
        "weight": sum(line["weight"] for line in category["lines"]),
        "lines": [_line_row(f"{name}-l{n}", line) for n, line in enumerate(lines)],
    }


def _line_row(name: str, line: Content) -> dict[str, Any]:
    anchors = [*line["anchors"], *[{}] * LEVELS][: max(LEVELS, len(line["anchors"]))]
    return {
        "name": name,
        "key": line["key"],
        "title": _pair(line["title"]),
        "weight": line["weight"],
        "anchors": [{"level": level, **_pair(anchor)} for level, anchor in enumerate(anchors)],
        "reasons": _pair(
            {
                language: "\n".join(reason.get(language, "") for reason in line["reasons"])
                for language in LANGUAGES.values()
            }
        ),
    }


def _pair(text: Texts) -> dict[str, str]:
    return {short: text.get(language, "") for short, language in LANGUAGES.items()} | {"words": in_words(text)}


def in_words(text: Texts) -> str:
    """In the reader's language; while a draft lacks it, in the other."""
    return (within(text) if all(text.values()) and text else "") or next(
        (words for words in text.values() if words), ""
    )


def content_from(posted: Mapping[str, str]) -> Content:
    """The content that was posted. Rows without a word are left out; what is still missing is for `problems`."""
    taken: set[str] = set()
    categories = [_category(posted, name, taken) for name in _names(posted, "c", MOST_CATEGORIES)]
    return {
        "title": _text(posted, "title"),
        "categories": [category for category in categories if category["lines"] or any(category["title"].values())],
        "critical_errors": [
            {
                "key": _key(posted, name, taken),
                "title": _text(posted, f"{name}-title"),
                "means": _text(posted, f"{name}-means"),
                "only_without_notice": f"{name}-notice" in posted,
            }
            for name in _names(posted, "e", MOST_ERRORS)
            if _stays(posted, name, ("title", "means"))
        ],
    }


def _category(posted: Mapping[str, str], name: str, taken: set[str]) -> Content:
    lines = [line for line in _names(posted, f"{name}-l", MOST_LINES) if _stays(posted, line, LINE_TEXTS)]
    return {
        "key": _key(posted, name, taken),
        "title": _text(posted, f"{name}-title"),
        "lines": [_line(posted, line, taken) for line in lines],
    }


def _line(posted: Mapping[str, str], name: str, taken: set[str]) -> Content:
    anchors = [_text(posted, f"{name}-a{level}") for level in range(LEVELS * 2)]
    while anchors and not any(anchors[-1].values()):
        anchors.pop()
    reasons = {short: _said(posted, f"{name}-reasons-{short}", LONGEST * 4).splitlines() for short in LANGUAGES}
    count = max(len(words) for words in reasons.values())
    weight = _said(posted, f"{name}-weight", 3)
    return {
        "key": _key(posted, name, taken),
        "title": _text(posted, f"{name}-title"),
        "weight": int(weight) if weight.isascii() and weight.isdigit() else 0,
        "anchors": anchors,
        "reasons": [
            {
                language: reasons[short][n].strip() if n < len(reasons[short]) else ""
                for short, language in LANGUAGES.items()
            }
            for n in range(count)
        ],
    }


def _names(posted: Mapping[str, str], start: str, most: int) -> Iterator[str]:
    return (f"{start}{n}" for n in range(most) if f"{start}{n}-key" in posted)


def _stays(posted: Mapping[str, str], name: str, texts: Iterable[str]) -> bool:
    """Whatever was typed is kept, also while its title is still to come."""
    return f"{name}-remove" not in posted and any(
        words for text in texts for words in _text(posted, f"{name}-{text}").values()
    )


def _text(posted: Mapping[str, str], name: str) -> Texts:
    return {language: _said(posted, f"{name}-{short}", LONGEST) for short, language in LANGUAGES.items()}


def _said(posted: Mapping[str, str], name: str, longest: int) -> str:
    return posted.get(name, "").replace("\0", "").replace("\r\n", "\n")[:longest].strip()


def _key(posted: Mapping[str, str], name: str, taken: set[str]) -> str:
    """A line keeps its key for good, so that its figures can be followed over versions; a new one gets one."""
    key = posted.get(f"{name}-key", "")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) or len(key) > 80 or key in taken:
        key = slugify(_text(posted, f"{name}-title")["en"])[:60].strip("-") or name
    number, plain = 2, key
    while key in taken:
        key, number = f"{plain}-{number}", number + 1
    taken.add(key)
    return key


def lines_of(content: Content) -> dict[str, Content]:
    return {line["key"]: line for category in content["categories"] for line in category["lines"]}


def total(content: Content) -> int:
    return sum(line["weight"] for line in lines_of(content).values())


def changes(old: Content, new: Content) -> list[tuple[str, str, int, int]]:
    """What a second person should look at: added, removed, weight or words; of which line; old and new weight."""
    found: list[tuple[str, str, int, int]] = []
    for before, after in (
        (lines_of(old), lines_of(new)),
        ({row["key"]: row for row in old["critical_errors"]}, {row["key"]: row for row in new["critical_errors"]}),
    ):
        for key in sorted(before.keys() | after.keys()):
            was, now = before.get(key), after.get(key)
            words = in_words((now or was or {})["title"])
            weights = ((was or {}).get("weight", 0), (now or {}).get("weight", 0))
            if was is None or now is None:
                found.append(("added" if was is None else "removed", words, *weights))
                continue
            if weights[0] != weights[1]:
                found.append(("weight", words, *weights))
            if {**was, "weight": 0} != {**now, "weight": 0}:
                found.append(("words", words, *weights))
    return found
