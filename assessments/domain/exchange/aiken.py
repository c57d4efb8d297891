"""Aiken, one right option of several in bare lines (docs.moodle.org, "Aiken format"). Pure."""

import re
from fractions import Fraction

from assessments.domain.exchange.items import Choice, Item, Problem, Reading
from assessments.domain.exchange.sentences import gettext_noop

NAME = "aiken"
_LINE_END = re.compile(r"\r\n|\r|\n")
_OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
_ANSWER = re.compile(r"ANSWER\s*:\s*([A-Z])\s*")
MOST_OPTIONS = 26


def read(text: str) -> Reading:
    """Every question of an Aiken text: lines of words, options from A on, then ANSWER: and a letter."""
    found, words, options, start = Reading(), list[str](), list[str](), 0
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    for number, line in enumerate([*lines, ""], start=1):
        if found.is_full:
            break
        if answer := _ANSWER.fullmatch(line.strip()):
            _take(found, gettext_noop("line %(line)s", line=start or number), words, options, answer[1])
            words, options, start = [], [], 0
        elif (option := _OPTION.fullmatch(line.strip())) and words and option[1] == _letter(len(options)):
            options.append(option[2].strip())
        elif line.strip() and options:
            found.problems.append(
                Problem(
                    gettext_noop("line %(line)s", line=start),
                    gettext_noop("Its options are not followed by ANSWER: and a letter."),
                )
            )
            words, options, start = [line.strip()], [], number
        elif line.strip():
            start = start or number
            words.append(line.strip())
    if words:
        found.problems.append(
            Problem(gettext_noop("line %(line)s", line=start), gettext_noop("It ends without ANSWER: and a letter."))
        )
    return found


def _take(found: Reading, where: str, words: list[str], options: list[str], answer: str) -> None:
    place = ord(answer) - ord("A")
    if not words:
        found.problems.append(Problem(where, gettext_noop("There is an ANSWER without a question above it.")))
    elif len(options) < 2:
        found.problems.append(
            Problem(where, gettext_noop("It needs two options or more, each on a line such as “A. words”."))
        )
    elif not all(options):
        found.problems.append(Problem(where, gettext_noop("An option is empty.")))
    elif place >= len(options):
        found.problems.append(
            Problem(where, gettext_noop("The answer %(answer)s is not among its options.", answer=answer))
        )
    else:
        choices = tuple(Choice(text, Fraction(at == place)) for at, text in enumerate(options))
        found.items.append(Item("single", "\n".join(words), choices=choices, where=where))


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < MOST_OPTIONS else ""
