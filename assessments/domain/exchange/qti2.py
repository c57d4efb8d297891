"""Items of QTI 2.1 and 2.2 (1EdTech, "Question and Test Interoperability"), one file each. Pure.

Read are the interactions choice, order, match, associate, text entry, inline choice and extended text. Points come from
the standard templates match_correct and map_response, or from rules of those two shapes, or from an equality with an
absolute tolerance; anything else is refused in words, because guessing at points would be worse.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

from assessments.domain.exchange import markup
from assessments.domain.exchange.items import WHOLE, Choice, Gap, Interval, Item, Pair
from assessments.domain.exchange.numbers import decimal_of, simple
from assessments.domain.exchange.sentences import SentenceError, gettext_noop

INTERACTIONS = {
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
    "associateInteraction",
    "textEntryInteraction",
    "inlineChoiceInteraction",
    "extendedTextInteraction",
}
_GAPS = {"textEntryInteraction", "inlineChoiceInteraction"}
_NUMBERS = {"integer", "float"}
_NONE = Fraction(0)


class NotReadableError(SentenceError):
    """A sentence about one item that cannot be read."""


@dataclass(frozen=True)
class _Response:
    """What counts as right for one interaction: the correct values and their points, or the points of each value."""

    identifier: str
    base_type: str
    cardinality: str
    correct: list[str]
    mapped: dict[str, Fraction]
    tolerance: tuple[Decimal, Decimal] | None
    worth: Fraction  # of being right, where a rule says it; else 0

    def shares(self) -> dict[str, Fraction]:
        """The share of the points that each value earns; mapped points are set against the most that can be earned."""
        if not self.mapped:
            # All or nothing among several: each right one is an equal part of the whole.
            part = Fraction(1, len(self.correct) or 1) if self.cardinality == "multiple" else WHOLE
            return dict.fromkeys(self.correct, part)
        most = self.most()
        if most <= 0:
            raise NotReadableError(gettext_noop("No answer earns points."))
        return {value: simple(points / most) for value, points in self.mapped.items()}

    def most(self) -> Fraction:
        """The most points that this response can earn; 0 where nothing says it."""
        if not self.mapped:
            return self.worth
        earning = [points for points in self.mapped.values() if points > 0]
        return sum(earning, _NONE) if self.cardinality == "multiple" else max(earning, default=_NONE)


def read_item(item: Element) -> tuple[Item, list[str]]:
    """One item and what of it is lost. Raises NotReadableError."""
    body = item.find("itemBody")
    if body is None:
        raise NotReadableError(gettext_noop("The item has no body."))
    if item.get("adaptive") == "true":
        raise NotReadableError(gettext_noop("Adaptive items are not supported."))
    found = [element for element in body.iter() if element.tag.endswith("Interaction")]
    if not found:
        raise NotReadableError(gettext_noop("The item asks nothing."))
    odd = sorted({element.tag for element in found} - INTERACTIONS)
    if odd:
        raise NotReadableError(gettext_noop("The interaction %(odd)s is not supported.", odd=odd[0]))
    _refuse_odd_processing(item)
    responses = {
        response.identifier: response for response in map(_response_in(item), item.iter("responseDeclaration"))
    }
    made = _made(body, found, responses)
    said = list(item.iterfind("modalFeedback"))
    feedback = markup.inner(said[0]) if len(said) == 1 else ""
    losses: list[str] = [gettext_noop("Feedback by rule (several modalFeedback) is left out.")] if len(said) > 1 else []
    points = _points(item, responses, found)
    made = replace(made, name=item.get("title", ""), feedback=feedback, points=points)
    return markup.without_markup(made, body.get("label", "")), losses


def _made(body: Element, found: list[Element], responses: dict[str, _Response]) -> Item:
    if {element.tag for element in found} <= _GAPS and (len(found) > 1 or found[0].tag == "inlineChoiceInteraction"):
        return _cloze(body, found, responses)
    if len(found) > 1:
        raise NotReadableError(
            gettext_noop("Several interactions in one item are read only when all are gaps in a text.")
        )
    (interaction,) = found
    response = responses.get(interaction.get("responseIdentifier", ""))
    if response is None:
        raise NotReadableError(gettext_noop("The interaction names a response that is not declared."))
    item = _KINDS[interaction.tag](interaction, response)
    stem = markup.unwrapped(markup.words_of(body, without=interaction))
    prompt = interaction.find("prompt")
    asked = markup.inner(prompt) if prompt is not None else ""
    words = "\n".join(part for part in (stem, asked) if part)
    if not words:
        raise NotReadableError(gettext_noop("The item has no words."))
    return replace(item, stem=words, text_format="html")


# What is right


def _response_in(item: Element) -> Callable[[Element], _Response]:
    def read(declared: Element) -> _Response:
        correct = [_words(value) for value in declared.iterfind("correctResponse/value")]
        entries = declared.iterfind("mapping/mapEntry")
        mapped = {entry.get("mapKey", "").strip(): _decimal(entry.get("mappedValue", "")) for entry in entries}
        identifier = declared.get("identifier", "")
        named, worth = _ruled(item, identifier)
        return _Response(
            identifier=identifier,
            base_type=declared.get("baseType", ""),
            cardinality=declared.get("cardinality", "single"),
            correct=correct,
            mapped=mapped if _is_mapped(item, identifier) else named,
            tolerance=_tolerance(item, identifier),
            worth=worth,
        )

    return read


def _is_mapped(item: Element, identifier: str) -> bool:
    processing = item.find("responseProcessing")
    if processing is None:
        return False
    if "map_response" in processing.get("template", ""):
        return True
    return any(element.get("identifier") == identifier for element in processing.iter("mapResponse"))


def _refuse_odd_processing(item: Element) -> None:
    processing = item.find("responseProcessing")
    if processing is None:
        return
    template = processing.get("template", "").rpartition("/")[2].removesuffix(".xml")
    if template and template not in {"match_correct", "map_response", "CC2_match", "CC2_map_response"}:
        raise NotReadableError(
            gettext_noop("The response processing %(template)s is not supported.", template=template)
        )
    odd = sorted({element.tag for element in processing.iter()} - _RULES)
    if odd:
        raise NotReadableError(
            gettext_noop("The rule %(odd)s in the response processing is not supported.", odd=odd[0])
        )


# All that the two standard templates are made of, written out, and equality of texts and numbers.
_RULES = {
    "responseProcessing",
    "responseCondition",
    "responseIf",
    "responseElseIf",
    "responseElse",
    "setOutcomeValue",
    "match",
    "equal",
    "stringMatch",
    "isNull",
    "not",
    "variable",
    "correct",
    "baseValue",
    "mapResponse",
    "sum",
}
_EQUALITIES = ("match", "equal", "stringMatch")


def _ruled(item: Element, identifier: str) -> tuple[dict[str, Fraction], Fraction]:
    """The points that rules give for named values, and for the correct one."""
    named, worth = dict[str, Fraction](), _NONE
    for branch in [
        *item.iterfind("responseProcessing//responseIf"),
        *item.iterfind("responseProcessing//responseElseIf"),
    ]:
        for test in (child for child in branch if child.tag in _EQUALITIES):
            if all(variable.get("identifier") != identifier for variable in test.iterfind("variable")):
                continue
            points = _set_points(branch)
            if test.find("correct") is not None:
                worth = points
            for value in test.iterfind("baseValue"):
                named[_words(value)] = points
    return named, worth


def _set_points(branch: Element) -> Fraction:
    values = [
        value
        for outcome in branch.iterfind("setOutcomeValue")
        if outcome.get("identifier", "SCORE").startswith("SCORE")
        for value in outcome.iter("baseValue")
    ]
    return _decimal(_words(values[0])) if values else WHOLE


def _tolerance(item: Element, identifier: str) -> tuple[Decimal, Decimal] | None:
    for equal in item.iterfind("responseProcessing//equal"):
        if all(variable.get("identifier") != identifier for variable in equal.iter("variable")):
            continue
        mode = equal.get("toleranceMode", "exact")
        if mode == "exact":
            return Decimal(0), Decimal(0)
        if mode != "absolute":
            raise NotReadableError(gettext_noop("A relative tolerance is not supported."))
        parts = [decimal_of(part, NotReadableError) for part in equal.get("tolerance", "").split()]
        if not parts:
            raise NotReadableError(gettext_noop("The tolerance is missing."))
        return parts[0], parts[-1]
    return None


def _points(item: Element, responses: dict[str, _Response], found: list[Element]) -> Fraction:
    """The declared maximum, or the most that the mapped points allow; one point for a plain right or wrong."""
    for outcome in item.iterfind("outcomeDeclaration"):
        if outcome.get("identifier") in {"MAXSCORE", "SCORE"}:
            maximum = outcome.get("normalMaximum") or _words(outcome.find("defaultValue/value"))
            if maximum and _decimal(maximum) > 0:
                return _decimal(maximum)
    asked = [responses.get(element.get("responseIdentifier", "")) for element in found]
    mapped = sum((response.most() for response in asked if response is not None), _NONE)
    return mapped if mapped > 0 else WHOLE


# Kinds


def _choice(interaction: Element, response: _Response) -> Item:
    shares = response.shares()
    choices = tuple(
        Choice(
            markup.inner(option, skip={"feedbackInline"}),
            shares.get(option.get("identifier", ""), _NONE),
            _said(option),
        )
        for option in interaction.iterfind("simpleChoice")
    )
    if len(choices) < 2:
        raise NotReadableError(gettext_noop("A choice needs at least two options."))
    if all(choice.share <= 0 for choice in choices):
        raise NotReadableError(gettext_noop("No option is right."))
    if {option.get("identifier") for option in interaction.iterfind("simpleChoice")} == {"true", "false"}:
        ordered = sorted(choices, key=lambda choice: choice.text != "true")
        if {choice.text for choice in choices} == {"true", "false"} and {choice.share for choice in choices} == {0, 1}:
            return Item("true_false", "", choices=tuple(ordered))
    several = response.cardinality == "multiple"
    whole = several and not response.mapped
    return Item("multiple" if several else "single", "", choices=choices, all_or_nothing=whole)


def _option(option: Element, shares: dict[str, Fraction]) -> Choice:
    words = markup.inner(option, skip={"feedbackInline"})
    return Choice(words, shares.get(option.get("identifier", ""), _NONE), _said(option))


def _order(interaction: Element, response: _Response) -> Item:
    options = {option.get("identifier", ""): markup.inner(option) for option in interaction.iterfind("simpleChoice")}
    if sorted(response.correct) != sorted(options) or len(options) < 2:
        raise NotReadableError(gettext_noop("The right order does not name each part once."))
    return Item(
        "ordering", "", choices=tuple(Choice(options[value], WHOLE) for value in response.correct), all_or_nothing=True
    )


def _match(interaction: Element, response: _Response) -> Item:
    parts = {part.get("identifier", ""): markup.inner(part) for part in interaction.iter("simpleAssociableChoice")}
    values = [value for value, points in response.mapped.items() if points > 0] or response.correct
    pairs, used = [], set[str]()
    for value in values:
        ends = value.split()
        if len(ends) != 2 or not set(ends) <= set(parts):
            raise NotReadableError(
                gettext_noop("The pair “%(value)s” names a part that is not there.", value=value[:40])
            )
        pairs.append(Pair(parts[ends[0]], parts[ends[1]]))
        used.update(ends)
    if len(pairs) < 2:
        raise NotReadableError(gettext_noop("Matching needs at least two right pairs."))
    if len({pair.left for pair in pairs}) < len(pairs):
        raise NotReadableError(gettext_noop("A part that belongs to several others is not supported."))
    spare = [words for identifier, words in parts.items() if identifier not in used]
    if len({response.mapped.get(value) for value in values}) > 1:
        raise NotReadableError(gettext_noop("Pairs that earn different points are not supported."))
    return Item(
        "matching", "", pairs=(*pairs, *(Pair("", words) for words in spare)), all_or_nothing=not response.mapped
    )


def _text_entry(interaction: Element, response: _Response) -> Item:
    gap = _entry(response)
    return Item(gap.kind, "", choices=gap.choices, intervals=gap.intervals)


def _essay(interaction: Element, response: _Response) -> Item:
    return Item("essay", "")


def _entry(response: _Response) -> Gap:
    shares = response.shares()
    if not shares:
        raise NotReadableError(gettext_noop("No accepted answer is given."))
    if response.base_type in _NUMBERS:
        below, above = response.tolerance or (Decimal(0), Decimal(0))
        numbers = [(decimal_of(value, NotReadableError), share) for value, share in shares.items()]
        return Gap(
            "numeric", intervals=tuple(Interval(number - below, number + above, share) for number, share in numbers)
        )
    return Gap("short", choices=tuple(Choice(value, share) for value, share in shares.items()))


def _inline(interaction: Element, response: _Response) -> Gap:
    shares = response.shares()
    choices = tuple(
        Choice(markup.inner(option), shares.get(option.get("identifier", ""), _NONE))
        for option in interaction.iterfind("inlineChoice")
    )
    if all(choice.share <= 0 for choice in choices):
        raise NotReadableError(gettext_noop("No option of a gap is right."))
    return Gap("single", choices=choices)


def _cloze(body: Element, found: list[Element], responses: dict[str, _Response]) -> Item:
    gaps, places = [], {}
    for interaction in found:
        response = responses.get(interaction.get("responseIdentifier", ""))
        if response is None:
            raise NotReadableError(gettext_noop("A gap names a response that is not declared."))
        gap = _inline(interaction, response) if interaction.tag == "inlineChoiceInteraction" else _entry(response)
        gaps.append(replace(gap, points=response.most() or WHOLE))
        places[interaction] = f"[[{len(gaps)}]]"
    return Item("cloze", markup.unwrapped(markup.words_of(body, places=places)), gaps=tuple(gaps), text_format="html")


_KINDS: dict[str, Callable[[Element, _Response], Item]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "associateInteraction": _match,
    "textEntryInteraction": _text_entry,
    "extendedTextInteraction": _essay,
}


def _said(option: Element) -> str:
    feedback = option.find("feedbackInline")
    return markup.inner(feedback) if feedback is not None else ""


def _words(element: Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""


def _decimal(text: str) -> Fraction:
    return Fraction(decimal_of(text, NotReadableError))
