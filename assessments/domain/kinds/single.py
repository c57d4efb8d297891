from collections.abc import Sequence

from assessments.domain.kinds import choices
from assessments.domain.kinds.choices import Content, Value, gettext_noop

KEY = "single"
INPUT = "one"
OPTIONS = range(3, 6)
LABEL = gettext_noop("one answer")
NAME = gettext_noop("single choice")

is_answered = choices.is_answered
points = choices.exactly_right


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) not in OPTIONS:
        found.append(gettext_noop("A single choice has three to five options."))
    if len(choices.rights(content)) != 1:
        found.append(gettext_noop("Exactly one option is right."))
    return found


def read(posted: Sequence[str], content: Content) -> Value:
    return choices.chosen(posted, content, most=1)
