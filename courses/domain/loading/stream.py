"""A curriculum page's blocks as the raw value of a StreamField."""

from functools import singledispatch
from typing import Any

from courses.domain.academy import blocks
from courses.domain.academy.pages import Screen
from courses.domain.loading.files import Shelf
from courses.domain.loading.rich_text import block_html, inline_html

Raw = dict[str, Any]


def screens(page_screens: tuple[Screen, ...], shelf: Shelf | None = None) -> list[Raw]:
    return [
        {"type": "screen", "value": {"heading": one.title, "pieces": [piece(block, shelf) for block in one.blocks]}}
        for one in page_screens
    ]


def pieces(page_screens: tuple[Screen, ...], shelf: Shelf | None = None) -> list[Raw]:
    """An article's screens as one run of pieces: each heading becomes a heading in its first text."""
    run: list[Raw] = []
    for screen in page_screens:
        run.append({"type": "text", "value": f"<h3>{inline_html(screen.title)}</h3>"})
        run += [piece(block, shelf) for block in screen.blocks]
    return run


@singledispatch
def piece(block: object, shelf: Shelf | None) -> Raw:
    raise TypeError(f"{type(block).__name__} is no block of a page")


@piece.register
def _(block: blocks.Text, shelf: Shelf | None) -> Raw:
    return {"type": "text", "value": block_html(block.markdown)}


@piece.register
def _(block: blocks.SayCard, shelf: Shelf | None) -> Raw:
    return {"type": "say", "value": {"say": block.say, "not_that": block.avoid, "why": block.why}}


@piece.register
def _(block: blocks.Dialogue, shelf: Shelf | None) -> Raw:
    lines = [
        {"who": line.who, "text": line.text, "is_move": line.move, "decisive": line.decisive, "note": line.note}
        for line in block.lines
    ]
    return {"type": "dialogue", "value": {"title": block.title, "lines": _items(lines)}}


@piece.register
def _(block: blocks.Steps, shelf: Shelf | None) -> Raw:
    return {"type": "steps", "value": {"title": block.title, "items": _items([inline_html(i) for i in block.items])}}


@piece.register
def _(block: blocks.Check, shelf: Shelf | None) -> Raw:
    options = [{"text": o.text, "is_right": o.right, "feedback": o.feedback} for o in block.options]
    return {"type": "check", "value": {"stem": block.stem, "options": _items(options)}}


@piece.register
def _(block: blocks.Callout, shelf: Shelf | None) -> Raw:
    return {"type": "callout", "value": {"kind": block.callout, "title": "", "text": block_html(block.text)}}


@piece.register
def _(block: blocks.Task, shelf: Shelf | None) -> Raw:
    value = {"kind": "task", "title": block.title, "text": block_html(block.text), "done_when": block.done_when}
    return {"type": "callout", "value": value}


@piece.register
def _(block: blocks.Media, shelf: Shelf | None) -> Raw:
    if shelf is None:
        raise TypeError("a text with files needs the shelf they are kept on")
    title = (block.caption or block.alt)[:120]
    if block.kind == "picture":
        image = shelf.picture(block.file, title)
        return {"type": "picture", "value": {"image": image, "alternative": block.alt, "caption": block.caption}}
    value = {"file": shelf.document(block.file, title), "title": title}
    if block.kind == "download":
        return {"type": "download", "value": value}
    return {"type": "recording", "value": value | {"kind": block.kind, "transcript": block.alt}}


def _items(values: list[Any]) -> list[Any]:
    """Bare values: Wagtail takes an item with `type` and `value` but no `id` for a value itself."""
    return values
