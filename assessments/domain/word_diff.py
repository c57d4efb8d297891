"""What differs between two versions of a question, word by word (a Chinese sign is a word). Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from assessments.domain.kinds.shared import LANGUAGES, Content, gettext_noop

SAME, GONE, NEW = "same", "gone", "new"
_WORDS = re.compile(r"[㐀-鿿]|[^\W㐀-鿿]+|\s+|.", re.DOTALL)

# What an author calls the fields that the kinds share; a kind's other fields go by their own name.
FIELDS = {
    "stem": gettext_noop("Question"),
    "explanation": gettext_noop("Explanation"),
    "options": gettext_noop("Option"),
    "feedback": gettext_noop("Feedback"),
    "right": gettext_noop("right"),
    "accepted": gettext_noop("Answers that count"),
    "share": gettext_noop("share of the points"),
    "credit": gettext_noop("Credit"),
    "points": gettext_noop("Points"),
    "difficulty": gettext_noop("Difficulty"),
    "pairs": gettext_noop("Pair"),
    "left": gettext_noop("Left side"),
    "items": gettext_noop("Step"),
    "intervals": gettext_noop("Number that counts"),
    "low": gettext_noop("from"),
    "high": gettext_noop("to"),
    "unit": gettext_noop("Unit"),
    "gaps": gettext_noop("Gap"),
    "turns": gettext_noop("Turn"),
    "segments": gettext_noop("Phrase"),
    "forbidden": gettext_noop("forbidden"),
    "rubric": gettext_noop("Rubric"),
    "target": gettext_noop("Speed wanted"),
    "accuracy": gettext_noop("Accuracy wanted"),
    "steps": gettext_noop("Step of points"),
    "kind": gettext_noop("Kind"),
    "format": gettext_noop("Way of writing"),
    "text": "",
    "en": gettext_noop("English"),
    "zh-hans": gettext_noop("Chinese"),
}


@dataclass(frozen=True)
class Change:
    """One text or figure that differs: where (field names and numbers from 1), its parts, whether it decides points."""

    path: tuple[str | int, ...]
    parts: tuple[tuple[str, str], ...]
    is_key: bool


def words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Both texts as one run of parts: what stayed, what went, what is new. Joined they give either text back."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append((SAME, "".join(old[a:b])))
            continue
        if b > a:
            parts.append((GONE, "".join(old[a:b])))
        if d > c:
            parts.append((NEW, "".join(new[c:d])))
    return tuple(parts)


def changes(before: Content, after: Content) -> list[Change]:
    """Every leaf of a version's content that differs, in the order of its fields."""
    first = {name: place for place, name in enumerate(FIELDS)}
    found = list(_changes(before, after, ()))
    return sorted(found, key=lambda change: first.get(str(change.path[0]), len(first)))


def _changes(before: Any, after: Any, path: tuple[str | int, ...]) -> Iterator[Change]:
    if before == after:
        return
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before or {}, after or {}
        if isinstance(old, dict) and isinstance(new, dict):
            for name in dict.fromkeys([*old, *new]):
                yield from _changes(old.get(name), new.get(name), (*path, name))
            return
    if isinstance(before, list) or isinstance(after, list):
        old, new = before or [], after or []
        if isinstance(old, list) and isinstance(new, list):
            for number, (one, other) in enumerate(_paired(old, new), 1):
                yield from _changes(one, other, (*path, number))
            return
    yield Change(path, words(_plain(before), _plain(after)), is_key=not _is_words(path))


def _paired(old: list[Any], new: list[Any]) -> list[tuple[Any, Any]]:
    """Entries side by side: equal ones meet, so that one put in front does not make all others differ."""
    a, b = [repr(entry) for entry in old], [repr(entry) for entry in new]
    pairs: list[tuple[Any, Any]] = []
    for _tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        width = max(j - i, m - k)
        left = old[i:j] + [None] * (width - (j - i))
        right = new[k:m] + [None] * (width - (m - k))
        pairs += zip(left, right, strict=True)
    return pairs


def _is_words(path: tuple[str | int, ...]) -> bool:
    """A text in one language is words; anything else (a right mark, a share, an accepted answer) decides points."""
    return path[-1] in LANGUAGES


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    return str(value)
