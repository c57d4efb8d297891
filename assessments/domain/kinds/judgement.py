"""A situation and ways to act in it. Each way has its share of the points and its feedback; the best one has all."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.domain.kinds import choices
from assessments.domain.kinds.shared import Asked, Content, Posted, Value, Within, gettext_noop, one, share

KEY = "judgement"
INPUT = "one"
OPTIONS = range(2, choices.MOST_OPTIONS + 1)
LABEL = gettext_noop("the best way to act")
NAME = gettext_noop("situational judgement")
TEMPLATES = "judgement"

texts, remarks, orders = choices.texts, choices.remarks, choices.orders
shown, is_answered, guess, screen = choices.shown, choices.is_answered, choices.guess, choices.screen


def _share(option: dict[str, Any]) -> Fraction:
    return share(option.get("share") or "0")


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) not in OPTIONS:
        found.append(gettext_noop("A situational judgement has two to ten options."))
    try:
        shares = [_share(option) for option in content["options"]]
    except ValueError:
        return [*found, gettext_noop("Write each option's share of the points as a number from 0 to 1, such as 1/2.")]
    if any(not 0 <= given <= 1 for given in shares) or 1 not in shares:
        found.append(gettext_noop("Shares run from 0 to 1, and the best option has 1."))
    if any(option["right"] != (given == 1) for option, given in zip(content["options"], shares, strict=True)):
        found.append(gettext_noop("The options marked right are those with a share of 1."))
    return found


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    return choices.chosen(posted, asked, most=1)


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """The chosen option's share of the points."""
    return maximum * choices.part(content["options"][value["chosen"][0]]) if is_answered(value) else Fraction(0)


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    found = choices.review(content, value, asked, within)
    for option, number in zip(found["options"], asked.order, strict=True):
        option["share"] = content["options"][number].get("share") or "0"
    return found


def written(posted: Posted) -> Content:
    """As for a single choice, with share-N; the options with the whole share are the right ones."""
    rows = choices.rows_written(posted)
    options = [row | {"share": one(posted, f"share-{number}", choices.LONGEST_SHARE) or "0"} for number, row in rows]
    return {"options": [option | {"right": _is_whole(option["share"])} for option in options]}


def _is_whole(text: str) -> bool:
    try:
        return share(text) == 1
    except ValueError:
        return False


def editor(content: Content) -> dict[str, Any]:
    return choices.editor(content, rows=5)
