from collections.abc import Sequence

from assessments.domain.kinds import choices
from assessments.domain.kinds.choices import Content, Value, gettext_noop

KEY = "multiple"
LABEL = gettext_noop("several answers")
NAME = gettext_noop("multiple choice")
INPUT = "many"
OPTIONS = range(4, 7)

is_answered = choices.is_answered
points = choices.exactly_right


def problems(content: Content) -> list[str]:
    found = []
    if len(content["options"]) not in OPTIONS:
        found.append(gettext_noop("A multiple choice has four to six options."))
    right = len(choices.rights(content))
    if right < 2 or right == len(content["options"]):
        found.append(gettext_noop("At least two options are right and at least one is wrong."))
    return found


def read(posted: Sequence[str], content: Content) -> Value:
    return choices.chosen(posted, content, most=len(content["options"]))
