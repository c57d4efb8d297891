"""Gaps inside a text for QTI 2.2: a response each, and one processing that adds up what they earn. Pure."""

from collections.abc import Callable
from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

from assessments.domain.exchange.items import WHOLE, Gap, Item, number_text
from assessments.domain.exchange.sentences import gettext_noop
from assessments.domain.exchange.stars import has_star, unstarred
from assessments.domain.kinds.cloze import MARK


def unsayable(item: Item) -> str:
    """Why this text cannot be written; empty when it can."""
    if sorted(map(int, MARK.findall(item.stem))) != list(range(1, len(item.gaps) + 1)):
        return gettext_noop("its text does not hold every gap once.")
    if any(has_star(choice.text) for gap in item.gaps if gap.kind == "short" for choice in gap.choices):
        return gettext_noop("a * that stands for any text cannot be said.")
    if any(len(gap.intervals) > 1 or any(part.share != 1 for part in gap.intervals) for gap in item.gaps):
        return gettext_noop("only one range of numbers can be said.")
    return ""


def written(gap: Gap, number: int, declared: Element, put: Callable[[Element, str], None]) -> Element:
    """The interaction of a gap; fills in its declaration."""
    name = f"RESPONSE{number}"
    if gap.kind == "single":
        keys = [f"c{at}" for at in range(len(gap.choices))]
        right = next(key for key, choice in zip(keys, gap.choices, strict=True) if choice.share == WHOLE)
        _declare(declared, "identifier", right)
        _map(
            declared,
            [(key, gap.points * part.share) for key, part in zip(keys, gap.choices, strict=True) if part.share],
        )
        asked = Element("inlineChoiceInteraction", responseIdentifier=name, shuffle="true")
        for key, choice in zip(keys, gap.choices, strict=True):
            put(SubElement(asked, "inlineChoice", identifier=key), choice.text)
        return asked
    if gap.kind == "short":
        _declare(declared, "string", unstarred(gap.choices[0].text))
        _map(declared, [(unstarred(choice.text), gap.points * choice.share) for choice in gap.choices])
    else:
        _declare(declared, "float", f"{gap.intervals[0].low:f}")
    return Element("textEntryInteraction", responseIdentifier=name)


def _declare(declared: Element, base_type: str, correct: str) -> None:
    declared.attrib |= {"cardinality": "single", "baseType": base_type}
    SubElement(SubElement(declared, "correctResponse"), "value").text = correct


def _map(declared: Element, points: list[tuple[str, Fraction]]) -> None:
    mapping = SubElement(declared, "mapping", defaultValue="0")
    for key, worth in points:
        SubElement(mapping, "mapEntry", mapKey=key, mappedValue=f"{float(worth):.9f}".rstrip("0").rstrip("."))


def processing(gaps: tuple[Gap, ...]) -> Element:
    """Each gap adds its points to the score."""
    root = Element("responseProcessing")
    for number, gap in enumerate(gaps, start=1):
        name = f"RESPONSE{number}"
        if gap.kind != "numeric":
            SubElement(_sum(root), "mapResponse", identifier=name)
            continue
        (interval,) = gap.intervals
        branch = SubElement(SubElement(root, "responseCondition"), "responseIf")
        tolerance = f"0 {interval.high - interval.low:f}"
        equal = SubElement(branch, "equal", toleranceMode="absolute", tolerance=tolerance)
        SubElement(equal, "variable", identifier=name)
        SubElement(equal, "correct", identifier=name)
        SubElement(_sum(branch), "baseValue", baseType="float").text = number_text(gap.points)
    return root


def _sum(parent: Element) -> Element:
    total = SubElement(SubElement(parent, "setOutcomeValue", identifier="SCORE"), "sum")
    SubElement(total, "variable", identifier="SCORE")
    return total
