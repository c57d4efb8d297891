"""A few words typed. Compared in a plain form; a * in an accepted answer stands for any text, in linear time."""

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.domain.kinds.shared import (
    LONGEST,
    Asked,
    Content,
    Posted,
    Text,
    Value,
    Within,
    gettext_noop,
    line,
    lines,
)

KEY = "short"
LABEL = gettext_noop("a few words")
NAME = gettext_noop("short text")
INPUT = "text"
TEMPLATES = "short"


def texts(content: Content) -> list[Text]:
    return []


def remarks(content: Content) -> list[Text]:
    return []


def orders(content: Content) -> int:
    return 0


_STOPS = ".。"
_STAR = re.compile(r"(?<!\\)\*")  # a \* is the sign itself


def plain_form(answer: str) -> str:
    """Width, case, spaces and a closing stop make no difference."""
    return _folded(answer).rstrip(_STOPS)


def _folded(text: str) -> str:
    """The plain form with its closing stop."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(plain.split())


def matches(pattern: str, plain: str) -> bool:
    """Whether a plain text is an accepted one; each * stands for any text, and two of them never multiply the work.

    Greedy from the left: what lies between stars is looked for once, in order, so the time is linear in the text
    for each piece and no answer can make it explode (hazard of patterns that backtrack).
    """
    *before, closing = [_folded(piece.replace(r"\*", "*")) for piece in _STAR.split(pattern)]
    last = closing.rstrip(_STOPS)  # a stop before a * closes nothing: 1.* is no 15
    if not before:
        return plain == last
    first, *middle = before
    if not plain.startswith(first) or len(plain) < len(first) + len(last) or not plain.endswith(last):
        return False
    at, end = len(first), len(plain) - len(last)
    for piece in middle:
        found = plain.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def accepted(content: Content) -> list[str]:
    return [answer for answers in content["accepted"].values() for answer in answers]


def problems(content: Content) -> list[str]:
    if not accepted(content):
        return [gettext_noop("Name at least one accepted answer in each language.")]
    if any(not plain_form(_STAR.sub("", answer)) for answer in accepted(content)):
        return [gettext_noop("An accepted answer is empty.")]
    return []


def missing(content: Content, language: str) -> bool:
    return not content["accepted"].get(language)


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    return {"text": line(posted, LONGEST)}


def shown(value: Value, asked: Asked) -> list[str]:
    return [value.get("text", "")]


def is_answered(value: Value) -> bool:
    return bool(value.get("text"))


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """All or nothing. A closing stop may also be what a pattern asks for ("etc.*")."""
    folded = _folded(value.get("text", ""))
    plain = folded.rstrip(_STOPS)
    hit = any(matches(answer, form) for answer in accepted(content) for form in {plain, folded})
    return Fraction(maximum if plain and hit else 0)


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    return {"text": value.get("text", ""), "longest": LONGEST}


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    here = {language: answers[0] for language, answers in content["accepted"].items() if answers}
    return {"text": value.get("text", ""), "accepted": within(here)}


def written(posted: Posted) -> Content:
    return {"accepted": lines(posted, "accepted")}


def editor(content: Content) -> dict[str, Any]:
    accepted_lines = content.get("accepted", {})
    return {
        "accepted_en": "\n".join(accepted_lines.get("en", [])),
        "accepted_zh": "\n".join(accepted_lines.get("zh-hans", [])),
    }


def guess(content: Content) -> Fraction:
    """Nobody hits the words by chance, unless anything is accepted."""
    return Fraction(any(not plain_form(_STAR.sub("", answer)) for answer in accepted(content)))
