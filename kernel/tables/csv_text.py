"""The cells of a CSV file, whatever its encoding, line ends and delimiter."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel.tables.columns import Formula, plain_header
from kernel.tables.limits import FileRefused

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS = (",", ";", "\t")
_SAMPLE = 4096


def csv_rows(content: bytes, headers: set[str]) -> Iterator[list[str]]:
    """The records of the file, one by one; `headers` (in plain form) help to tell the delimiter.

    UTF-8 and UTF-16 with or without their mark and GB 18030 (with it GBK and GB 2312) are read. Raises
    `FileRefused` for anything else, and for quotes that do not close.
    """
    text = _decode(content)
    if "\x00" in text:
        raise FileRefused(_("This is not a table of text. Save it as CSV (UTF-8) or as XLSX and try again."))
    lines = io.StringIO(text, newline="")
    delimiter = _delimiter(text, headers)
    if text[:4].casefold() == "sep=":
        lines.readline()
        yield []
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            # Text and formula look the same in a CSV, so whatever a spreadsheet would run is one.
            yield [Formula(cell) if cell.lstrip().startswith("=") else cell for cell in cells]
    except csv.Error:
        sentence = _("Line {line} cannot be read: a quotation mark is not closed, or a cell is far too long.")
        raise FileRefused(format_lazy(sentence, line=reader.line_num)) from None


def _decode(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The characters of this file cannot be read. Save it as CSV (UTF-8) or as XLSX and try again."))


def _encodings(content: bytes) -> Iterable[str]:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return (encoding,)
    sample = content[:_SAMPLE]
    # Without a mark UTF-16 shows by the zero half of every ASCII character.
    if sample[1::2].count(0) > len(sample) // 8:
        return ("utf-16-le",)
    if sample[0::2].count(0) > len(sample) // 8:
        return ("utf-16-be",)
    return ("utf-8", "gb18030")


def _delimiter(text: str, headers: set[str]) -> str:
    """The delimiter that finds the most known headers in the first line, else the one most often in it."""
    lines = (line for line in io.StringIO(text[:_SAMPLE], newline="") if line.strip())
    first = next(lines, "").rstrip("\r\n")
    if first[:4].casefold() == "sep=" and first[4:5] in _DELIMITERS:
        return first[4]

    def fit(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in first.split(delimiter)]
        return len({plain_header(cell) for cell in cells} & headers), len(cells)

    return max(_DELIMITERS, key=fit)
