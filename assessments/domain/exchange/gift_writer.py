"""Items as GIFT text, such that `gift` reads the same items again; what the format cannot say is named."""

import re
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from assessments.domain.exchange.gift import FORMAT_MARK, WEIGHT_MARK
from assessments.domain.exchange.items import WHOLE, Choice, Item, Problem, number_text, place_of
from assessments.domain.exchange.numbers import percent_of
from assessments.domain.exchange.sentences import gettext_noop
from assessments.domain.exchange.topics import path_of

NOTHING = Fraction(0)
_STEERING = re.compile(r"([\\~=#{}:])")


def write(items: Iterable[Item]) -> tuple[str, list[Problem]]:
    """The items as GIFT, and what of them it cannot say. Reading the text gives the same items again."""
    losses: list[Problem] = []
    return "".join(pieces(items, losses)), losses


def pieces(items: Iterable[Item], losses: list[Problem]) -> Iterator[str]:
    """The same text bit by bit; what it cannot say is added to `losses` as it comes."""
    topic: tuple[str, ...] = ()
    for number, item in enumerate(items, start=1):
        if reason := _unsayable(item):
            losses.append(
                Problem(
                    place_of(item, number),
                    gettext_noop("Left out: %(reason)s", reason=reason),
                )
            )
            continue
        if item.points != WHOLE:
            losses.append(
                Problem(
                    place_of(item, number),
                    gettext_noop("GIFT has no points; %(points)s are left out.", points=number_text(item.points)),
                )
            )
        losses += [Problem(place_of(item, number), loss) for loss in _lost(item)]
        if item.topic != topic:
            yield f"$CATEGORY: {path_of(item.topic)}\n\n"
            topic = item.topic
        yield _written(item) + "\n"


def _unsayable(item: Item) -> str:
    """Why this item cannot be written; empty when it can."""
    if item.kind not in _WRITERS:
        return gettext_noop("GIFT has no questions of the kind %(kind)s.", kind=item.kind)
    if item.kind == "single" and all(choice.share != WHOLE for choice in item.choices):
        return gettext_noop("a single choice needs an option with all the points.")
    if item.kind == "multiple" and all(choice.share <= 0 for choice in item.choices):
        return gettext_noop("no option earns points.")
    if item.kind == "short" and all("->" in choice.text for choice in item.choices):
        return gettext_noop("answers with -> would be read as pairs.")
    if any("->" in pair.left for pair in item.pairs):
        return gettext_noop("-> inside a pair cannot be told from the arrow between its sides.")
    return ""


def _lost(item: Item) -> Iterator[str]:
    if item.all_or_nothing:
        yield gettext_noop("All or nothing becomes credit by parts.")
    if item.attachments:
        yield gettext_noop("Files are left out.")


def _written(item: Item) -> str:
    marks = (f"[tag:{_safe(tag).replace('[', chr(92) + '[').replace(']', chr(92) + ']')}]" for tag in item.tags)
    tags = f"// {' '.join(marks)}\n" if item.tags else ""
    name = f"::{_safe(item.name)}::" if item.name else ""
    # A plain text says so where it would otherwise be taken for a comment, a category or the name of a format.
    plain = "[plain]" if item.stem.startswith(("[", "//", "$")) else ""
    form = plain if item.text_format == "plain" else f"[{item.text_format}]"
    general = f"####{_words(item.feedback)}" if item.feedback else ""
    return f"{tags}{name}{form}{_safe(item.stem)}{{{_WRITERS[item.kind](item)}{general}}}\n"


def _safe(text: str) -> str:
    return _STEERING.sub(r"\\\1", text).replace("\n", r"\n")


def _words(text: str) -> str:
    return ("[plain]" if FORMAT_MARK.match(text) else "") + _safe(text)


def _feedback(text: str) -> str:
    return f"#{_words(text)}" if text else ""


def _weight(share: Fraction) -> str:
    return f"%{percent_of(share)}%"


def _answer(sign: str, choice: Choice, *, meant: Fraction) -> str:
    """One answer; its weight is left out where the sign says it (`meant`) and the words do not look like one."""
    weight = "" if choice.share == meant and not WEIGHT_MARK.match(choice.text) else _weight(choice.share)
    return f"{sign}{weight}{_words(choice.text)}{_feedback(choice.feedback)}"


def _write_single(item: Item) -> str:
    return "".join(
        _answer("=", choice, meant=WHOLE) if choice.share == WHOLE else _answer("~", choice, meant=NOTHING)
        for choice in item.choices
    )


def _write_multiple(item: Item) -> str:
    return "".join(_answer("~", choice, meant=NOTHING) for choice in item.choices)


def _write_short(item: Item) -> str:
    return "".join(_answer("=", choice, meant=WHOLE) for choice in item.choices)


def _write_true_false(item: Item) -> str:
    true, false = item.choices
    right, wrong = (true, false) if true.share == WHOLE else (false, true)
    feedbacks = f"{_feedback(wrong.feedback) or '#'}{_feedback(right.feedback)}"
    return ("TRUE" if right is true else "FALSE") + (feedbacks if feedbacks != "#" else "")


def _write_numeric(item: Item) -> str:
    return "#" + "".join(
        f"={'' if interval.share == WHOLE else _weight(interval.share)}{interval.low:f}..{interval.high:f}"
        f"{_feedback(interval.feedback)}"
        for interval in item.intervals
    )


def _write_matching(item: Item) -> str:
    return "".join(f"={_words(pair.left)} -> {_words(pair.right)}" for pair in item.pairs)


def _write_essay(item: Item) -> str:
    return ""


_WRITERS: dict[str, Callable[[Item], str]] = {
    "single": _write_single,
    "multiple": _write_multiple,
    "short": _write_short,
    "true_false": _write_true_false,
    "numeric": _write_numeric,
    "matching": _write_matching,
    "essay": _write_essay,
}
