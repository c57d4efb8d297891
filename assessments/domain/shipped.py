"""A question as it is written in the curriculum's files, as the JSON of a version. Pure."""

from typing import Any

from assessments.domain.kinds import numeric
from assessments.domain.texts import both

EMPTY = {"en": "", "zh-hans": ""}


def content_of(item: Any) -> dict[str, Any]:
    """`item` has the fields of a question of the files (curriculum/FORMAT-bank.md), each text with `en`, `zh_hans`."""
    return {"stem": both(item.stem), "explanation": both(item.explanation)} | _own(item)


def _own(item: Any) -> dict[str, Any]:
    credit = {"credit": "partial" if item.partial else "all"}
    if item.kind == "ordering":
        return {"items": [both(step) for step in item.items]} | credit
    if item.kind == "matching":
        rows = [{"left": both(pair.left) if pair.left else EMPTY, "right": both(pair.right)} for pair in item.pairs]
        return {"pairs": rows} | credit
    if item.kind == "numeric":
        return _number(item.number)
    if item.kind == "essay":
        return _essay(item.essay)
    options = [
        {"text": both(option.text), "right": option.right, "feedback": both(option.feedback)} for option in item.options
    ]
    if item.shares:
        options = [option | {"share": share} for option, share in zip(options, item.shares, strict=True)]
    return {"options": options, "accepted": {"en": list(item.accepted.en), "zh-hans": list(item.accepted.zh_hans)}}


def _essay(essay: Any) -> dict[str, Any]:
    least = {"en": essay.least_en, "zh-hans": essay.least_zh}
    return {"rubric": essay.rubric, "longest": essay.longest, "least": least}


def _number(number: Any) -> dict[str, Any]:
    content = {"intervals": [numeric.interval(number.value, number.tolerance) | {"share": "1", "feedback": EMPTY}]}
    if number.unit.en or number.unit.zh_hans:
        words = {"en": list(number.unit.en), "zh-hans": list(number.unit.zh_hans)}
        return content | {"unit": {"words": words, "required": False}}
    return content
