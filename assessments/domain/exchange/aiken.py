"""Aiken, one right option of several in bare lines (docs.moodle.org, "Aiken format"). Pure."""

import re
from fractions import Fraction

from assessments.domain.exchange.items import WHOLE, Choice, Item, Problem, Reading, number_text, place_of
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


def write(items: list[Item]) -> tuple[str, list[Problem]]:
    """The items as Aiken, and what of them it cannot say."""
    parts, losses = [], []
    for number, item in enumerate(items, start=1):
        if reason := _unsayable(item):
            losses.append(
                Problem(
                    place_of(item, number),
                    gettext_noop("Left out: %(reason)s", reason=reason),
                )
            )
            continue
        if item.feedback or item.points != WHOLE or any(choice.feedback for choice in item.choices):
            points = number_text(item.points)
            losses.append(
                Problem(
                    place_of(item, number),
                    gettext_noop("Aiken has no feedback and no points (%(points)s).", points=points),
                )
            )
        right = next(at for at, choice in enumerate(item.choices) if choice.share == WHOLE)
        options = [f"{_letter(at)}. {choice.text}" for at, choice in enumerate(item.choices)]
        parts.append("\n".join([item.stem, *options, f"ANSWER: {_letter(right)}", ""]))
    return "\n".join(parts), losses


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


def _unsayable(item: Item) -> str:
    texts = [item.stem, *(choice.text for choice in item.choices)]
    if item.kind != "single" or sorted(choice.share for choice in item.choices)[-2:] != [0, 1]:
        return gettext_noop("Aiken has only questions with one right option.")
    if len(item.choices) > MOST_OPTIONS:
        return gettext_noop("Aiken has letters for 26 options only.")
    if any(_LINE_END.search(text) for text in texts) or _ANSWER.fullmatch(item.stem):
        return gettext_noop("Aiken has one line for the question and for each option.")
    return ""


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < MOST_OPTIONS else ""
