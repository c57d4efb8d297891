"""Drawing on a page at given places: text with its fallback fonts, QR codes as vectors, charts."""

from typing import Any

import segno
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from kernel.charts import TEXT_SIZE, Anchor, Box, Chart, Dot, Label, Shape, Stroke
from kernel.pdf.faces import Weight, runs, text_width

INK = HexColor("#1C1B18")
QUIET = HexColor("#6A665C")
RULE = HexColor("#E0DDD4")
ACCENT = HexColor("#2344A8")

# The quiet zone that a reader needs around the modules (ISO/IEC 18004, 5.3.8).
_QUIET_ZONE = 4

_COLOURS = {"bar": ACCENT, "track": HexColor("#EFEDE7"), "line": ACCENT, "dot": ACCENT, "mark": INK}
_COLOURS |= {"axis": RULE, "label": INK, "value": INK, "note": QUIET}


def draw_text(
    canvas: Any,
    x: float,
    y: float,
    text: object,
    *,
    size: float,
    weight: Weight = "regular",
    anchor: Anchor = "start",
    colour: Any = INK,
) -> float:
    """Set one line with its base line at `y` and return its width; raises `GlyphMissing` before drawing."""
    pairs = runs(text, weight)
    width = text_width(text, weight, size)
    line = canvas.beginText(x - {"start": 0.0, "middle": width / 2, "end": width}[anchor], y)
    line.setFillColor(colour)
    for font, part in pairs:
        line.setFont(font, size)
        line.textOut(part.replace("\n", " "))
    canvas.drawText(line)
    return width


def fitting_size(text: object, *, weight: Weight, size: float, room: float, smallest: float) -> float:
    """The greatest size up to `size` at which the text fits into `room`, but never below `smallest`."""
    width = text_width(text, weight, size)
    return max(smallest, size * min(1.0, room / width)) if width else size


def draw_qr(canvas: Any, x: float, y: float, side: float, content: str) -> None:
    """A QR code (level M) of `side` points with its quiet zone, lower left corner at (x, y), as one filled path."""
    matrix = segno.make_qr(content, error="m").matrix
    module = side / (len(matrix) + 2 * _QUIET_ZONE)
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        bottom = y + side - (row + 1 + _QUIET_ZONE) * module
        for column, dark in enumerate(modules):
            if dark:
                path.rect(x + (column + _QUIET_ZONE) * module, bottom, module, module)
    canvas.saveState()
    canvas.setFillColor(INK)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def draw_chart(canvas: Any, chart: Chart, x: float, y: float, width: float) -> float:
    """Draw the chart `width` points wide with its lower left corner at (x, y); returns its height."""
    scale = width / chart.width
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(scale, scale)
    for shape in chart.shapes:
        _draw_shape(canvas, shape, chart.height)
    canvas.restoreState()
    return chart.height * scale


class ChartBlock(Flowable):  # type: ignore[misc]
    """A chart in a running document, as wide as the column."""

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self.chart = chart
        for shape in chart.shapes:
            if isinstance(shape, Label):
                runs(shape.text)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width = width
        return width, self.chart.height * width / self.chart.width

    def draw(self) -> None:
        draw_chart(self.canv, self.chart, 0, 0, self.width)


def _draw_shape(canvas: Any, shape: Shape, height: float) -> None:
    colour = _COLOURS[shape.role]
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(2 if shape.role == "line" else 1)
    match shape:
        case Box(x, y, width, tall):
            canvas.rect(x, height - y - tall, width, tall, stroke=0, fill=1)
        case Stroke(points):
            path = canvas.beginPath()
            path.moveTo(points[0][0], height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, height - y)
            canvas.drawPath(path, stroke=1, fill=0)
        case Dot(x, y, radius):
            canvas.circle(x, height - y, radius, stroke=0, fill=1)
        case Label(x, y, text, _, anchor):
            weight: Weight = "bold" if shape.role == "value" else "regular"
            draw_text(canvas, x, height - y, text, size=TEXT_SIZE, weight=weight, anchor=anchor, colour=colour)
