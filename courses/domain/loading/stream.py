"""A curriculum page's blocks as the raw value of a StreamField."""

from functools import singledispatch
from typing import Any

from courses.domain.academy import blocks
from courses.domain.academy.pages import Screen
from courses.domain.loading.rich_text import block_html, inline_html

Raw = dict[str, Any]


def screens(page_screens: tuple[Screen, ...]) -> list[Raw]:
    return [
        {"type": "screen", "value": {"heading": screen.title, "pieces": [piece(block) for block in screen.blocks]}}
        for screen in page_screens
    ]


def pieces(page_screens: tuple[Screen, ...]) -> list[Raw]:
    """An article's screens as one run of pieces: each heading becomes a heading in its first text."""
    run: list[Raw] = []
    for screen in page_screens:
        run.append({"type": "text", "value": f"<h3>{inline_html(screen.title)}</h3>"})
        run += [piece(block) for block in screen.blocks]
    return run


@singledispatch
def piece(block: object) -> Raw:
    raise NotImplementedError(f"{type(block).__name__} blocks are not loaded from files yet")


@piece.register
def _(block: blocks.Text) -> Raw:
    return {"type": "text", "value": block_html(block.markdown)}


@piece.register
def _(block: blocks.SayCard) -> Raw:
    return {"type": "say", "value": {"say": block.say, "not_that": block.avoid, "why": block.why}}


@piece.register
def _(block: blocks.Dialogue) -> Raw:
    lines = [
        {"who": line.who, "text": line.text, "is_move": line.move, "decisive": line.decisive, "note": line.note}
        for line in block.lines
    ]
    return {"type": "dialogue", "value": {"title": block.title, "lines": _items(lines)}}


@piece.register
def _(block: blocks.Steps) -> Raw:
    return {"type": "steps", "value": {"title": block.title, "items": _items([inline_html(i) for i in block.items])}}


@piece.register
def _(block: blocks.Check) -> Raw:
    options = [{"text": o.text, "is_right": o.right, "feedback": o.feedback} for o in block.options]
    return {"type": "check", "value": {"stem": block.stem, "options": _items(options)}}


@piece.register
def _(block: blocks.Callout) -> Raw:
    return {"type": "callout", "value": {"kind": block.callout, "title": "", "text": block_html(block.text)}}


@piece.register
def _(block: blocks.Task) -> Raw:
    value = {"kind": "task", "title": block.title, "text": block_html(block.text), "done_when": block.done_when}
    return {"type": "callout", "value": value}


def _items(values: list[Any]) -> list[Any]:
    """Bare values: Wagtail takes an item with `type` and `value` but no `id` for a value itself."""
    return values
