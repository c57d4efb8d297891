from collections.abc import Sequence
from typing import Any

from assessments.domain.kinds import choices
from assessments.domain.kinds.shared import Asked, Content, Value, gettext_noop

KEY = "true_false"
INPUT = "one"
LABEL = gettext_noop("true or false")
NAME = gettext_noop("true or false")
TEMPLATES = choices.TEMPLATES
FIXED_ORDER = True  # true stays before false

texts, remarks, orders, points = choices.texts, choices.remarks, choices.orders, choices.exactly_right
shown, is_answered, screen, review, written = (
    choices.shown,
    choices.is_answered,
    choices.screen,
    choices.review,
    choices.written,
)
guess = choices.guess


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) != 2:
        found.append(gettext_noop("True or false has two options, true first."))
    if len(choices.rights(content)) != 1:
        found.append(gettext_noop("Exactly one option is right."))
    return found


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    return choices.chosen(posted, asked, most=1)


def editor(content: Content) -> dict[str, Any]:
    return choices.editor(content, rows=2)
