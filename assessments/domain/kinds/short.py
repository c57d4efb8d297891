"""A few words typed. Compared as whole texts in a plain form, never by pattern, so that time stays linear."""

import unicodedata
from collections.abc import Sequence

from assessments.domain.kinds.choices import Content, NotAnAnswerError, Value, gettext_noop

KEY = "short"
LABEL = gettext_noop("a few words")
NAME = gettext_noop("short text")
INPUT = "text"
OPTIONS = range(0)

# Long enough for any short answer; a text is cut off here by the form, and refused beyond it.
LONGEST = 300


def plain_form(answer: str) -> str:
    """Width, case, spaces and a closing stop make no difference."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", answer).casefold())
    return "".join(plain.split()).rstrip(".。")


def accepted(content: Content) -> set[str]:
    return {plain_form(answer) for answers in content["accepted"].values() for answer in answers}


def problems(content: Content) -> list[str]:
    if not all(content["accepted"].get(language) for language in ("en", "zh-hans")):
        return [gettext_noop("Name at least one accepted answer in each language.")]
    if "" in accepted(content):
        return [gettext_noop("An accepted answer is empty.")]
    return []


def read(posted: Sequence[str], content: Content) -> Value:
    text = posted[0] if posted else ""
    if len(posted) > 1 or len(text) > LONGEST or "\0" in text:
        raise NotAnAnswerError
    return {"text": text.strip()}


def is_answered(value: Value) -> bool:
    return bool(value.get("text"))


def points(content: Content, value: Value, maximum: int) -> int:
    plain = plain_form(value.get("text", ""))
    return maximum if plain and plain in accepted(content) else 0
