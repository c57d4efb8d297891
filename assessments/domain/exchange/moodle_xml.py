"""Moodle XML (docs.moodle.org, "Moodle XML format"). Pure; words come out as they stand and are cleaned on import."""

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from assessments.domain.exchange import cloze
from assessments.domain.exchange.items import (
    Attachment,
    Choice,
    Interval,
    Item,
    Pair,
    Problem,
    Reading,
    number_text,
    place_of,
)
from assessments.domain.exchange.numbers import decimal_of, percent_of, share_of
from assessments.domain.exchange.sentences import SentenceError, gettext_noop
from assessments.domain.exchange.topics import path_of, topic_of
from assessments.domain.exchange.xml import XmlRefusedError, parse

NAME = "moodle-xml"
FORMATS = {"html": "html", "moodle_auto_format": "html", "plain_text": "plain", "markdown": "markdown"}
# Of one question, decoded: a picture or a minute of sound.
LARGEST_ATTACHMENT = 5 * 1024 * 1024


class NotReadableError(SentenceError):
    """A sentence about one question that cannot be read."""


def read(file_bytes: bytes) -> Reading:
    """Every question of the file; one that cannot be read is a problem with its number, and the rest goes on."""
    found, topic, number = Reading(), tuple[str, ...](), 0
    try:
        root = parse(file_bytes)
    except XmlRefusedError as refused:
        return Reading(problems=[Problem(gettext_noop("file"), refused.sentence)])
    if root.tag != "quiz":
        return Reading(
            problems=[
                Problem(
                    gettext_noop("file"),
                    gettext_noop("Moodle XML starts with <quiz>; this starts with <%(tag)s>.", tag=root.tag),
                )
            ]
        )
    for question in root.iterfind("question"):
        if found.is_full:
            break
        kind = question.get("type", "")
        if kind == "category":
            topic = topic_of(_text(question.find("category")))
            continue
        number += 1
        where = _where(number, question)
        try:
            item, losses = _item(question, kind)
        except (NotReadableError, cloze.NotClozeError) as odd:
            found.problems.append(Problem(where, odd.sentence))
            continue
        found.items.append(replace(item, topic=topic, where=where))
        found.losses += [Problem(where, loss) for loss in losses]
    return found


def _where(number: int, question: Element) -> str:
    name = _text(question.find("name"))
    return (
        gettext_noop("question %(number)s “%(name)s”", number=number, name=name[:60])
        if name
        else gettext_noop("question %(number)s", number=number)
    )


def _item(question: Element, kind: str) -> tuple[Item, list[str]]:
    reader = _READERS.get(kind)
    if reader is None:
        raise NotReadableError(gettext_noop("The kind %(kind)s is not supported.", kind=kind or "without a name"))
    words = question.find("questiontext")
    item = reader(question, _text(words))
    if not item.stem:
        raise NotReadableError(gettext_noop("The question has no words."))
    files = tuple(_attachments(question))
    given = {
        "name": _text(question.find("name")),
        "feedback": _text(question.find("generalfeedback")),
        "points": _points(question),
        "tags": tuple(filter(None, (_text(tag) for tag in question.iterfind("tags/tag")))),
        "text_format": FORMATS.get(words.get("format", "html") if words is not None else "html", "html"),
    }
    return replace(item, attachments=files, **given), list(_losses(question))  # type: ignore[arg-type]


def _losses(question: Element) -> Iterator[str]:
    if any(_text(hint) for hint in question.iterfind("hint")):
        yield gettext_noop("Hints for further tries are left out.")
    if float(_text(question.find("penalty")) or 0) and question.find("hint") is not None:
        yield gettext_noop("The penalty for further tries is left out.")
    if any(_text(question.find(name)) for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")):
        yield gettext_noop("Feedback for the whole answer (correct, partially, incorrect) is left out.")
    if question.find("units/unit") is not None:
        yield gettext_noop("Units are left out.")


def _points(question: Element) -> Fraction:
    text = _text(question.find("defaultgrade")) or "1"
    points = Fraction(decimal_of(text, NotReadableError))
    if points < 0:
        raise NotReadableError(gettext_noop("The question is worth less than nothing."))
    return points


def _attachments(question: Element) -> Iterator[Attachment]:
    for file in question.iter("file"):
        name = file.get("name", "")
        if file.get("encoding", "base64") != "base64":
            raise NotReadableError(gettext_noop("The file %(name)s is not written in base64.", name=name))
        try:
            content = base64.b64decode("".join((file.text or "").split()), validate=True)
        except (binascii.Error, ValueError):
            raise NotReadableError(gettext_noop("The file %(name)s is damaged.", name=name)) from None
        if len(content) > LARGEST_ATTACHMENT:
            raise NotReadableError(
                gettext_noop(
                    "The file %(name)s is larger than %(largest_attachment)s MB.",
                    name=name,
                    largest_attachment=LARGEST_ATTACHMENT // 1024**2,
                )
            )
        yield Attachment(name, content)


def _text(element: Element | None) -> str:
    if element is None:
        return ""
    inner = element.find("text")
    return ((inner.text if inner is not None else element.text) or "").strip()


def _choices(question: Element) -> tuple[Choice, ...]:
    return tuple(_choice(answer) for answer in question.iterfind("answer"))


def _choice(answer: Element) -> Choice:
    percent = answer.get("fraction", "0")
    return Choice(_text(answer), share_of(percent, NotReadableError), _text(answer.find("feedback")))


def _read_multichoice(question: Element, stem: str) -> Item:
    choices = _choices(question)
    kind = "single" if _text(question.find("single")) in {"true", "1"} else "multiple"
    if len(choices) < 2 or not all(choice.text for choice in choices):
        raise NotReadableError(gettext_noop("A choice needs at least two options, each with words."))
    if all(choice.share <= 0 for choice in choices):
        raise NotReadableError(gettext_noop("No option is right."))
    return Item(kind, stem, choices=choices)


def _read_truefalse(question: Element, stem: str) -> Item:
    choices = {choice.text.lower(): choice for choice in _choices(question)}
    if set(choices) != {"true", "false"} or {choice.share for choice in choices.values()} != {0, 1}:
        raise NotReadableError(gettext_noop("It does not say whether true or false is right."))
    ordered = tuple(replace(choices[word], text=word) for word in ("true", "false"))
    return Item("true_false", stem, choices=ordered)


def _read_shortanswer(question: Element, stem: str) -> Item:
    choices = tuple(choice for choice in _choices(question) if choice.text)
    if all(choice.share <= 0 for choice in choices):
        raise NotReadableError(gettext_noop("No accepted answer is given."))
    return Item("short", stem, choices=choices)


def _read_numerical(question: Element, stem: str) -> Item:
    intervals = []
    for answer, choice in zip(question.iterfind("answer"), _choices(question), strict=True):
        if choice.text == "*":
            continue
        middle = decimal_of(choice.text, NotReadableError)
        about = abs(decimal_of(_text(answer.find("tolerance")) or "0", NotReadableError))
        intervals.append(Interval(middle - about, middle + about, choice.share, choice.feedback))
    if all(interval.share <= 0 for interval in intervals):
        raise NotReadableError(gettext_noop("No accepted number is given."))
    return Item("numeric", stem, intervals=tuple(intervals))


def _read_matching(question: Element, stem: str) -> Item:
    pairs = tuple(Pair(_text(part), _text(part.find("answer"))) for part in question.iterfind("subquestion"))
    if len([pair for pair in pairs if pair.left]) < 2 or not all(pair.right for pair in pairs):
        raise NotReadableError(gettext_noop("Matching needs at least two pairs, each with a right side."))
    return Item("matching", stem, pairs=pairs)


def _read_essay(question: Element, stem: str) -> Item:
    return Item("essay", stem)


def _read_cloze(question: Element, stem: str) -> Item:
    text, gaps = cloze.read(stem)
    return Item("cloze", text, gaps=gaps)


_READERS: dict[str, Callable[[Element, str], Item]] = {
    "multichoice": _read_multichoice,
    "truefalse": _read_truefalse,
    "shortanswer": _read_shortanswer,
    "numerical": _read_numerical,
    "matching": _read_matching,
    "match": _read_matching,
    "essay": _read_essay,
    "cloze": _read_cloze,
    "multianswer": _read_cloze,
}


# Writing


def write(items: Iterable[Item]) -> tuple[str, list[Problem]]:
    """The items as Moodle XML, and what of them it cannot say. Reading the text gives the same items again."""
    losses: list[Problem] = []
    return "".join(pieces(items, losses)), losses


def pieces(items: Iterable[Item], losses: list[Problem]) -> Iterator[str]:
    """The same text bit by bit; what it cannot say is added to `losses` as it comes."""
    topic: tuple[str, ...] = ()
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
    for number, item in enumerate(items, start=1):
        if item.kind not in _WRITERS:
            losses.append(
                Problem(
                    place_of(item, number),
                    gettext_noop("Moodle XML has no questions of the kind %(kind)s.", kind=item.kind),
                )
            )
            continue
        if item.kind == "cloze" and (reason := cloze.unsayable(item.stem, item.gaps)):
            losses.append(Problem(place_of(item, number), gettext_noop("Left out: %(reason)s", reason=reason)))
            continue
        if any(map(cloze.is_silent_on, item.gaps)):
            losses.append(
                Problem(place_of(item, number), gettext_noop("The feedback of a gap as a whole is left out."))
            )
        if item.all_or_nothing:
            losses.append(Problem(place_of(item, number), gettext_noop("All or nothing becomes credit by parts.")))
        if item.topic != topic:
            yield _indented(_category(item.topic))
            topic = item.topic
        yield _indented(_written(item))
    yield "</quiz>\n"


def _indented(question: Element) -> str:
    indent(question, level=1)
    return f"  {tostring(question, encoding='unicode')}\n"


def _category(topic: tuple[str, ...]) -> Element:
    question = Element("question", type="category")
    _put(SubElement(question, "category"), f"$course$/{path_of(topic)}")
    return question


def _written(item: Item) -> Element:
    kind, add_answers = _WRITERS[item.kind]
    question = Element("question", type=kind)
    _put(SubElement(question, "name"), item.name)
    words = SubElement(question, "questiontext", format=_FORMAT_NAMES[item.text_format])
    _put(words, cloze.write(item.stem, item.gaps) if item.kind == "cloze" else item.stem)
    for attachment in item.attachments:
        file = SubElement(words, "file", name=attachment.name, path="/", encoding="base64")
        file.text = base64.b64encode(attachment.content).decode()
    _put(SubElement(question, "generalfeedback", format="html"), item.feedback)
    SubElement(question, "defaultgrade").text = number_text(item.points)
    add_answers(question, item)
    if item.tags:
        tags = SubElement(question, "tags")
        for tag in item.tags:
            _put(SubElement(tags, "tag"), tag)
    return question


def _put(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _add_choices(question: Element, item: Item) -> None:
    if item.kind in {"single", "multiple"}:
        SubElement(question, "single").text = "true" if item.kind == "single" else "false"
    for choice in item.choices:
        answer = SubElement(question, "answer", fraction=percent_of(choice.share), format="html")
        _put(answer, choice.text)
        _put(SubElement(answer, "feedback", format="html"), choice.feedback)


def _add_numbers(question: Element, item: Item) -> None:
    for interval in item.intervals:
        answer = SubElement(question, "answer", fraction=percent_of(interval.share))
        middle = (interval.low + interval.high) / 2
        _put(answer, f"{middle:f}")
        _put(SubElement(answer, "feedback", format="html"), interval.feedback)
        SubElement(answer, "tolerance").text = f"{interval.high - middle:f}"


def _add_pairs(question: Element, item: Item) -> None:
    for pair in item.pairs:
        part = SubElement(question, "subquestion", format="html")
        _put(part, pair.left)
        _put(SubElement(part, "answer"), pair.right)


def _add_nothing(question: Element, item: Item) -> None:
    return None


_FORMAT_NAMES = {"html": "html", "plain": "plain_text", "markdown": "markdown"}
_WRITERS: dict[str, tuple[str, Callable[[Element, Item], None]]] = {
    "single": ("multichoice", _add_choices),
    "multiple": ("multichoice", _add_choices),
    "true_false": ("truefalse", _add_choices),
    "short": ("shortanswer", _add_choices),
    "numeric": ("numerical", _add_numbers),
    "matching": ("matching", _add_pairs),
    "essay": ("essay", _add_nothing),
    "cloze": ("cloze", _add_nothing),
}
