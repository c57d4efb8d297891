"""Items of QTI 1.2 (1EdTech), as older systems and Canvas write them. Pure.

Read are choices, pairs (several choices from the same options), typed words, numbers and texts that a person judges.
Points are those that the conditions set, as parts of the most that can be reached.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from xml.etree.ElementTree import Element

from assessments.domain.exchange.items import WHOLE, Choice, Interval, Item, Pair
from assessments.domain.exchange.numbers import decimal_of
from assessments.domain.exchange.sentences import SentenceError, gettext_noop

_NONE = Fraction(0)
# The smallest step between two numbers, where a bound itself is left out.
_STEP = Decimal("0.000000001")
_TYPED = ("response_str", "response_num")


class NotReadableError(SentenceError):
    """A sentence about one item that cannot be read."""


@dataclass
class _Rule:
    """What one condition asks for, and what it gives."""

    points: Fraction
    equal: dict[str, list[str]] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    low: Decimal | None = None
    high: Decimal | None = None
    needs_all: bool = False
    feedback: str = ""


def read_item(item: Element) -> tuple[Item, list[str]]:
    """One item and what of it is lost. Raises NotReadableError."""
    presentation = item.find("presentation")
    if presentation is None:
        raise NotReadableError(gettext_noop("The item has no presentation."))
    choices = list(presentation.iter("response_lid"))
    typed = [element for name in _TYPED for element in presentation.iter(name)]
    odd = [name for name in ("response_xy", "response_grp") if presentation.find(f".//{name}") is not None]
    if odd or (choices and typed) or len(typed) > 1:
        raise NotReadableError(
            gettext_noop("%(odd)s is not supported.", odd=odd[0] if odd else "Several kinds of answer in one item")
        )
    rules = [rule for rule in map(_rule_in(item), item.iterfind("resprocessing/respcondition")) if rule is not None]
    losses = list[str]()
    if len(choices) > 1:
        made = _pairs(choices, rules)
    elif choices:
        made = _choices(choices[0], rules)
        losses = _lost(made, choices[0], rules)
    elif typed:
        made = _typed(typed[0], rules)
    else:
        raise NotReadableError(gettext_noop("The item asks nothing."))
    stem = "\n".join(_materials(presentation, without={*choices, *typed}))
    if not stem:
        raise NotReadableError(gettext_noop("The item has no words."))
    return replace(made, stem=stem, name=item.get("title", ""), points=_points(item), text_format="html"), losses


def _rule_in(item: Element) -> Callable[[Element], _Rule | None]:
    feedbacks = {found.get("ident"): "\n".join(_materials(found)) for found in item.iterfind("itemfeedback")}

    def read(condition: Element) -> _Rule | None:
        variables = condition.find("conditionvar")
        if variables is None:
            return None
        points = sum((_decimal(setvar.text or "0") for setvar in condition.iterfind("setvar")), _NONE)
        shown = condition.find("displayfeedback")
        rule = _Rule(points, feedback=feedbacks.get(shown.get("linkrefid"), "") if shown is not None else "")
        _take(variables, rule)
        return rule

    return read


def _take(element: Element, rule: _Rule) -> None:
    for child in element:
        if child.tag == "varequal":
            rule.equal.setdefault(child.get("respident", ""), []).append((child.text or "").strip())
        elif child.tag == "and":
            rule.needs_all = True
            _take(child, rule)
        elif child.tag == "or":
            _take(child, rule)
        elif child.tag in {"vargte", "vargt"}:
            rule.low = _number(child.text) + (_STEP if child.tag == "vargt" else 0)
        elif child.tag in {"varlte", "varlt"}:
            rule.high = _number(child.text) - (_STEP if child.tag == "varlt" else 0)
        elif child.tag == "not":
            rule.excluded |= {(found.text or "").strip() for found in child.iter("varequal")}
        elif child.tag not in {"other", "unanswered"}:
            raise NotReadableError(gettext_noop("The condition %(tag)s is not supported.", tag=child.tag))


def _choices(asked: Element, rules: list[_Rule]) -> Item:
    options = _options(asked)
    several = asked.get("rcardinality", "Single").lower() == "multiple"
    if asked.get("rcardinality", "").lower() == "ordered":
        return _order(asked, options, rules)
    shares, feedbacks = dict[str, Fraction](), dict[str, str]()
    most = _most(rules, several=several)
    for rule in rules:
        named = rule.equal.get(asked.get("ident", ""), [])
        if len(named) == 1 and rule.feedback:
            feedbacks[named[0]] = rule.feedback
        for value in named if rule.points else ():
            part = len(named) if several and rule.needs_all else 1
            shares[value] = shares.get(value, _NONE) + rule.points / most / part
    choices = tuple(
        Choice(words, shares.get(ident, _NONE), feedbacks.get(ident, "")) for ident, words in options.items()
    )
    if len(choices) < 2 or all(choice.share <= 0 for choice in choices):
        raise NotReadableError(gettext_noop("A choice needs at least two options and a right one."))
    if not several and (truth := _truth(choices)):
        return Item("true_false", "", choices=truth)
    return Item("multiple" if several else "single", "", choices=choices, all_or_nothing=several and _at_once(rules))


def _at_once(rules: list[_Rule]) -> bool:
    """Whether one condition alone earns all the points, and only by all that it names (Canvas asks so)."""
    earning = [rule for rule in rules if rule.points > 0]
    return len(earning) == 1 and earning[0].needs_all


def _lost(item: Item, asked: Element, rules: list[_Rule]) -> list[str]:
    """Options that neither must nor must not be chosen are wrong here."""
    if not item.all_or_nothing or item.kind != "multiple":
        return []
    rule = next(rule for rule in rules if rule.points > 0)
    if _options(asked).keys() <= {*rule.equal.get(asked.get("ident", ""), []), *rule.excluded}:
        return []
    return [gettext_noop("Wrong options that did not matter there do here: only exactly the right ones earn points.")]


def _truth(choices: tuple[Choice, ...]) -> tuple[Choice, Choice] | None:
    named = {choice.text.lower(): choice for choice in choices}
    if set(named) != {"true", "false"} or {choice.share for choice in choices} != {_NONE, WHOLE}:
        return None
    return replace(named["true"], text="true"), replace(named["false"], text="false")


def _order(asked: Element, options: dict[str, str], rules: list[_Rule]) -> Item:
    right = next((rule.equal.get(asked.get("ident", ""), []) for rule in rules if rule.points > 0), [])
    if sorted(right) != sorted(options) or len(options) < 2:
        raise NotReadableError(gettext_noop("The right order does not name each part once."))
    return Item("ordering", "", choices=tuple(Choice(options[ident], WHOLE) for ident in right), all_or_nothing=True)


def _pairs(asked: list[Element], rules: list[_Rule]) -> Item:
    pairs, used, all_words = [], set[str](), dict[str, str]()
    for element in asked:
        options = _options(element)
        all_words |= options
        ident = element.get("ident", "")
        right = [value for rule in rules if rule.points > 0 for value in rule.equal.get(ident, [])]
        left = "\n".join(_materials(element, without={*element.iter("render_choice")}))
        if len(right) != 1 or right[0] not in options or not left:
            raise NotReadableError(gettext_noop("Each part of a matching needs words and one right partner."))
        pairs.append(Pair(left, options[right[0]]))
        used.add(options[right[0]])
    spare = [words for words in dict.fromkeys(all_words.values()) if words not in used]
    return Item("matching", "", pairs=(*pairs, *(Pair("", words) for words in spare)))


def _typed(asked: Element, rules: list[_Rule]) -> Item:
    earning = [
        rule for rule in rules if rule.points > 0 and (rule.equal or rule.low is not None or rule.high is not None)
    ]
    if not earning:
        return Item("essay", "")
    most = max(rule.points for rule in earning)
    fib = asked.find(".//render_fib")
    is_number = asked.tag == "response_num" or (fib is not None and fib.get("fibtype") in {"Integer", "Decimal"})
    if is_number or any(rule.low is not None or rule.high is not None for rule in earning):
        return Item("numeric", "", intervals=tuple(_intervals(earning, most)))
    choices = [
        Choice(value, rule.points / most, rule.feedback)
        for rule in earning
        for value in rule.equal.get(asked.get("ident", ""), [])
    ]
    return Item("short", "", choices=tuple(choices))


def _intervals(rules: list[_Rule], most: Fraction) -> Iterator[Interval]:
    for rule in rules:
        if (rule.low is None) != (rule.high is None):
            raise NotReadableError(gettext_noop("A range of numbers that is open at one end is not supported."))
        if rule.low is not None and rule.high is not None:
            yield Interval(rule.low, rule.high, rule.points / most, rule.feedback)
            continue
        for value in (value for values in rule.equal.values() for value in values):
            yield Interval(_number(value), _number(value), rule.points / most, rule.feedback)


def _most(rules: list[_Rule], *, several: bool) -> Fraction:
    earning = [rule.points for rule in rules if rule.points > 0]
    all_at_once = not several or any(rule.needs_all and sum(map(len, rule.equal.values())) > 1 for rule in rules)
    most = max(earning, default=_NONE) if all_at_once else sum(earning, _NONE)
    if most <= 0:
        raise NotReadableError(gettext_noop("No answer earns points."))
    return most


def _points(item: Element) -> Fraction:
    for entry in item.iterfind("itemmetadata//qtimetadatafield"):
        if (entry.findtext("fieldlabel") or "").strip() == "points_possible":
            points = _decimal(entry.findtext("fieldentry") or "1")
            return points if points > 0 else WHOLE
    return WHOLE


def _options(asked: Element) -> dict[str, str]:
    found = {label.get("ident", ""): "\n".join(_materials(label)) for label in asked.iter("response_label")}
    if not all(found.values()):
        raise NotReadableError(gettext_noop("An option has no words."))
    return found


def _materials(element: Element, without: set[Element] | frozenset[Element] = frozenset()) -> Iterator[str]:
    for child in element:
        if child in without:
            continue
        if child.tag == "mattext":
            text = (child.text or "").strip()
            plain = child.get("texttype", "text/plain") == "text/plain"
            if text:
                yield text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if plain else text
        elif child.tag in {"matimage", "mataudio", "matvideo"}:
            raise NotReadableError(gettext_noop("%(tag)s is not supported.", tag=child.tag))
        else:
            yield from _materials(child, without)


def _number(text: str | None) -> Decimal:
    return decimal_of(text or "", NotReadableError)


def _decimal(text: str) -> Fraction:
    return Fraction(_number(text))
