"""Answers of the demo's people, right or wrong, as their browsers would send them."""

from collections.abc import Callable
from typing import Any

from assessments.domain.kinds import KINDS, numeric
from assessments.domain.kinds.shared import Asked
from assessments.models import AttemptQuestion

Content = dict[str, Any]


def posted(row: AttemptQuestion, *, right: bool) -> list[str]:
    version = row.question_version
    kind = version.question.kind
    value = VALUES.get(kind, _choice)(version.content, right)
    return KINDS[kind].shown(value, Asked(order=tuple(row.option_order)))


def _choice(content: Content, right: bool) -> Content:
    good = [number for number, option in enumerate(content["options"]) if option["right"]]
    # Of judged options one that earns nothing.
    bad = [
        number
        for number, option in enumerate(content["options"])
        if not option["right"] and option.get("share", "0") == "0"
    ]
    return {"chosen": good if right else bad[:1]}


def _short(content: Content, right: bool) -> Content:
    return {"text": content["accepted"]["zh-hans"][0] if right else "不清楚"}


def _ordering(content: Content, right: bool) -> Content:
    order = list(range(len(content["items"])))
    return {"order": order if right else order[::-1]}


def _matching(content: Content, right: bool) -> Content:
    asked = KINDS["matching"].lefts(content)
    return {"chosen": asked if right else asked[1:] + asked[:1]}


def _numeric(content: Content, right: bool) -> Content:
    return {"text": numeric.around(content["intervals"][0])[0] if right else "0"}


VALUES: dict[str, Callable[[Content, bool], Content]] = {
    "short": _short,
    "ordering": _ordering,
    "matching": _matching,
    "numeric": _numeric,
}
