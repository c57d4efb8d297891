"""Charts as a list of plain shapes: the same chart is written into a page as SVG and drawn into a PDF.

A chart is labelled directly, has a title and a description for those who do not see it, and keeps its numbers
for the table behind it. The SVG carries classes only, those of `config/static/css/chart.css`; colour and type are
the style sheet's. Geometry is in floats, the numbers shown are exact and rounded down.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal
from zlib import crc32

from django.utils.safestring import SafeString

from kernel.exact import Exact, exact, shown

type Role = Literal["bar", "track", "line", "dot", "mark", "axis", "label", "value", "note"]
type Anchor = Literal["start", "middle", "end"]
type Bar = tuple[object, Exact | None]

# The classes of config/static/css/chart.css.
CLASSES: dict[Role, str] = {
    "bar": "bar",
    "track": "bar-wash",
    "line": "curve",
    "dot": "dot-now",
    "mark": "plan",
    "axis": "axis",
    "label": "label",
    "value": "strong",
    "note": "note",
}

# In units of the drawing, which a page scales to its width and a PDF takes as points.
TEXT_SIZE = 13.0
_GAP = 8.0


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    role: Role


@dataclass(frozen=True, slots=True)
class Stroke:
    points: tuple[tuple[float, float], ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    role: Role


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text whose base line is at `y`."""

    x: float
    y: float
    text: str
    role: Role
    anchor: Anchor = "start"


type Shape = Box | Stroke | Dot | Label


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to be reached, drawn as an ink line with its words."""

    value: Exact
    words: object = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn (`shapes`, y downwards) with the numbers it was drawn from (`values`)."""

    title: str
    description: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    values: tuple[tuple[str, str], ...]

    def rows(self) -> list[tuple[str, str]]:
        """(label, value) as shown, for the table behind the chart; the value is empty where there is none."""
        return list(self.values)

    def svg(self) -> SafeString:
        """The chart as inline SVG: every text escaped, no style attribute, no reference to anything outside."""
        key = f"chart-{crc32(repr((self.title, self.description, self.values)).encode()):08x}"
        drawn = "".join(_svg_shape(shape) for shape in self.shapes)
        return SafeString(
            f'<svg class="chart" role="img" viewBox="0 0 {_short(self.width)} {_short(self.height)}"'
            f' aria-labelledby="{key}-title" aria-describedby="{key}-desc">'
            f'<title id="{key}-title">{escape(self.title)}</title>'
            f'<desc id="{key}-desc">{escape(self.description)}</desc>{drawn}</svg>'
        )


def bars(
    title: object,
    description: object,
    entries: Sequence[Bar],
    *,
    unit: str = "",
    places: int = 0,
    top: Exact | None = None,
    mark: Mark | None = None,
    width: float = 640,
) -> Chart:
    """Horizontal bars, one a row with its label left and its value at the end.

    `top` is the value of a full bar (the greatest value, or the mark, when left out). None is drawn as an
    empty track with a dash.
    """
    highest = _top(entries, top, mark)
    left = min(max((_text_width(str(label)) for label, _ in entries), default=0.0), width * 0.4) + _GAP
    room = width - left - _room_for_values(entries, unit, places)
    row, first = TEXT_SIZE * 2.2, TEXT_SIZE * 1.8 if mark else 0.0
    shapes: list[Shape] = []
    for place, (label, value) in enumerate(entries):
        y = first + place * row
        base = y + row / 2 + TEXT_SIZE * 0.35
        length = room * _part(value, highest)
        shapes.append(Label(left - _GAP, base, _cut(str(label), left - _GAP), "label", "end"))
        shapes.append(Box(left, y + row * 0.2, room, row * 0.6, "track"))
        if length > 0:
            shapes.append(Box(left, y + row * 0.2, length, row * 0.6, "bar"))
        shapes.append(Label(left + length + _GAP, base, _words(value, unit, places), "value"))
    if mark:
        x = left + room * _part(mark.value, highest)
        shapes.append(Stroke(((x, first), (x, first + len(entries) * row)), "mark"))
        shapes.append(_note_at(x, TEXT_SIZE, mark, unit, places, width))
    return _chart(title, description, width, first + len(entries) * row, shapes, entries, unit, places)


def columns(
    title: object,
    description: object,
    entries: Sequence[Bar],
    *,
    unit: str = "",
    places: int = 0,
    top: Exact | None = None,
    mark: Mark | None = None,
    width: float = 640,
    height: float = 240,
) -> Chart:
    """Vertical bars, for a distribution or a course of time; labels below, values above each bar."""
    highest = _top(entries, top, mark)
    first, floor = TEXT_SIZE * 2.4, height - TEXT_SIZE * 2
    right = width - _room_for_mark(mark, unit, places)
    slot = right / max(len(entries), 1)
    shapes: list[Shape] = [Stroke(((0, floor), (right, floor)), "axis")]
    for place, (label, value) in enumerate(entries):
        middle = slot * (place + 0.5)
        tall = (floor - first) * _part(value, highest)
        if tall > 0:
            shapes.append(Box(middle - slot * 0.35, floor - tall, slot * 0.7, tall, "bar"))
        shapes.append(Label(middle, floor - tall - TEXT_SIZE * 0.4, _words(value, unit, places), "value", "middle"))
        shapes.append(Label(middle, floor + TEXT_SIZE * 1.4, _cut(str(label), slot), "label", "middle"))
    if mark:
        y = floor - (floor - first) * _part(mark.value, highest)
        shapes += _mark_across(mark, y, right, unit, places)
    return _chart(title, description, width, height, shapes, entries, unit, places)


def line(
    title: object,
    description: object,
    entries: Sequence[Bar],
    *,
    unit: str = "",
    places: int = 0,
    top: Exact | None = None,
    bottom: Exact = 0,
    mark: Mark | None = None,
    width: float = 640,
    height: float = 240,
) -> Chart:
    """A line over time with a dot a point; a None leaves a gap instead of a guess.

    `bottom` is the value at the foot of the chart: give one where all values lie close together.
    """
    highest, lowest = _top(entries, top, mark), float(exact(bottom))
    first, floor = TEXT_SIZE * 2.4, height - TEXT_SIZE * 2
    right = width - _room_for_mark(mark, unit, places)
    slot = right / max(len(entries), 1)
    shapes: list[Shape] = [Stroke(((0, floor), (right, floor)), "axis")]
    at_mark = floor - (floor - first) * _part(mark.value, highest, lowest) if mark else 0.0
    run: list[tuple[float, float]] = []
    dots: list[Shape] = []
    for place, (label, value) in enumerate(entries):
        middle = slot * (place + 0.5)
        shapes.append(Label(middle, floor + TEXT_SIZE * 1.4, _cut(str(label), slot), "label", "middle"))
        if value is None:
            shapes += _stroke(run)
            run = []
            continue
        y = floor - (floor - first) * _part(value, highest, lowest)
        # A value under the mark is written below its dot, so that the line of the mark crosses no figure.
        beside = TEXT_SIZE * 1.5 if mark and y > at_mark and y + TEXT_SIZE * 1.8 < floor else -TEXT_SIZE * 0.7
        run.append((middle, y))
        dots.append(Dot(middle, y, 4, "dot"))
        dots.append(Label(middle, y + beside, _words(value, unit, places), "value", "middle"))
    shapes += _stroke(run)
    if mark:
        shapes += _mark_across(mark, at_mark, right, unit, places)
    return _chart(title, description, width, height, [*shapes, *dots], entries, unit, places)


def funnel(
    title: object,
    description: object,
    entries: Sequence[Bar],
    *,
    unit: str = "",
    places: int = 0,
    width: float = 640,
) -> Chart:
    """Steps from many to few as centred bars under their labels, each with its share of the first step."""
    highest = _top(entries, None, None)
    start = next((exact(value) for _, value in entries if value), None)
    row = TEXT_SIZE * 3.4
    shapes: list[Shape] = []
    for place, (label, value) in enumerate(entries):
        y = place * row
        long = width * _part(value, highest)
        share = "" if value is None or not start else f" ({shown(exact(value) * 100 / start, 0)} %)"
        words = _words(value, unit, places) + share
        shapes.append(Label(0, y + TEXT_SIZE, _cut(str(label), width - _text_width(words) - _GAP), "label"))
        shapes.append(Label(width, y + TEXT_SIZE, words, "value", "end"))
        shapes.append(Box(0, y + TEXT_SIZE * 1.5, width, TEXT_SIZE, "track"))
        if long > 0:
            shapes.append(Box((width - long) / 2, y + TEXT_SIZE * 1.5, long, TEXT_SIZE, "bar"))
    return _chart(title, description, width, len(entries) * row, shapes, entries, unit, places)


def _chart(
    title: object,
    description: object,
    width: float,
    height: float,
    shapes: Sequence[Shape],
    entries: Sequence[Bar],
    unit: str,
    places: int,
) -> Chart:
    values = tuple((str(label), "" if value is None else _words(value, unit, places)) for label, value in entries)
    return Chart(str(title), str(description), width, height, tuple(shapes), values)


def _top(entries: Sequence[Bar], top: Exact | None, mark: Mark | None) -> float:
    if top is not None:
        return float(exact(top))
    highest = max((exact(value) for _, value in entries if value is not None), default=exact(0))
    return float(max(highest, exact(mark.value) if mark else exact(0)))


def _part(value: Exact | None, highest: float, lowest: float = 0.0) -> float:
    if value is None or highest <= lowest:
        return 0.0
    return min(max((float(exact(value)) - lowest) / (highest - lowest), 0.0), 1.0)


def _words(value: Exact | None, unit: str, places: int) -> str:
    return "–" if value is None else f"{shown(value, places)}{unit}"


def _stroke(run: list[tuple[float, float]]) -> list[Shape]:
    return [Stroke(tuple(run), "line")] if len(run) > 1 else []


def _mark_across(mark: Mark, y: float, right: float, unit: str, places: int) -> list[Shape]:
    words = _mark_words(mark, unit, places)
    return [Stroke(((0, y), (right, y)), "mark"), Label(right + _GAP, y + TEXT_SIZE * 0.35, words, "note")]


def _mark_words(mark: Mark, unit: str, places: int) -> str:
    return f"{mark.words} {_words(mark.value, unit, places)}".strip()


def _room_for_mark(mark: Mark | None, unit: str, places: int) -> float:
    return _text_width(_mark_words(mark, unit, places)) + _GAP * 2 if mark else 0.0


def _note_at(x: float, y: float, mark: Mark, unit: str, places: int, width: float) -> Label:
    words = _mark_words(mark, unit, places)
    half = _text_width(words) / 2
    return Label(min(max(x, half), width - half), y, words, "note", "middle")


def _room_for_values(entries: Sequence[Bar], unit: str, places: int) -> float:
    return max((_text_width(_words(value, unit, places)) for _, value in entries), default=0.0) + _GAP * 1.5


def _text_width(text: str) -> float:
    # No font is known here: a Chinese character is as wide as it is high, the rest a little over half of that.
    return sum(TEXT_SIZE * (1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.6) for sign in text)


def _cut(text: str, room: float) -> str:
    if _text_width(text) <= room + 0.01:
        return text
    while len(text) > 1 and _text_width(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _svg_shape(shape: Shape) -> str:
    role = f'class="{CLASSES[shape.role]}"'
    match shape:
        case Box(x, y, width, height):
            return f'<rect {role} x="{_short(x)}" y="{_short(y)}" width="{_short(width)}" height="{_short(height)}"/>'
        case Stroke(points):
            path = " ".join(f"{_short(x)},{_short(y)}" for x, y in points)
            return f'<polyline {role} points="{path}" fill="none"/>'
        case Dot(x, y, radius):
            return f'<circle {role} cx="{_short(x)}" cy="{_short(y)}" r="{_short(radius)}"/>'
        case Label(x, y, text, _, anchor):
            place = f'x="{_short(x)}" y="{_short(y)}" text-anchor="{anchor}" font-size="{_short(TEXT_SIZE)}"'
            return f"<text {role} {place}>{escape(text)}</text>"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
