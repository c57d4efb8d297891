"""Words as HTML inside XML, and back to plain ones. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, tostring

from assessments.domain.exchange.items import Choice, Gap, Item
from assessments.domain.exchange.xml import XmlRefusedError, parse

# The formats whose words were written as they stand; anything else is HTML.
PLAIN = {"plain", "markdown"}
_EMPTY = {"br", "hr", "img", "input", "col", "wbr", "area", "source", "track"}


def words_of(body: Element, *, without: Element | None = None, places: dict[Element, str] | None = None) -> str:
    """The body as HTML, with marks in the places of gaps and nothing in that of the interaction."""
    return "".join(_pieces(body, without, places or {})).strip()


def unwrapped(html: str) -> str:
    """Without the one bare <div> around everything, which says nothing."""
    inside = html.removeprefix("<div>").removesuffix("</div>")
    return inside.strip() if len(inside) == len(html) - len("<div></div>") and "<div" not in inside else html


def _pieces(element: Element, without: Element | None, places: dict[Element, str]) -> Iterator[str]:
    yield escaped(element.text)
    for child in element:
        if child in places:
            yield places[child]
        elif child is not without:
            inside = "".join(_pieces(child, without, places))
            empty = Element(child.tag, child.attrib)
            empty.text = "\x00"
            opened, closed = tostring(empty, encoding="unicode").split("\x00") if inside else ("", "")
            yield f"{opened}{inside}{closed}" if inside.strip() else _void(child)
        yield escaped(child.tail)


def _void(element: Element) -> str:
    return tostring(Element(element.tag, element.attrib), encoding="unicode") if element.tag in {"img", "br"} else ""


def inner(element: Element, skip: frozenset[str] | set[str] = frozenset()) -> str:
    """What stands inside an element, as HTML."""
    kept = Element("x")
    kept.text = element.text
    for child in element:
        if child.tag not in skip:
            kept.append(child)
    return words_of(kept)


def escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def as_markup(text: str, text_format: str) -> str:
    """Words for an XML file: plain ones escaped, with their line ends; HTML made well formed."""
    if text_format in PLAIN:
        return escaped(text).replace("\n", "<br />")
    tidy = _Tidy()
    tidy.feed(text)
    tidy.close()
    return tidy.whole()


def without_markup(item: Item, text_format: str) -> Item:
    """An item whose words were plain before `as_markup`, as it was; any other as it is."""
    if text_format not in PLAIN:
        return item
    return replace(map_words(item, _plain), text_format=text_format)


def map_words(item: Item, change: Callable[[str], str]) -> Item:
    """The item with every text that a learner reads changed; its name, topic and tags stay."""

    def changed(parts: tuple[Choice, ...]) -> tuple[Choice, ...]:
        return tuple(replace(part, text=change(part.text), feedback=change(part.feedback)) for part in parts)

    def changed_gap(gap: Gap) -> Gap:
        choices = changed(gap.choices) if gap.kind != "short" else gap.choices
        intervals = tuple(replace(part, feedback=change(part.feedback)) for part in gap.intervals)
        return replace(gap, choices=choices, intervals=intervals, feedback=change(gap.feedback))

    gaps = tuple(changed_gap(gap) for gap in item.gaps)
    intervals = tuple(replace(part, feedback=change(part.feedback)) for part in item.intervals)
    pairs = tuple(replace(part, left=change(part.left), right=change(part.right)) for part in item.pairs)
    stem, feedback = change(item.stem), change(item.feedback)
    # What is accepted as a short text is compared letter by letter; it is never markup.
    choices = changed(item.choices) if item.kind != "short" else item.choices
    return replace(item, stem=stem, feedback=feedback, choices=choices, intervals=intervals, pairs=pairs, gaps=gaps)


def _plain(text: str) -> str:
    try:
        root = parse(f"<x>{text}</x>".encode())
    except XmlRefusedError:
        return text
    return "".join("\n" if part is None else part for part in _spoken(root)).strip()


def _spoken(element: Element) -> Iterator[str | None]:
    yield None if element.tag == "br" else element.text or ""
    for child in element:
        yield from _spoken(child)
        yield child.tail or ""


class _Tidy(HTMLParser):
    """HTML as well-formed XML: every element closed, every sign escaped, nothing dropped that shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs if name.isascii() and name.replace("-", "").isalnum()}
        opened = tostring(Element(tag, named), encoding="unicode")
        if tag in _EMPTY:
            self._parts.append(opened)
            return
        self._parts.append(opened.removesuffix(" />") + ">")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open:
            last = self._open.pop()
            self._parts.append(f"</{last}>")
            if last == tag:
                return

    def handle_data(self, data: str) -> None:
        self._parts.append(escaped(data))

    def whole(self) -> str:
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))
