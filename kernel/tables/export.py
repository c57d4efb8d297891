"""Tables that leave the site: no cell is ever run as a formula, numbers stay numbers."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

type Cell = str | int | Decimal | date | bool | None

# What makes a spreadsheet run a cell, with the full-width forms that East Asian input methods give.
_STARTERS = frozenset("=+-@\t\r\n＝＋－＠")
# The most a cell of a workbook can hold.
_LONGEST = 32_767


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet could run the text: by its first sign, or the first after spaces and invisible ones."""
    if text[:1] in _STARTERS:
        return True
    seen = (sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cf", "Mn"))
    return next(seen, "") in _STARTERS


def to_csv(headers: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The table as CSV: UTF-8 with its mark (so that Excel reads Chinese), CR LF, text that could run behind a '.

    Numbers (int, Decimal) are written plainly, dates as 2026-11-22, None as an empty cell. A float or a Fraction
    raises TypeError: round for show first, with `kernel.exact.shown`.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (headers, *rows):
        writer.writerow([_csv_cell(_tame(value)) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


type Sheet = tuple[str, Sequence[object], Iterable[Sequence[object]]]


def to_xlsx(
    headers: Sequence[object], rows: Iterable[Sequence[object]], *, title: str = "Table", more: Iterable[Sheet] = ()
) -> bytes:
    """The table as a workbook with a fixed header row; text is always of type text, never a formula.

    The rules for values are those of `to_csv`; a text longer than a cell can hold ends with an ellipsis. `more` are
    further sheets (title, headers, rows), such as an explanation of the columns.
    """
    content = io.BytesIO()
    write_xlsx(content, headers, rows, title=title, more=more)
    return content.getvalue()


def write_xlsx(
    target: IO[bytes],
    headers: Sequence[object],
    rows: Iterable[Sequence[object]],
    *,
    title: str = "Table",
    more: Iterable[Sheet] = (),
) -> None:
    """The same into a file, row by row: only one of them is held in memory."""
    book = Workbook(write_only=True)
    for name, first, others in ((title, headers, rows), *more):
        tame = ([_tame(value) for value in row] for row in chain((first,), others))
        with closing(book.create_sheet(_sheet_title(name))) as sheet:
            _fill(sheet, tame)
    book.save(target)


def _fill(sheet: Any, tame: Iterable[Sequence[Cell]]) -> None:
    sheet.freeze_panes = "A2"
    bold = Font(bold=True)
    for number, row in enumerate(tame):
        cells = [_xlsx_cell(sheet, value) for value in row]
        for cell in cells if number == 0 else ():
            cell.font = bold
        sheet.append(cells)


def _tame(value: object) -> Cell:
    """The value as one of the kinds a table has, text without what no file format can hold."""
    if value is None or isinstance(value, bool | int | date):
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise TypeError("not a finite number")
        return value
    if isinstance(value, float) or hasattr(value, "numerator"):
        raise TypeError(f"{type(value).__name__} is not for show: round it first")
    text = str(value).encode("utf-8", "replace").decode("utf-8")
    return "".join(sign for sign in text if sign in "\t\r\n" or unicodedata.category(sign) not in ("Cc", "Cn"))


def _csv_cell(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case str():
            return f"'{value}" if starts_formula(value) else value
    return str(value)


def _xlsx_cell(sheet: object, value: Cell) -> WriteOnlyCell:
    if isinstance(value, datetime):
        # A workbook knows no time zones.
        value = value.replace(tzinfo=None)
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet)
    cell.value = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
    cell.data_type = "s"
    # Keeps it text when somebody edits the cell.
    cell.quotePrefix = starts_formula(value)
    return cell


def _sheet_title(title: str) -> str:
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31].strip() or "Table"
