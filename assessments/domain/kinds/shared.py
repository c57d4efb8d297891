"""What all kinds share: how an answer is asked for and the words of their contents. Not a kind: it has no KEY."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

Content = dict[str, Any]
Value = dict[str, Any]
Text = dict[str, str]  # {"en": …, "zh-hans": …}; a language not written yet is missing or empty
Within = Callable[[Text], str]  # the text in the reader's language
Posted = Mapping[str, Sequence[str]]  # what an editor's form sent: every field with its values

LANGUAGES = ("en", "zh-hans")
LONGEST = 300  # of a short answer
LONGEST_ANSWER = 6000  # of an answer of any kind, all its parts together
MOST_PARTS = 200  # of an answer of any kind
LONGEST_WORDS = 2000  # of a stem, a feedback or an explanation


def gettext_noop(text: str) -> str:
    """Marks a sentence for the catalogue; it is translated where it is shown."""
    return text


class NotAnAnswerError(ValueError):
    """What was posted cannot be an answer to this question."""


@dataclass(frozen=True)
class Asked:
    """How one question stands before one person: the drawn order, the answer so far, the time, their language."""

    order: tuple[int, ...] = ()
    before: Value = field(default_factory=dict)
    now: datetime | None = None
    language: str = "en"


def places(posted: Sequence[str], order: Sequence[int]) -> list[int]:
    """From places on the screen to numbers in the pinned content. Raises NotAnAnswerError for anything else."""
    numbers = []
    for text in posted:
        if not (text.isascii() and text.isdigit() and len(text) <= 3) or int(text) >= len(order):
            raise NotAnAnswerError
        numbers.append(order[int(text)])
    return numbers


def line(posted: Sequence[str], longest: int = LONGEST) -> str:
    """One text as posted, without the spaces around it."""
    text = posted[0] if posted else ""
    if len(posted) > 1 or len(text) > longest or "\0" in text:
        raise NotAnAnswerError
    return text.strip()


def one(posted: Posted, name: str, longest: int = LONGEST_WORDS) -> str:
    """The last value of an editor's field, cut to what a version may hold."""
    values = posted.get(name) or [""]
    return values[-1].strip()[:longest]


def both(posted: Posted, name: str, suffix: str = "") -> Text:
    """A text that an editor writes in the fields name_en and name_zh, with the row's suffix."""
    return {"en": one(posted, f"{name}_en{suffix}"), "zh-hans": one(posted, f"{name}_zh{suffix}")}


def lines(posted: Posted, name: str, suffix: str = "") -> dict[str, list[str]]:
    """A field of one entry a line in each language, with the row's suffix."""
    return {
        language: [part.strip() for part in one(posted, field_name, 4000).splitlines() if part.strip()]
        for language, field_name in (("en", f"{name}_en{suffix}"), ("zh-hans", f"{name}_zh{suffix}"))
    }


def pair(text: Text) -> dict[str, str]:
    """A text as the two fields of an editor's form."""
    return {"en": text.get("en", ""), "zh": text.get("zh-hans", "")}


def share(text: str) -> Fraction:
    """A share of the points as it stands in a content ("1/3", "0.5", "-1"). Raises ValueError for anything else.

    Powers of ten (1e9) are refused: a short text could name a number that takes for ever to write out.
    """
    if "e" in text.lower():
        raise ValueError(text)
    try:
        return Fraction(text)
    except ZeroDivisionError as nought:
        raise ValueError(text) from nought


def is_partial(content: Content) -> bool:
    """Whether parts earn points; else only a wholly right answer does."""
    return content.get("credit") == "partial"


def credit(posted: Posted) -> Content:
    return {"credit": "partial" if one(posted, "credit") == "partial" else "all"}


def earned(parts: Fraction, content: Content, maximum: int) -> Fraction:
    """Points for a share of right parts: as much of the maximum, or all or nothing."""
    return maximum * (parts if is_partial(content) or parts == 1 else Fraction(0))


def scrambled(order: Sequence[int]) -> tuple[int, ...]:
    """The drawn order, and another where it is the author's own: that would show what belongs where.

    Papers that keep their order, and one draw in so many, hand out the author's order. It gives way to one that
    depends on the number of things alone, so that it is the same whenever this person looks.
    """
    kept = tuple(range(len(order)))
    if tuple(order) != kept or len(kept) < 2:
        return tuple(order)
    mixed = tuple(sorted(kept, key=lambda number: sha256(f"{len(kept)}:{number}".encode()).digest()))
    return mixed if mixed != kept else kept[::-1]


def is_written(text: Text) -> bool:
    return any(words.strip() for words in text.values())


def decimal_text(number: Decimal) -> str:
    """As people write it: no exponent, no noughts that say nothing."""
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain
