"""What belongs together: for each thing on the left one of the things on the right. A pair without a left is one more
wrong choice."""

from collections.abc import Sequence
from fractions import Fraction
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

KEY = "matching"
LABEL = gettext_noop("match what belongs together")
NAME = gettext_noop("matching")
INPUT = "fields"
TEMPLATES = "matching"
ORDER_TELLS = True  # the author's order is the answer
MOST_PAIRS = 15
EMPTY_ROWS = 3


def lefts(content: Content) -> list[int]:
    """The numbers of the pairs that are asked."""
    return [number for number, row in enumerate(content["pairs"]) if is_written(row["left"])]


def texts(content: Content) -> list[Text]:
    asked_for = [content["pairs"][number]["left"] for number in lefts(content)]
    return [*asked_for, *(row["right"] for row in content["pairs"])]


def remarks(content: Content) -> list[Text]:
    return []


def orders(content: Content) -> int:
    return len(content["pairs"])


def problems(content: Content) -> list[str]:
    found, asked_for = [], lefts(content)
    if len(asked_for) < 2 or len(content["pairs"]) > MOST_PAIRS:
        found.append(gettext_noop("A matching question has two to fifteen pairs."))
    if _are_alike([content["pairs"][number]["left"] for number in asked_for]):
        found.append(gettext_noop("The same words stand on the left twice."))
    if len({_same(row["right"]) for row in content["pairs"]}) < 2:
        found.append(gettext_noop("Everything on the right is the same."))
    return found


def _are_alike(found: list[Text]) -> bool:
    return len({_same(text) for text in found}) < len(found)


def _same(text: Text) -> tuple[tuple[str, str], ...]:
    """Rights that read alike are one: whichever of them is chosen is right."""
    return tuple(sorted((language, words.strip()) for language, words in text.items() if words.strip()))


def _offered(content: Content, asked: Asked) -> dict[int, int]:
    """The rights on the screen, each once: place → number of its pair."""
    seen, offered = set(), {}
    for place, number in enumerate(scrambled(asked.order)):
        words = _same(content["pairs"][number]["right"])
        if words not in seen:
            seen.add(words)
            offered[place] = number
    return offered


def read(posted: Sequence[str], content: Content, asked: Asked) -> Value:
    """One place on the screen for each left in its order, empty where nothing is chosen yet."""
    if not any(posted):
        return {"chosen": []}
    if len(posted) != len(lefts(content)):
        raise NotAnAnswerError
    order, offered = scrambled(asked.order), _offered(content, asked).values()
    chosen = [places([place], order)[0] if place else None for place in posted]
    if any(number is not None and number not in offered for number in chosen):
        raise NotAnAnswerError
    return {"chosen": chosen}


def shown(value: Value, asked: Asked) -> list[str]:
    order = scrambled(asked.order)
    return ["" if number is None else str(order.index(number)) for number in value.get("chosen", [])]


def is_answered(value: Value) -> bool:
    return any(number is not None for number in value.get("chosen", []))


def points(content: Content, value: Value, maximum: int) -> Fraction:
    """As many of the points as pairs are right, or all of them for all pairs."""
    if not is_answered(value):
        return Fraction(0)
    right = sum(_is_right(content, left, number) for left, number in _answers(content, value))
    return earned(Fraction(right, len(lefts(content))), content, maximum)


def _answers(content: Content, value: Value) -> list[tuple[int, int | None]]:
    asked_for = lefts(content)
    chosen: list[int | None] = value.get("chosen") or [None] * len(asked_for)
    return list(zip(asked_for, chosen, strict=True))


def _is_right(content: Content, left: int, number: int | None) -> bool:
    rows = content["pairs"]
    return number is not None and _same(rows[number]["right"]) == _same(rows[left]["right"])


def screen(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    taken = shown(value, asked) or [""] * len(lefts(content))
    return {
        "choices": [
            {"place": str(place), "text": within(content["pairs"][number]["right"])}
            for place, number in _offered(content, asked).items()
        ],
        "rows": [
            {"number": n, "text": within(content["pairs"][left]["left"]), "chosen": chosen}
            for n, (left, chosen) in enumerate(zip(lefts(content), taken, strict=True), 1)
        ],
    }


def review(content: Content, value: Value, asked: Asked, within: Within) -> dict[str, Any]:
    rows, asked_for = content["pairs"], set(lefts(content))
    return {
        "rows": [
            {
                "left": within(rows[left]["left"]),
                "right": within(rows[left]["right"]),
                "chosen": "" if number is None else within(rows[number]["right"]),
                "is_right": _is_right(content, left, number),
            }
            for left, number in _answers(content, value)
        ],
        "extras": [within(row["right"]) for number, row in enumerate(rows) if number not in asked_for],
    }


def written(posted: Posted) -> Content:
    """The rows of an editor's form: left_*-N and right_*-N."""
    rows = [
        {"left": both(posted, "left", f"-{number}"), "right": both(posted, "right", f"-{number}")}
        for number in range(MOST_PAIRS)
    ]
    return {"pairs": [row for row in rows if is_written(row["left"]) or is_written(row["right"])]} | credit(posted)


def editor(content: Content) -> dict[str, Any]:
    rows = content.get("pairs", [])
    shown_rows = [*rows, *([{"left": {}, "right": {}}] * max(5 - len(rows), EMPTY_ROWS))][:MOST_PAIRS]
    return {
        "partial": is_partial(content),
        "rows": [
            {"number": number, "left": pair(row["left"]), "right": pair(row["right"])}
            for number, row in enumerate(shown_rows)
        ],
    }
