from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from assessments.domain.kinds import choices
from assessments.domain.kinds.shared import Asked, Content, Posted, Value, credit, gettext_noop, is_partial, share

KEY = "multiple"
LABEL = gettext_noop("several answers")
NAME = gettext_noop("multiple choice")
INPUT = "many"
OPTIONS = range(3, choices.MOST_OPTIONS + 1)
TEMPLATES = choices.TEMPLATES

texts, remarks, orders = choices.texts, choices.remarks, choices.orders
shown, is_answered, screen, review = choices.shown, choices.is_answered, choices.screen, choices.review


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) not in OPTIONS:
        found.append(gettext_noop("A multiple choice has three to ten options."))
    right = len(choices.rights(content))
    if right < 1 or right == len(content["options"]):
        found.append(gettext_noop("At least one option is right and at least one is wrong."))
    if is_partial(content) and not _shares_make_sense(content):
        found.append(gettext_noop("The shares of the right options total 1; those of the wrong ones are 0 or below."))
    return found


def _shares_make_sense(content: Content) -> bool:
    try:
        given = shares(content)
    except ValueError:
        return False
    right = choices.rights(content)
    total = sum((given[number] for number in right), Fraction(0))
    return total == 1 and all(given[n] > 0 if n in right else -1 <= given[n] <= 0 for n in range(len(given)))


def shares(content: Content) -> list[Fraction]:
    """What each option adds: as its author set it, else right ones share the whole and wrong ones take as much away."""
    right = len(choices.rights(content)) or 1
    return [
        share(option["share"]) if option.get("share") else Fraction(1 if option["right"] else -1, right)
        for option in content["options"]
    ]


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    return choices.chosen(posted, asked, most=len(content["options"]))


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """Exactly the right options, or with partial credit the sum of the shares chosen, never below none."""
    if not is_partial(content):
        return choices.exactly_right(content, value, maximum)
    given = shares(content)
    return maximum * max(Fraction(0), sum((given[number] for number in value.get("chosen", [])), Fraction(0)))


def written(posted: Posted) -> Content:
    return choices.weighed(posted) | credit(posted)


def editor(content: Content) -> dict[str, Any]:
    return choices.editor(content, rows=6) | {"partial": is_partial(content)}
