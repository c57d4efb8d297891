"""Documents: a sheet to draw on freely, and a running document of headings, text, tables and charts.

Both are made in memory, name no file and fetch nothing; the same content gives the same bytes (dates inside the
file are ReportLab's fixed ones), and whoever issues a document stores these bytes.
"""

from collections.abc import Sequence
from io import BytesIO
from itertools import zip_longest
from typing import Any, Literal
from xml.sax.saxutils import escape as xml_escape

from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from kernel.charts import Chart
from kernel.pdf.drawing import INK, QUIET, RULE, ChartBlock, draw_text
from kernel.pdf.faces import DRAWING, WEIGHTS, Weight, load, printable, require_glyphs, runs

MARGIN = 20 * mm
_FOOT = 10 * mm

type StyleName = Literal["title", "heading", "subheading", "body", "small", "cell", "number", "head", "head-number"]

# size, leading, space before, space after, weight
_SIZES: dict[StyleName, tuple[float, float, float, float, Weight]] = {
    "title": (20, 28, 0, 6, "title"),
    "heading": (14, 20, 12, 4, "bold"),
    "subheading": (11, 16, 8, 2, "bold"),
    "body": (10, 16, 0, 6, "regular"),
    "small": (8.5, 13, 0, 4, "regular"),
    "cell": (9, 13, 0, 0, "regular"),
    "number": (9, 13, 0, 0, "regular"),
    "head": (9, 13, 0, 0, "bold"),
    "head-number": (9, 13, 0, 0, "bold"),
}


def escape(text: object) -> str:
    """The text with everything that ReportLab would read as markup made harmless."""
    return xml_escape(str(text))


def markup(text: object, weight: Weight = "regular") -> str:
    """The text as ReportLab paragraph markup: escaped, each run in a face that has its glyphs, lines broken.

    The only way for text to reach a Paragraph. Raises `GlyphMissing` before anything is drawn.
    """
    parts = (f'<font name="{font}">{escape(part)}</font>' for font, part in runs(text, weight))
    return "".join(parts).replace("\n", "<br/>")


def paragraph(text: object, style: StyleName = "body") -> Any:
    """A ReportLab Paragraph of plain text in one of our styles."""
    weight = _SIZES[style][4]
    return Paragraph(markup(text, weight), _style(style))


class Sheet:
    """One or more A4 pages to draw on freely: `canvas` is ReportLab's, `finish()` gives the bytes.

    Use `kernel.pdf.draw_text` and its sisters instead of the canvas's own text methods, which know no fallback.
    """

    def __init__(self, *, title: object, author: object, language: str, wide: bool = False) -> None:
        self.buffer = BytesIO()
        self.width, self.height = landscape(A4) if wide else A4
        self.canvas = _open(self.buffer, (self.width, self.height), language)
        _describe(self.canvas, title, author)

    def next_page(self) -> None:
        self.canvas.showPage()

    def finish(self) -> bytes:
        with DRAWING:
            self.canvas.save()
        return self.buffer.getvalue()


class Document:
    """An A4 document that flows over pages, with title and page number at the foot of each.

    Texts are checked for glyphs as they are added, so `bytes()` never meets a missing one.
    """

    def __init__(self, *, title: object, author: object, language: str, wide: bool = False) -> None:
        require_glyphs(title, weight="title")
        require_glyphs(title)
        self.title, self.author, self.language = str(title), str(author), language
        self.size = landscape(A4) if wide else A4
        self.blocks: list[Any] = [paragraph(title, "title")]

    def add(self, text: object, style: StyleName = "body") -> None:
        self.blocks.append(paragraph(text, style))

    def heading(self, text: object) -> None:
        # Not "keep with next": that would push a whole table to the next page.
        self.blocks.append(CondPageBreak(30 * mm))
        self.add(text, "heading")

    def space(self, millimetres: float = 4) -> None:
        self.blocks.append(Spacer(1, millimetres * mm))

    def table(
        self,
        headers: Sequence[object],
        rows: Sequence[Sequence[object]],
        *,
        widths: Sequence[float] | None = None,
        numbers: Sequence[int] = (),
    ) -> None:
        """A table whose header repeats on every page.

        `widths` are shares of the column widths (equal when left out); the columns in `numbers` are set flush
        right. None is an empty cell; a text too long for a page goes on in the next row.
        """
        shares = list(widths or [1] * len(headers))
        room = self.size[0] - 2 * MARGIN
        columns = [room * share / sum(shares) for share in shares]
        head = [paragraph(text, "head-number" if n in numbers else "head") for n, text in enumerate(headers)]
        lines = int((self.size[1] - 2 * MARGIN) / _SIZES["cell"][1] / 2)
        body = [
            [paragraph(text, "number" if n in numbers else "cell") for n, text in enumerate(piece)]
            for row in rows
            for piece in _pieces(row, columns, lines)
        ]
        self.blocks.append(Table([head, *body], columns, repeatRows=1, style=_TABLE, hAlign="LEFT"))
        self.space()

    def chart(self, chart: Chart) -> None:
        """The chart under its title, with its description below."""
        block = [paragraph(chart.title, "subheading"), ChartBlock(chart), paragraph(chart.description, "small")]
        self.blocks.append(KeepTogether(block))

    def bytes(self) -> bytes:
        """The finished PDF. A document is finished once; its blocks belong to the file afterwards."""
        buffer = BytesIO()
        with DRAWING:
            template = SimpleDocTemplate(
                buffer,
                pagesize=self.size,
                leftMargin=MARGIN,
                rightMargin=MARGIN,
                topMargin=MARGIN,
                bottomMargin=MARGIN,
                lang=self.language,
                **_described(self.title, self.author),
            )
            template.build(self.blocks, canvasmaker=self._canvas)
        return buffer.getvalue()

    def _canvas(self, buffer: BytesIO, **_settings: object) -> "_Numbered":
        canvas = _Numbered(buffer, **_settings_of(self.size, self.language))
        canvas.foot = self.title
        canvas.setViewerPreference("DisplayDocTitle", "true")
        return canvas


class _Numbered(Canvas):  # type: ignore[misc]
    """Keeps the pages back until their number is known, then writes "title … 2 / 5" at the foot of each."""

    foot = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            width = self._pagesize[0]
            draw_text(self, MARGIN, _FOOT, self.foot, size=8, colour=QUIET)
            draw_text(self, width - MARGIN, _FOOT, f"{number} / {len(self._pages)}", size=8, anchor="end", colour=QUIET)
            super().showPage()
        super().save()


def _settings_of(size: tuple[float, float], language: str) -> dict[str, Any]:
    # A name for the first font keeps ReportLab from naming Helvetica, which it does not embed, in every file.
    first = WEIGHTS["regular"].latin
    load(first)
    return {"pagesize": size, "invariant": 1, "initialFontName": first, "lang": language, "pageCompression": 1}


def _open(buffer: BytesIO, size: tuple[float, float], language: str) -> Any:
    return Canvas(buffer, **_settings_of(size, language))


def _described(title: object, author: object) -> dict[str, str]:
    return {"title": str(title), "author": str(author), "creator": "Readyline", "subject": str(title)}


def _describe(canvas: Any, title: object, author: object) -> None:
    canvas.setTitle(str(title))
    canvas.setAuthor(str(author))
    canvas.setSubject(str(title))
    canvas.setCreator("Readyline")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _style(name: StyleName) -> Any:
    size, leading, before, after, weight = _SIZES[name]
    font = WEIGHTS[weight].latin
    load(font)
    return ParagraphStyle(
        name,
        fontName=font,
        bulletFontName=font,
        fontSize=size,
        leading=leading,
        spaceBefore=before,
        spaceAfter=after,
        textColor=INK,
        wordWrap="CJK",
        alignment=TA_RIGHT if name in ("number", "head-number") else TA_LEFT,
    )


def _pieces(row: Sequence[object], columns: Sequence[float], lines: int) -> list[list[str]]:
    """The row as one or more rows of which none is taller than a page.

    No sign is wider than its size, and keeping words whole wastes less than every second line, hence `lines`
    is half of what a page holds.
    """
    texts = ["" if value is None else printable(value) for value in row]
    cut = []
    for text, width in zip(texts, columns, strict=True):
        across = max(int(width / _SIZES["cell"][0]) - 1, 1)
        whole = [part[at : at + across] for part in text.split("\n") for at in range(0, max(len(part), 1), across)]
        fits = len(whole) <= lines
        cut.append([text] if fits else ["".join(whole[at : at + lines]) for at in range(0, len(whole), lines)])
    return [list(piece) for piece in zip_longest(*cut, fillvalue="")]


_TABLE = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), WEIGHTS["regular"].latin),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
)
