"""GIFT, the plain-text format of Moodle (docs.moodle.org, "GIFT format"): read whole (`gift_writer` writes it).

A question is a block of lines without an empty one. Signs that steer (~ = # { } :) are taken as text behind a
backslash; while a block is taken apart these are held as noncharacters of Unicode, which no text may contain.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from assessments.domain.exchange.items import (
    WHOLE,
    Choice,
    Interval,
    Item,
    Pair,
    Problem,
    Reading,
)
from assessments.domain.exchange.numbers import decimal_of, share_of
from assessments.domain.exchange.sentences import SentenceError, gettext_noop
from assessments.domain.exchange.topics import topic_of

NAME = "gift"
BLANK = "_____"
FORMATS = {"html": "html", "moodle": "html", "plain": "plain", "markdown": "markdown"}
_NONE = Fraction(0)

# What a backslash may protect, each with the noncharacter that holds its place.
_HELD = {sign: chr(0xFDD0 + at) for at, sign in enumerate("\\~=#{}:n")}
_FREE = {held: "\n" if sign == "n" else sign for sign, held in _HELD.items()}
_PROTECTED = re.compile(r"\\([\\~=#{}:n])")
_NONCHARACTER = re.compile("[\ufdd0-\ufdef]")

_LINE_END = re.compile(r"\r\n|\r|\n")
_NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
FORMAT_MARK = re.compile(r"\s*\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_CATEGORY = re.compile(r"\s*\$CATEGORY\s*:?(.*)", re.IGNORECASE)
_MARK = re.compile(r"\[(id|tag):((?:\\.|[^\[\]\\])*)\]")
_TRUTH = re.compile(r"\s*(T|TRUE|F|FALSE)\s*(#.*)?", re.IGNORECASE | re.DOTALL)
WEIGHT_MARK = re.compile(r"\s*%\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*%")


class NotGiftError(SentenceError):
    """A sentence about one block that cannot be read."""


@dataclass(frozen=True)
class _Block:
    line: int
    text: str
    topic: tuple[str, ...]
    tags: tuple[str, ...]


def read(text: str) -> Reading:
    """Every question of a GIFT text; a block that cannot be read is a problem with its line, and the rest goes on."""
    found = Reading()
    for block in _blocks(text):
        if found.is_full:
            break
        where = gettext_noop("line %(line)s", line=block.line)
        try:
            item, losses = _item(block)
        except NotGiftError as odd:
            found.problems.append(Problem(where, odd.sentence))
            continue
        found.items.append(replace(item, where=where))
        found.losses += [Problem(where, loss) for loss in losses]
    return found


def _lines(text: str) -> Iterator[str]:
    """One after another: a large file is not held twice."""
    start = 0
    for end in _LINE_END.finditer(text):
        yield text[start : end.start()]
        start = end.end()
    yield text[start:]


def _blocks(text: str) -> Iterator[_Block]:
    topic: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lines: list[str] = []
    start = 0
    for number, line in enumerate(chain(_lines(text.removeprefix("\ufeff")), ("",)), start=1):
        if line.lstrip().startswith("//"):
            tags += tuple(
                _plain(_hold(value.replace(r"\]", "]").replace(r"\[", "[")))
                for kind, value in _MARK.findall(line)
                if kind == "tag"
            )
        elif category := None if lines else _CATEGORY.fullmatch(line):
            topic = topic_of(category[1])
        elif line.strip():
            start = start if lines else number
            lines.append(line)
        elif lines:
            yield _Block(start, "\n".join(lines), topic, tags)
            lines, tags = [], ()


def _item(block: _Block) -> tuple[Item, list[str]]:
    if _NONCHARACTER.search(block.text):
        raise NotGiftError(gettext_noop("It holds a sign that no text may contain (a noncharacter of Unicode)."))
    rest, name = _hold(block.text), ""
    if given := _NAME.match(rest):
        name, rest = _plain(given[1]), rest[given.end() :]
    rest, text_format = _format(rest)
    before, inside, after = _parted(rest)
    stem = _plain(f"{before.rstrip()} {BLANK} {after.strip()}" if after.strip() else before)
    if not stem:
        raise NotGiftError(gettext_noop("The question has no words."))
    inside, general = _general_feedback(inside)
    item = replace(
        _answered(inside),
        stem=stem,
        name=name,
        feedback=general,
        topic=block.topic,
        tags=block.tags,
        text_format=text_format,
    )
    lost = item.kind == "matching" and "#" in inside
    return item, [gettext_noop("The feedback of single pairs is left out.")] if lost else []


def _parted(text: str) -> tuple[str, str, str]:
    opened, closed = text.find("{"), text.rfind("}")
    if opened < 0 and closed < 0:
        raise NotGiftError(
            gettext_noop("It asks nothing: it has no answers in braces { }. (A text of its own is not supported.)")
        )
    if not 0 <= opened < closed or text.count("{") != 1 or text.count("}") != 1:
        raise NotGiftError(
            gettext_noop("The braces { } do not match. A brace that is meant as text needs a backslash before it.")
        )
    return text[:opened], text[opened + 1 : closed].strip(), text[closed + 1 :]


def _format(text: str) -> tuple[str, str]:
    given = FORMAT_MARK.match(text)
    return (text[given.end() :], FORMATS[given[1].lower()]) if given else (text, "plain")


def _general_feedback(inside: str) -> tuple[str, str]:
    answers, mark, general = inside.rpartition("####")
    return (answers.strip(), _own_words(general)) if mark else (inside, "")


def _answered(inside: str) -> Item:
    """The item without its words: the kind is told by the signs among the answers."""
    if not inside:
        return Item("essay", "")
    if inside.startswith("#"):
        return Item("numeric", "", intervals=tuple(_intervals(inside[1:])))
    if truth := _TRUTH.fullmatch(inside):
        return Item("true_false", "", choices=_truth(truth[1], truth[2] or ""))
    answers = _answers(inside)
    if any(sign == "~" for sign, _text in answers):
        kind = "single" if any(sign == "=" for sign, _text in answers) else "multiple"
        return _checked(Item(kind, "", choices=tuple(_choice(sign, text) for sign, text in answers)))
    if all("->" in text for _sign, text in answers):
        return Item("matching", "", pairs=tuple(_pair(text) for _sign, text in answers))
    return Item("short", "", choices=tuple(_choice(sign, text) for sign, text in answers))


def _answers(inside: str) -> list[tuple[str, str]]:
    parts = re.split(r"([~=])", inside)
    if parts[0].strip():
        raise NotGiftError(gettext_noop("An answer starts with = (right) or ~ (wrong); the first one has neither."))
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _choice(sign: str, text: str) -> Choice:
    share, text = _share(text, WHOLE if sign == "=" else _NONE)
    words, _sign, feedback = text.partition("#")
    words = _own_words(words)
    if not words:
        raise NotGiftError(gettext_noop("An answer is empty."))
    return Choice(words, share, _own_words(feedback))


def _checked(item: Item) -> Item:
    if len(item.choices) < 2:
        raise NotGiftError(gettext_noop("A choice needs at least two options."))
    if not any(choice.share > 0 for choice in item.choices):
        raise NotGiftError(
            gettext_noop("No option is right. A right one starts with = or carries a weight such as ~%50%.")
        )
    return item


def _share(text: str, otherwise: Fraction) -> tuple[Fraction, str]:
    given = WEIGHT_MARK.match(text)
    if not given:
        return otherwise, text
    return share_of(given[1], NotGiftError), text[given.end() :]


def _truth(word: str, feedbacks: str) -> tuple[Choice, Choice]:
    """The first feedback is for the wrong answer, the second for the right one, as in Moodle."""
    is_true = word[0] in "Tt"
    wrong, right = ([_own_words(text) for text in feedbacks.split("#")[1:]] + ["", ""])[:2]
    true = Choice("true", WHOLE if is_true else _NONE, right if is_true else wrong)
    return true, Choice("false", _NONE if is_true else WHOLE, wrong if is_true else right)


def _pair(text: str) -> Pair:
    left, _arrow, right = text.partition("->")
    right = right.partition("#")[0]
    if not _plain(right):
        raise NotGiftError(gettext_noop("A pair has nothing on its right side."))
    return Pair(_own_words(left), _own_words(right))


def _intervals(text: str) -> Iterator[Interval]:
    answers = _answers(text) if re.match(r"\s*[=~]", text) else [("=", text)]
    for _sign, answer in answers:
        share, answer = _share(answer, WHOLE)
        numbers, _hash, feedback = answer.partition("#")
        low, high = _interval(_plain(numbers))
        yield Interval(low, high, share, _own_words(feedback))


def _interval(text: str) -> tuple[Decimal, Decimal]:
    for sign, make in _INTERVALS:
        left, found, right = text.partition(sign)
        if found:
            low, high = make(decimal_of(left, NotGiftError), decimal_of(right, NotGiftError))
            break
    else:
        low = high = decimal_of(text, NotGiftError)
    if low > high:
        raise NotGiftError(gettext_noop("The range %(text)s ends before it starts.", text=text))
    return low, high


def _around(middle: Decimal, tolerance: Decimal) -> tuple[Decimal, Decimal]:
    return middle - tolerance, middle + tolerance


def _from_to(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    return low, high


_INTERVALS: tuple[tuple[str, Callable[[Decimal, Decimal], tuple[Decimal, Decimal]]], ...] = (
    ("..", _from_to),
    (":", _around),
)


def _hold(text: str) -> str:
    return _PROTECTED.sub(lambda found: _HELD[found[1]], text)


def _plain(text: str) -> str:
    return "".join(_FREE.get(sign, sign) for sign in text.strip())


def _own_words(text: str) -> str:
    return _plain(_format(text)[0])
