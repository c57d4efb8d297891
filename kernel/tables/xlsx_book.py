"""The cells of a workbook, after a look at the zip it is: no bombs, no entities, no formulas."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _
from openpyxl import load_workbook

from kernel.tables.columns import Fault, Formula
from kernel.tables.limits import FileRefused, Limits

_CHUNK = 1 << 20
# The last row that a spreadsheet program can write; a row may claim any number, and the gap would be filled.
_LAST_ROW = 1_048_576
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_READABLE = {b"utf-8", b"us-ascii", b"ascii"}
_FORBIDDEN = (b"<!doctype", b"<!entity")


def xlsx_rows(content: bytes, limits: Limits) -> Iterator[list[str]]:
    """The rows of the first sheet as text, one by one; formulas and error values come as `Formula` and `Fault`."""
    _look_into(content, limits)
    try:
        yield from _rows(content, limits)
    except FileRefused:
        raise
    except Exception as fault:  # openpyxl lets through whatever a damaged part makes Python raise
        raise FileRefused(_DAMAGED) from fault


_DAMAGED = _("This workbook is damaged or is not an XLSX file. Open it, save it again as XLSX and try once more.")


def _rows(content: bytes, limits: Limits) -> Iterator[list[str]]:
    with warnings.catch_warnings():
        # What openpyxl cannot keep (drop-down lists, extensions) does not matter to a reader of values.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        if not book.worksheets:
            raise FileRefused(_DAMAGED)
        sheet = book.worksheets[0]
        # The size a sheet claims would be filled up with empty cells.
        sheet.reset_dimensions()
        cells = 0
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells += len(row)
            wide = any(cell.value is not None for cell in row[limits.columns :])
            if wide or number > _LAST_ROW or cells > limits.rows * limits.columns:
                raise FileRefused(_("This table is far too wide or too long. Keep only what is needed."))
            yield [_text(cell) for cell in row[: limits.columns]]
    finally:
        book.close()


def _text(cell: Any) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() | int():
            return _plain(value)
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return str(value)
    text = str(value)
    if cell.data_type == "f":
        return Formula(text)
    return Fault(text) if cell.data_type == "e" else text


def _plain(number: float) -> str:
    # A workbook keeps binary floats; their shortest form is what the person typed.
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _look_into(content: bytes, limits: Limits) -> None:
    """Refuse what must not be unfolded or parsed, reading no more than the limits allow."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            entries = book.infolist()
            _weigh(entries, limits)
            for entry in entries:
                if entry.filename.casefold().endswith((".xml", ".rels", ".vml")):
                    _scan(book, entry)
    except FileRefused:
        raise
    except Exception as fault:  # zipfile and zlib raise many kinds for one meaning: not a sound zip
        raise FileRefused(_DAMAGED) from fault


def _weigh(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > limits.entries or len(set(names)) != len(names):
        _refuse_as_bomb()
    if sum(entry.file_size for entry in entries) > limits.unfolded:
        _refuse_as_bomb()
    for entry in entries:
        # Small parts squeeze well and do no harm.
        if entry.file_size > _CHUNK and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            _refuse_as_bomb()


def _refuse_as_bomb() -> NoReturn:
    raise FileRefused(_("This workbook unfolds to far more than a table. Copy the values into a new workbook."))


def _scan(book: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """No document type and no entities, which read files and fill the memory; only UTF-8, so that none hides."""
    with book.open(entry) as part:
        before = part.read(_CHUNK)
        declared = _DECLARED.search(before[:400])
        if before[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in before[:4]:
            raise FileRefused(_DAMAGED)
        if declared and declared[1].lower() not in _READABLE:
            raise FileRefused(_DAMAGED)
        while before:
            if any(sign in before.lower() for sign in _FORBIDDEN):
                raise FileRefused(_("This workbook holds definitions that are not allowed. Save it again as XLSX."))
            after = part.read(_CHUNK)
            before = before[-16:] + after if after else b""
