"""What the kinds with options share. Not a kind itself: it has no KEY."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.domain.kinds.shared import (
    Asked,
    Content,
    NotAnAnswerError,
    Posted,
    Text,
    Value,
    Within,
    both,
    gettext_noop,
    one,
    pair,
    places,
    share,
)

MOST_OPTIONS = 10
LONGEST_SHARE = 60
EXACTLY_TWO = 2  # true or false takes no more rows
TEMPLATES = "options"


def rights(content: Content) -> set[int]:
    return {index for index, option in enumerate(content["options"]) if option["right"]}


def texts(content: Content) -> list[Text]:
    return [option["text"] for option in content["options"]]


def remarks(content: Content) -> list[Text]:
    return [option["feedback"] for option in content["options"]]


def orders(content: Content) -> int:
    return len(content["options"])


def chosen(posted: Sequence[str], asked: Asked, most: int) -> Value:
    """The options chosen, as their numbers in the pinned content; an empty choice is an answer taken back."""
    if len(posted) > most:
        raise NotAnAnswerError
    return {"chosen": sorted(set(places(posted, asked.order)))}


def shown(value: Value, asked: Asked) -> list[str]:
    return [str(asked.order.index(number)) for number in value.get("chosen", [])]


def is_answered(value: Value) -> bool:
    return bool(value.get("chosen"))


def exactly_right(content: Content, value: Value, maximum: int) -> Fraction:
    """All the points for exactly the right options, else none."""
    return Fraction(maximum if is_answered(value) and set(value["chosen"]) == rights(content) else 0)


def part(option: dict[str, Any]) -> Fraction:
    """The share of the points that an option earns where one is chosen, from 0 to 1: the right one all.

    Versions written before shares were checked are marked as well: what is no share earns nothing.
    """
    if option["right"]:
        return Fraction(1)
    try:
        return min(max(share(option.get("share") or "0"), Fraction(0)), Fraction(1))
    except ValueError:
        return Fraction(0)


def share_problems(content: Content) -> list[str]:
    """Whether each option names a share that can be earned, where it names one."""
    try:
        are_parts = all(0 <= share(option.get("share") or "0") <= 1 for option in content["options"])
    except ValueError:
        are_parts = False
    if are_parts:
        return []
    return [gettext_noop("Write each option's share of the points as a number from 0 to 1, such as 1/2.")]


def guess(content: Content) -> Fraction:
    """One of the options at random: what one of them earns on average (as Moodle counts its random guess score)."""
    shares = [part(option) for option in content["options"]]
    return sum(shares, Fraction(0)) / len(shares)


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    """The options in the order drawn for this person, without anything of the key."""
    taken = set(value.get("chosen", []))
    return {
        "options": [
            {"place": place, "number": place + 1, "text": within(option["text"]), "chosen": number in taken}
            for place, number, option in _drawn(content, asked)
        ]
    }


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    taken = set(value.get("chosen", []))
    return {
        "options": [
            {
                "text": within(option["text"]),
                "right": option["right"],
                "chosen": number in taken,
                "feedback": within(option["feedback"]),
            }
            for _place, number, option in _drawn(content, asked)
        ]
    }


def _drawn(content: Content, asked: Asked) -> list[tuple[int, int, dict[str, Any]]]:
    return [(place, number, content["options"][number]) for place, number in enumerate(asked.order)]


def written(posted: Posted) -> Content:
    """The options of an editor's form: right-N (or right=N), text_*-N, feedback_*-N. Rows without words are left."""
    rows = rows_written(posted)
    return {
        "options": [
            row | {"right": one(posted, "right") == str(number) or f"right-{number}" in posted} for number, row in rows
        ]
    }


def weighed(posted: Posted) -> Content:
    """As `written`, with share-N where the author gave one."""
    rows = zip(rows_written(posted), written(posted)["options"], strict=True)
    shares = [(option, one(posted, f"share-{number}", LONGEST_SHARE)) for (number, _row), option in rows]
    return {"options": [option | ({"share": given} if given else {}) for option, given in shares]}


def rows_written(posted: Posted) -> list[tuple[int, dict[str, Any]]]:
    """The rows with words, each with its number in the form."""
    rows = [
        (number, {"text": both(posted, "text", f"-{number}"), "feedback": both(posted, "feedback", f"-{number}")})
        for number in range(MOST_OPTIONS)
    ]
    return [(number, row) for number, row in rows if any(row["text"].values())]


def editor(content: Content, rows: int) -> dict[str, Any]:
    """For the write template: the written rows and some empty ones, at least so many in all."""
    options = content.get("options", [])
    wanted = rows if len(options) < rows - 1 or rows == EXACTLY_TWO else min(len(options) + 2, MOST_OPTIONS)
    return {"rows": [_row(number, options) for number in range(max(wanted, len(options)))]}


def _row(number: int, options: list[dict[str, Any]]) -> dict[str, Any]:
    if number >= len(options):
        return {"number": number, "right": False, "text": pair({}), "feedback": pair({}), "share": ""}
    option = options[number]
    return {
        "number": number,
        "right": option["right"],
        "text": pair(option["text"]),
        "feedback": pair(option["feedback"]),
        "share": option.get("share", ""),
    }
