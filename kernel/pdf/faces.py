"""The fonts of every printed page: loaded once when first needed, embedded as subsets, never a built-in one.

A text is split into runs, each set in the first face of its weight that has the glyph: a Latin face, Noto Sans
SC, then a Kai face for rare characters of names. Scripts that need shaping or run from right to left are
refused even where a face has their letters, because ReportLab would set them wrongly.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from threading import RLock
from typing import Any, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from kernel.errors import Refusal

FONT_FOLDER = Path(__file__).resolve().parent.parent / "fonts"

type Weight = Literal["regular", "bold", "title"]

# ReportLab keeps the state of a document in its fonts, so one document is put together at a time.
DRAWING = RLock()


@dataclass(frozen=True, slots=True)
class Faces:
    """The font files of one weight: Latin first, then Chinese, then what has the rest, in this order."""

    latin: str
    han: str
    rest: tuple[str, ...]

    def in_order(self, chinese: bool) -> tuple[str, ...]:
        return (self.han, self.latin, *self.rest) if chinese else (self.latin, self.han, *self.rest)


_KAI = "ReadylineKai-Regular"
WEIGHTS: dict[Weight, Faces] = {
    "regular": Faces("NotoSans-Regular", "NotoSansSC-Regular", (_KAI,)),
    "bold": Faces("NotoSans-Bold", "NotoSansSC-Bold", (_KAI,)),
    "title": Faces("NotoSerif-Bold", "NotoSerifSC-Bold-GB2312", ("NotoSans-Bold", "NotoSansSC-Bold", _KAI)),
}

# Full width in a Chinese face, narrow in a Latin one: they follow their neighbours.
_BOTH_WAYS = frozenset("‘’“”…—·")

# Hebrew to Tibetan and Myanmar, Khmer and Mongolian, the Indic and Indonesian scripts, presentation forms.
_NOT_SET_RIGHT = (
    (0x0590, 0x109F),
    (0x1780, 0x18AF),
    (0x1900, 0x1C7F),
    (0xA800, 0xABFF),
    (0xD7B0, 0xD7FF),
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFE),
    (0x10800, 0x11FFF),
    (0x1E800, 0x1EFFF),
)


class GlyphMissing(Refusal):
    """A text holds characters that none of our fonts can print; `signs` has them, sorted."""

    def __init__(self, signs: set[str]) -> None:
        self.signs = "".join(sorted(signs))
        named = ", ".join(f"{sign if sign.isprintable() else '?'} (U+{ord(sign):04X})" for sign in self.signs)
        super().__init__(
            format_lazy(
                _("No font here can print {signs}. Nothing was made; write the text without these characters."),
                signs=named,
            )
        )

    def __reduce__(self) -> tuple[type["GlyphMissing"], tuple[set[str]]]:
        return type(self), (set(self.signs),)


def printable(text: object) -> str:
    """The text as it will be set: composed (NFC), line ends made one kind, invisible characters left out.

    What has no shape of its own (joiners, direction marks, variation selectors, soft hyphens) is dropped; a tab
    is a space. Any other control character stays in and is refused as missing.
    """
    plain = unicodedata.normalize("NFC", str(text)).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(sign for sign in plain if not _invisible(sign))


def missing_glyphs(text: object, weight: Weight = "regular") -> set[str]:
    """The characters of the text that no face of the weight can print."""
    return {sign for sign in set(printable(text)) - {"\n"} if not _face_of(sign, weight, False)}


def require_glyphs(*texts: object, weight: Weight = "regular") -> None:
    """Raise `GlyphMissing`, naming every such character of all texts, before anything is drawn."""
    missing = set[str]().union(*(missing_glyphs(text, weight) for text in texts))
    if missing:
        raise GlyphMissing(missing)


def runs(text: object, weight: Weight = "regular") -> list[tuple[str, str]]:
    """(font name, text) pairs that together are `printable(text)`; raises `GlyphMissing`."""
    plain = printable(text)
    require_glyphs(plain, weight=weight)
    faces: list[str] = []
    for place, sign in enumerate(plain):
        if faces and _stays(sign, faces[-1]):
            faces.append(faces[-1])
        else:
            faces.append(_face_of(sign, weight, _reads_chinese(plain, place)))
    pairs = groupby(zip(faces, plain, strict=True), key=lambda pair: pair[0])
    return [(face, "".join(sign for _, sign in signs)) for face, signs in pairs]


def text_width(text: object, weight: Weight, size: float) -> float:
    """How wide the text is in points, set on one line."""
    return sum(float(pdfmetrics.stringWidth(part, font, size)) for font, part in runs(text, weight))


@cache
def load(name: str) -> frozenset[int]:
    """Register the font file once and give the code points it has glyphs for."""
    with DRAWING:
        _set_up_reportlab()
        font = ttfonts.TTFont(name, str(FONT_FOLDER / f"{name}.ttf"))
        pdfmetrics.registerFont(font)
        return frozenset(code for code, glyph in font.face.charToGlyph.items() if glyph)


def load_all() -> None:
    """Load every font now: for a worker that is to be warm before its first document (about a second)."""
    for faces in WEIGHTS.values():
        for name in faces.in_order(False):
            load(name)


def _face_of(sign: str, weight: Weight, chinese: bool) -> str:
    code = ord(sign)
    if sign == "\n":
        return WEIGHTS[weight].latin
    # Some faces map control and private characters to a shape, which no reader would understand.
    if unicodedata.category(sign)[0] == "C" or any(first <= code <= last for first, last in _NOT_SET_RIGHT):
        return ""
    return next((name for name in WEIGHTS[weight].in_order(chinese) if code in load(name)), "")


def _stays(sign: str, face: str) -> bool:
    # A space and a combining mark keep to the face of what they follow.
    return (sign == " " or unicodedata.combining(sign) > 0) and ord(sign) in load(face)


def _reads_chinese(text: str, place: int) -> bool:
    if text[place] in _BOTH_WAYS:
        around = text[max(place - 1, 0) : place] + text[place + 1 : place + 2]
        doubled = place > 0 and text[place] == text[place - 1] and _reads_chinese(text, place - 1)
        return doubled or any(_is_chinese(sign) for sign in around)
    return _is_chinese(text[place])


def _is_chinese(sign: str) -> bool:
    return ord(sign) >= 0x2E80


def _invisible(sign: str) -> bool:
    code = ord(sign)
    return unicodedata.category(sign) == "Cf" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def _set_up_reportlab() -> None:
    rl_config.trustedSchemes = []
    rl_config.trustedHosts = []
    ttfonts.makeToUnicodeCMap = to_unicode_map


def to_unicode_map(name: str, subset: list[int]) -> str:
    """The table by which a reader copies text out of a font subset.

    Takes the place of ReportLab's own, which writes code points beyond U+FFFF as they are, where the format
    (PDF 32000-1, 9.10.3) wants UTF-16BE, and puts more than 100 entries into one block.
    """
    entries = [f"<{code:02X}> <{chr(sign).encode('utf-16-be').hex().upper()}>" for code, sign in enumerate(subset)]
    blocks = [entries[first : first + 100] for first in range(0, len(entries), 100)]
    body: list[Any] = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *body,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
