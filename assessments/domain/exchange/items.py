"""Questions on their way in or out, in no format and of no bank: what all readers make and all writers take. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.domain.exchange.sentences import gettext_noop

WHOLE = Fraction(1)


@dataclass(frozen=True)
class Choice:
    """An option, or an accepted answer; `share` of the question's points: 1 all, 0 none, below 0 a penalty."""

    text: str
    share: Fraction
    feedback: str = ""


@dataclass(frozen=True)
class Interval:
    """Numbers from `low` to `high`, both included, that earn `share`."""

    low: Decimal
    high: Decimal
    share: Fraction = WHOLE
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """What belongs together in a matching question; an empty `left` makes `right` one answer too many."""

    left: str
    right: str


@dataclass(frozen=True)
class Gap:
    """One gap of a cloze, where the stem has [[number]], from 1 on; `kind` is single, multiple, short or numeric."""

    kind: str
    choices: tuple[Choice, ...] = ()
    intervals: tuple[Interval, ...] = ()
    points: Fraction = WHOLE
    feedback: str = ""  # whatever is filled in


@dataclass(frozen=True)
class Attachment:
    """A picture or sound that the words name by `name`."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Item:
    """One question. Which of `choices`, `intervals`, `pairs` and `gaps` it has is told by its kind."""

    kind: str
    stem: str
    choices: tuple[Choice, ...] = ()
    intervals: tuple[Interval, ...] = ()
    pairs: tuple[Pair, ...] = ()
    gaps: tuple[Gap, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    feedback: str = ""
    points: Fraction = WHOLE
    name: str = ""
    topic: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    text_format: str = "plain"
    all_or_nothing: bool = False  # of several right parts: only all of them earn points
    where: str = field(default="", compare=False)  # in its file

    def as_json(self) -> dict[str, Any]:
        """As `import_questions --check` prints it. Numbers are strings, so that no reader rounds them."""
        return {
            "kind": self.kind,
            "stem": self.stem,
            "options": [_of_choice(choice) for choice in self.choices] if self.kind != "short" else [],
            "answer": self._answer(),
            "feedback": self.feedback,
            "points": number_text(self.points),
            "name": self.name,
            "topic": list(self.topic),
            "tags": list(self.tags),
            "format": self.text_format,
            "all_or_nothing": self.all_or_nothing,
            "files": [attachment.name for attachment in self.attachments],
        }

    def _answer(self) -> Any:
        if self.kind == "true_false":
            return self.choices[0].share == WHOLE
        if self.kind == "numeric":
            return [_of_interval(interval) for interval in self.intervals]
        if self.kind == "cloze":
            return [_of_gap(gap) for gap in self.gaps]
        if self.kind == "matching":
            return [[pair.left, pair.right] for pair in self.pairs]
        if self.kind == "short":
            return [_of_choice(choice) for choice in self.choices]
        if self.kind == "single":
            return [choice.text for choice in self.choices if choice.share == WHOLE]
        return [choice.text for choice in self.choices if choice.share > 0]


@dataclass(frozen=True)
class Problem:
    """Why something could not be taken as it is: `where` in the file, `what` in words."""

    where: str
    what: str


# As many as a workbook has rows; twice the largest bank, and in seconds and within the memory of one request.
MOST_QUESTIONS = 10_000


@dataclass
class Reading:
    """What a file holds. With problems nothing of it is imported; `losses` are told and do not hinder."""

    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    losses: list[Problem] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether the file has more questions than are read of one: readers stop here, and `formats` says so."""
        return len(self.items) + len(self.problems) > MOST_QUESTIONS


def place_of(item: Item, number: int) -> str:
    """Where a writer's losses are told: the place the item names, else its number."""
    return item.where or gettext_noop("question %(number)s", number=number)


def number_text(number: Fraction | Decimal) -> str:
    """A whole or decimal number as such, any other as a quotient."""
    fraction = Fraction(number)
    if fraction.denominator == 1:
        return str(fraction.numerator)
    places = 0
    while places <= 12 and fraction.denominator and 10**places % fraction.denominator:
        places += 1
    if places > 12:
        return f"{fraction.numerator}/{fraction.denominator}"
    return str(Decimal(int(fraction * 10**places)).scaleb(-places))


def _of_choice(choice: Choice) -> dict[str, str]:
    return {"text": choice.text, "share": number_text(choice.share), "feedback": choice.feedback}


def _of_interval(interval: Interval) -> dict[str, str]:
    return {
        "low": str(interval.low),
        "high": str(interval.high),
        "share": number_text(interval.share),
        "feedback": interval.feedback,
    }


def _of_gap(gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.kind,
        "options": [_of_choice(choice) for choice in gap.choices],
        "numbers": [_of_interval(interval) for interval in gap.intervals],
        "feedback": gap.feedback,
        "points": number_text(gap.points),
    }
