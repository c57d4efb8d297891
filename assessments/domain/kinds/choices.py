"""What the kinds with options share. Not a kind itself: it has no KEY."""

from collections.abc import Sequence
from typing import Any

Content = dict[str, Any]
Value = dict[str, Any]


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated where it is shown."""
    return text


class NotAnAnswerError(ValueError):
    """What was posted cannot be an answer to this question."""


def rights(content: Content) -> set[int]:
    return {index for index, option in enumerate(content["options"]) if option["right"]}


def chosen(posted: Sequence[str], content: Content, most: int) -> Value:
    """The options chosen, as their numbers in the pinned content; an empty choice is an answer taken back."""
    if len(posted) > most or not all(text.isascii() and text.isdigit() and len(text) <= 3 for text in posted):
        raise NotAnAnswerError
    numbers = sorted({int(text) for text in posted})
    if any(number >= len(content["options"]) for number in numbers):
        raise NotAnAnswerError
    return {"chosen": numbers}


def is_answered(value: Value) -> bool:
    return bool(value.get("chosen"))


def exactly_right(content: Content, value: Value, maximum: int) -> int:
    """All the points for exactly the right options, else none."""
    return maximum if is_answered(value) and set(value["chosen"]) == rights(content) else 0
