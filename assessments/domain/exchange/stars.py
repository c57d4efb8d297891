"""A * in an accepted answer stands for any text here and in Moodle; in QTI it is a sign like any other. Pure."""

import re
from dataclasses import replace

from assessments.domain.exchange.items import Choice, Gap, Item

_STAR = re.compile(r"(?<!\\)\*")


def has_star(answer: str) -> bool:
    return bool(_STAR.search(answer))


def unstarred(answer: str) -> str:
    return answer.replace(r"\*", "*")


def starred(item: Item) -> Item:
    """The item of a format without patterns: each * of its typed answers as the sign itself."""

    def plain(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(replace(choice, text=choice.text.replace("*", r"\*")) for choice in choices)

    def gap_of(gap: Gap) -> Gap:
        return replace(gap, choices=plain(gap.choices)) if gap.kind == "short" else gap

    if item.kind == "short":
        return replace(item, choices=plain(item.choices))
    return replace(item, gaps=tuple(map(gap_of, item.gaps)))
