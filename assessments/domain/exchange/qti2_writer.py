"""A QTI 2.2 package (1EdTech): an item a file, a test whose sections are the topics, and a manifest. Pure."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from assessments.domain.exchange import qti2_gaps
from assessments.domain.exchange.items import WHOLE, Item, Problem, number_text, place_of
from assessments.domain.exchange.markup import PLAIN, as_markup
from assessments.domain.exchange.sentences import gettext_noop
from assessments.domain.exchange.stars import has_star, unstarred

_NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p2"
_PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"
_TEMPLATES = "http://www.imsglobal.org/question/qti_v2p2/rptemplates"
# A package is the same to the last byte whenever it is made from the same items.
_DAY_ONE = (1980, 1, 1, 0, 0, 0)


# The name of an item's file, and its topic.
type _Place = tuple[str, tuple[str, ...]]


class _Stream(io.RawIOBase):
    """What was written since it was last taken: a zip that goes out while it is made cannot be sought in."""

    def __init__(self) -> None:
        self.held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self.held += some
        return len(some)

    def take(self) -> bytes:
        taken = bytes(self.held)
        self.held.clear()
        return taken


def write(items: Iterable[Item]) -> tuple[bytes, list[Problem]]:
    """The items as a zip, and what of them it cannot say. Reading the zip gives the same items again."""
    losses: list[Problem] = []
    return b"".join(pieces(items, losses)), losses


def pieces(items: Iterable[Item], losses: list[Problem]) -> Iterator[bytes]:
    """The same zip bit by bit; what it cannot say is added to `losses` as it comes."""
    target, names = _Stream(), list[_Place]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
        for number, item in enumerate(items, start=1):
            where = place_of(item, number)
            if item.kind not in _WRITERS:
                losses.append(
                    Problem(where, gettext_noop("Left out: no QTI item is made of the kind %(kind)s.", kind=item.kind))
                )
                continue
            if reason := _unsayable(item):
                losses.append(Problem(where, gettext_noop("Left out: %(reason)s", reason=reason)))
                continue
            losses += [Problem(where, loss) for loss in _lost(item)]
            name = f"items/q{number:05}.xml"
            names.append((name, item.topic))
            _add(book, name, _item(f"q{number:05}", item))
            yield target.take()
        _add(book, "test.xml", _test(names))
        _add(book, "imsmanifest.xml", _manifest(names))
    yield target.take()


def _add(book: zipfile.ZipFile, name: str, root: Element) -> None:
    entry = zipfile.ZipInfo(name, _DAY_ONE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    book.writestr(entry, '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode"))


def _unsayable(item: Item) -> str:
    """Why the points of this item cannot be said; empty when they can."""
    shares = [choice.share for choice in item.choices] + [interval.share for interval in item.intervals]
    earning = [share for share in shares if share > 0]
    if item.kind == "multiple":
        if sum(earning) != 1:
            return gettext_noop("the shares of the right options do not add up to all the points.")
        if item.all_or_nothing and (len(set(earning)) > 1 or min(shares) < 0):
            return gettext_noop("all or nothing has equal parts and no penalties.")
    elif item.kind in {"single", "short", "numeric"} and max(earning, default=Fraction(0)) != WHOLE:
        return gettext_noop("no answer earns all the points.")
    if item.kind == "cloze":
        return qti2_gaps.unsayable(item)
    if item.kind == "short" and any(has_star(choice.text) for choice in item.choices):
        return gettext_noop("a * that stands for any text cannot be said.")
    if item.kind == "numeric" and len(shares) > 1:
        return gettext_noop("only one range of numbers can be said.")
    return ""


def _lost(item: Item) -> Iterator[str]:
    if item.all_or_nothing and item.kind == "cloze":
        yield gettext_noop("All or nothing becomes credit by parts.")
    if not item.all_or_nothing and item.kind == "ordering":
        yield gettext_noop("Credit by parts becomes all or nothing.")
    if item.tags:
        yield gettext_noop("Tags are left out.")
    if item.attachments:
        yield gettext_noop("Files are left out.")
    if item.kind == "cloze" and _speaks(item):
        yield gettext_noop("The feedback of single answers is left out.")
    spoken = item.kind in {"single", "multiple", "true_false"}
    if not spoken and any([*(part.feedback for part in item.choices), *(part.feedback for part in item.intervals)]):
        yield gettext_noop("The feedback of single answers is left out.")


def _speaks(item: Item) -> bool:
    said = [choice.feedback for gap in item.gaps for choice in gap.choices]
    said += [gap.feedback for gap in item.gaps]
    return any([*said, *(interval.feedback for gap in item.gaps for interval in gap.intervals)])


def _item(identifier: str, item: Item) -> Element:
    root = Element("assessmentItem", xmlns=_NAMESPACE, identifier=identifier, title=item.name)
    root.attrib |= {"adaptive": "false", "timeDependent": "false"}
    declared = SubElement(root, "responseDeclaration", identifier="RESPONSE")
    score = SubElement(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    score.set("normalMaximum", number_text(item.points))
    body = SubElement(root, "itemBody", label=item.text_format if item.text_format in PLAIN else "html")
    if item.kind != "cloze":
        _put(SubElement(body, "div"), item.stem, item)
    _WRITERS[item.kind](root, declared, body, item)
    if item.feedback:
        said = SubElement(root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier="GENERAL", showHide="show")
        _put(said, item.feedback, item)
    return root


def _put(parent: Element, text: str, item: Item) -> None:
    """Words with their markup as the children of an element."""
    inside = fromstring(f"<x>{as_markup(text, item.text_format)}</x>")  # noqa: S314 - made well formed a moment ago
    parent.text = inside.text
    parent.extend(inside)


def _process(root: Element, template: str) -> None:
    SubElement(root, "responseProcessing", template=f"{_TEMPLATES}/{template}")


def _declare(declared: Element, cardinality: str, base_type: str, correct: list[str]) -> None:
    declared.attrib |= {"cardinality": cardinality, "baseType": base_type}
    values = SubElement(declared, "correctResponse")
    for value in correct:
        SubElement(values, "value").text = value


def _map(declared: Element, worth: Fraction, shares: list[tuple[str, Fraction]]) -> None:
    mapping = SubElement(declared, "mapping", defaultValue="0")
    for key, share in shares:
        points = f"{float(share * (worth or WHOLE)):.9f}".rstrip("0").rstrip(".")
        SubElement(mapping, "mapEntry", mapKey=key, mappedValue=points)


def _write_choices(root: Element, declared: Element, body: Element, item: Item) -> None:
    several = item.kind == "multiple"
    keys = ["true", "false"] if item.kind == "true_false" else [f"c{at}" for at in range(len(item.choices))]
    right = [key for key, choice in zip(keys, item.choices, strict=True) if choice.share > 0]
    _declare(declared, "multiple" if several else "single", "identifier", right if several else right[:1])
    if not item.all_or_nothing:
        _map(
            declared,
            item.points,
            [(key, choice.share) for key, choice in zip(keys, item.choices, strict=True) if choice.share],
        )
    asked = SubElement(body, "choiceInteraction", responseIdentifier="RESPONSE", shuffle="true")
    asked.set("maxChoices", "0" if several else "1")
    for key, choice in zip(keys, item.choices, strict=True):
        option = SubElement(asked, "simpleChoice", identifier=key)
        _put(option, choice.text, item)
        if choice.feedback:
            said = SubElement(option, "feedbackInline", outcomeIdentifier="FEEDBACK", identifier=key, showHide="show")
            _put(said, choice.feedback, item)
    _process(root, "match_correct" if item.all_or_nothing else "map_response")


def _write_short(root: Element, declared: Element, body: Element, item: Item) -> None:
    best = next(choice.text for choice in item.choices if choice.share == WHOLE)
    _declare(declared, "single", "string", [unstarred(best)])
    _map(declared, item.points, [(unstarred(choice.text), choice.share) for choice in item.choices])
    SubElement(SubElement(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
    _process(root, "map_response")


def _write_numeric(root: Element, declared: Element, body: Element, item: Item) -> None:
    (interval,) = item.intervals
    _declare(declared, "single", "float", [f"{interval.low:f}"])
    SubElement(SubElement(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
    branch = SubElement(SubElement(SubElement(root, "responseProcessing"), "responseCondition"), "responseIf")
    equal = SubElement(branch, "equal", toleranceMode="absolute", tolerance=f"0 {interval.high - interval.low:f}")
    SubElement(equal, "variable", identifier="RESPONSE")
    SubElement(equal, "correct", identifier="RESPONSE")
    points = SubElement(SubElement(branch, "setOutcomeValue", identifier="SCORE"), "baseValue", baseType="float")
    points.text = number_text(item.points)


def _write_order(root: Element, declared: Element, body: Element, item: Item) -> None:
    keys = [f"c{at}" for at in range(len(item.choices))]
    _declare(declared, "ordered", "identifier", keys)
    asked = SubElement(body, "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    for key, choice in zip(keys, item.choices, strict=True):
        _put(SubElement(asked, "simpleChoice", identifier=key), choice.text, item)
    _process(root, "match_correct")


def _write_matching(root: Element, declared: Element, body: Element, item: Item) -> None:
    whole = [(f"l{at} r{at}", pair) for at, pair in enumerate(item.pairs) if pair.left]
    _declare(declared, "multiple", "directedPair", [key for key, _pair in whole])
    if not item.all_or_nothing:
        _map(declared, item.points, [(key, Fraction(1, len(whole))) for key, _pair in whole])
    asked = SubElement(body, "matchInteraction", responseIdentifier="RESPONSE", shuffle="true", maxAssociations="0")
    left, right = SubElement(asked, "simpleMatchSet"), SubElement(asked, "simpleMatchSet")
    for at, pair in enumerate(item.pairs):
        if pair.left:
            _put(SubElement(left, "simpleAssociableChoice", identifier=f"l{at}", matchMax="1"), pair.left, item)
        _put(SubElement(right, "simpleAssociableChoice", identifier=f"r{at}", matchMax="1"), pair.right, item)
    _process(root, "match_correct" if item.all_or_nothing else "map_response")


def _write_essay(root: Element, declared: Element, body: Element, item: Item) -> None:
    declared.attrib |= {"cardinality": "single", "baseType": "string"}
    SubElement(body, "extendedTextInteraction", responseIdentifier="RESPONSE")


def _write_cloze(root: Element, declared: Element, body: Element, item: Item) -> None:
    root.remove(declared)
    markup = as_markup(item.stem, item.text_format)
    for number, gap in enumerate(item.gaps, start=1):
        response = Element("responseDeclaration", identifier=f"RESPONSE{number}")
        root.insert(number - 1, response)
        asked = qti2_gaps.written(gap, number, response, lambda parent, text: _put(parent, text, item))
        markup = markup.replace(f"[[{number}]]", tostring(asked, encoding="unicode"))
    div = SubElement(body, "div")
    inside = fromstring(f"<x>{markup}</x>")  # noqa: S314 - made well formed a moment ago
    div.text = inside.text
    div.extend(inside)
    root.append(qti2_gaps.processing(item.gaps))


def _test(names: list[_Place]) -> Element:
    root = Element("assessmentTest", xmlns=_NAMESPACE, identifier="test", title="Question bank")
    part = SubElement(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous")
    for number, (topic, group) in enumerate(groupby(names, key=lambda place: place[1]), start=1):
        around = part
        for depth, title in enumerate(topic or ("",), start=1):
            identifier = f"s{number}-{depth}"
            around = SubElement(around, "assessmentSection", identifier=identifier, title=title, visible="true")
        for name, _topic in group:
            identifier = name.removeprefix("items/").removesuffix(".xml")
            SubElement(around, "assessmentItemRef", identifier=identifier, href=name)
    return root


def _manifest(names: list[_Place]) -> Element:
    root = Element("manifest", xmlns=_PACKAGING, identifier="package")
    SubElement(root, "organizations")
    resources = SubElement(root, "resources")
    files = [("test", "imsqti_test_xmlv2p2", "test.xml")]
    files += [(name.rpartition("/")[2].removesuffix(".xml"), "imsqti_item_xmlv2p2", name) for name, _topic in names]
    for identifier, kind, name in files:
        resource = SubElement(resources, "resource", identifier=identifier, type=kind, href=name)
        SubElement(resource, "file", href=name)
    return root


_WRITERS: dict[str, Callable[[Element, Element, Element, Item], None]] = {
    "single": _write_choices,
    "multiple": _write_choices,
    "true_false": _write_choices,
    "short": _write_short,
    "numeric": _write_numeric,
    "ordering": _write_order,
    "matching": _write_matching,
    "essay": _write_essay,
    "cloze": _write_cloze,
}
