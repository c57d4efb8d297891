"""Steps to be put in their order."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from assessments.domain.kinds.shared import (
    Asked,
    Content,
    NotAnAnswerError,
    Posted,
    Text,
    Value,
    Within,
    both,
    credit,
    earned,
    gettext_noop,
    is_partial,
    is_written,
    pair,
    places,
    scrambled,
)

KEY = "ordering"
LABEL = gettext_noop("put in order")
NAME = gettext_noop("ordering")
INPUT = "fields"
TEMPLATES = "ordering"
ORDER_TELLS = True  # the author's order is the answer
MOST_ITEMS = 12
EMPTY_ROWS = 3


def texts(content: Content) -> list[Text]:
    return list(content["items"])


def remarks(content: Content) -> list[Text]:
    return []


def orders(content: Content) -> int:
    return len(content["items"])


def problems(content: Content) -> list[str]:
    found, items = [], content["items"]
    if not 2 <= len(items) <= MOST_ITEMS:
        found.append(gettext_noop("An ordering question has two to twelve steps."))
    for language in ("en", "zh-hans"):
        words = [item.get(language, "").strip() for item in items if item.get(language, "").strip()]
        if len(set(words)) < len(words):
            found.append(gettext_noop("Two steps read the same, so nobody can tell which comes first."))
            break
    return found


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    """For the first place to the last, which step on the screen stands there; empty where none does yet."""
    if not any(posted):
        return {"order": []}
    if len(posted) != len(content["items"]):
        raise NotAnAnswerError
    order = scrambled(asked.order)
    return {"order": [places([place], order)[0] if place else None for place in posted]}


def shown(value: Value, asked: Asked) -> list[str]:
    order = scrambled(asked.order)
    return ["" if number is None else str(order.index(number)) for number in value.get("order", [])]


def is_answered(value: Value) -> bool:
    return any(number is not None for number in value.get("order", []))


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """All for the right order. With partial credit (n - 1 neighbours): neighbours kept / (n - 1).

    A neighbour is kept where a step is directly followed by the one that follows it in the right order, wherever both
    stand; each counts once. Moodle's Ordering question type, grading type "Relative to the next item (excluding last)".
    """
    given, last = value.get("order", []), len(content["items"]) - 1
    if not is_answered(value):
        return Fraction(0)
    kept = {first for first, second in pairwise(given) if first is not None and second == first + 1}
    return earned(Fraction(len(kept), last), content, maximum)


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    """The steps in the order drawn, and a place for each."""
    order = scrambled(asked.order)
    taken = shown(value, asked) or [""] * len(order)
    return {
        "items": [
            {"place": str(place), "number": place + 1, "text": within(content["items"][number])}
            for place, number in enumerate(order)
        ],
        "rows": [{"number": number, "chosen": chosen} for number, chosen in enumerate(taken, 1)],
    }


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    items, given = content["items"], value.get("order") or []
    return {
        "given": [
            {"text": "" if number is None else within(items[number]), "is_right": number == place}
            for place, number in enumerate(given)
        ],
        "items": [within(item) for item in items],
    }


def written(posted: Posted) -> Content:
    """The rows of an editor's form, in their right order: item_*-N."""
    rows = [both(posted, "item", f"-{number}") for number in range(MOST_ITEMS)]
    return {"items": [row for row in rows if is_written(row)]} | credit(posted)


def editor(content: Content) -> dict[str, Any]:
    items = content.get("items", [])
    shown_rows: list[Text] = [*items, *([{}] * max(5 - len(items), EMPTY_ROWS))][:MOST_ITEMS]
    return {
        "partial": is_partial(content),
        "rows": [{"number": number, "item": pair(item)} for number, item in enumerate(shown_rows)],
    }
