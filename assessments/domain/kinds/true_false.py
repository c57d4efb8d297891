from collections.abc import Sequence

from assessments.domain.kinds import choices
from assessments.domain.kinds.choices import Content, Value, gettext_noop

KEY = "true_false"
INPUT = "one"
OPTIONS = range(2, 3)
LABEL = gettext_noop("true or false")
NAME = gettext_noop("true or false")

is_answered = choices.is_answered
points = choices.exactly_right


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) not in OPTIONS:
        found.append(gettext_noop("True or false has two options, true first."))
    if len(choices.rights(content)) != 1:
        found.append(gettext_noop("Exactly one option is right."))
    return found


def read(posted: Sequence[str], content: Content) -> Value:
    return choices.chosen(posted, content, most=1)
