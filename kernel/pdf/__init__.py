"""The base of every PDF: fonts with fallback, text that cannot be markup, sheets and documents, QR, charts."""

from kernel.pdf.document import MARGIN, Document, Sheet, escape, markup, paragraph
from kernel.pdf.drawing import (
    ACCENT,
    INK,
    QUIET,
    RULE,
    ChartBlock,
    draw_chart,
    draw_qr,
    draw_text,
    fitting_size,
)
from kernel.pdf.faces import (
    GlyphMissing,
    Weight,
    load_all,
    missing_glyphs,
    printable,
    require_glyphs,
    runs,
    text_width,
)

__all__ = [
    "ACCENT",
    "INK",
    "MARGIN",
    "QUIET",
    "RULE",
    "ChartBlock",
    "Document",
    "GlyphMissing",
    "Sheet",
    "Weight",
    "draw_chart",
    "draw_qr",
    "draw_text",
    "escape",
    "fitting_size",
    "load_all",
    "markup",
    "missing_glyphs",
    "paragraph",
    "printable",
    "require_glyphs",
    "runs",
    "text_width",
]
