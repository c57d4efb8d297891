from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.domain.kinds import choices
from assessments.domain.kinds.shared import Asked, Content, Posted, Value, gettext_noop

KEY = "single"
INPUT = "one"
OPTIONS = range(2, choices.MOST_OPTIONS + 1)
LABEL = gettext_noop("one answer")
NAME = gettext_noop("single choice")
TEMPLATES = choices.TEMPLATES

texts, remarks, orders = choices.texts, choices.remarks, choices.orders
shown, is_answered, screen, review = choices.shown, choices.is_answered, choices.screen, choices.review
guess = choices.guess


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) not in OPTIONS:
        found.append(gettext_noop("A single choice has two to ten options."))
    if len(choices.rights(content)) != 1:
        found.append(gettext_noop("Exactly one option is right."))
    return found + choices.share_problems(content)


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    return choices.chosen(posted, asked, most=1)


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """All for the right option; for another its share where the author gave it one ("1/2" of the points)."""
    if not is_answered(value):
        return Fraction(0)
    return maximum * choices.part(content["options"][value["chosen"][0]])


def written(posted: Posted) -> Content:
    """As every choice, with share-N for options that are not right; the right one earns all."""
    options = choices.weighed(posted)["options"]
    for option in options:
        if option["right"]:
            option.pop("share", None)
    return {"options": options}


def editor(content: Content) -> dict[str, Any]:
    return choices.editor(content, rows=5)
