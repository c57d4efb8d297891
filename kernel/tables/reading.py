"""Reading a table that a person sends in: every problem with its row and column, nothing half taken."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel.tables.columns import CellRefused, Column, Fault, Formula, Value, plain_header
from kernel.tables.csv_text import csv_rows
from kernel.tables.export import starts_formula
from kernel.tables.limits import DEFAULT_LIMITS, FileRefused, Limits
from kernel.tables.xlsx_book import xlsx_rows

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number as a spreadsheet shows it (the header is usually row 1)."""

    number: int
    values: dict[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.values[name]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a row (and column, if one is to blame); `sentence` may be lazily translated."""

    row: int
    column: str
    sentence: object

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(slots=True)
class Table:
    """What a file holds. Rows may be used only when there are no problems: an import is all or nothing.

    `problems` is cut at the limit; `further` counts those beyond. `ignored` are the headers nobody asked for.
    """

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    further: int = 0
    ignored: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems


def read_table(
    file_bytes: bytes,
    filename: str,
    *,
    columns: Sequence[Column],
    limits: Limits = DEFAULT_LIMITS,
    unique: Sequence[str] = (),
) -> Table:
    """Read a CSV or XLSX file into rows of values, with a problem for every cell that is not as it should be.

    The first row that is not empty is the header; empty rows are passed over but counted. `unique` names columns
    that together may not repeat. Raises `FileRefused`, a sentence, when the file cannot be read as a whole.
    """
    table = Table()
    rows = enumerate(_cells(file_bytes, filename, columns, limits), start=1)
    header_row, header = next(((n, cells) for n, cells in rows if any(map(str.strip, cells))), (0, []))
    if not header:
        raise FileRefused(_("The file is empty. It needs a row of headings and at least one row below it."))
    places = _places(table, header_row, header, columns)
    if table.problems:
        return table
    seen: dict[tuple[Value, ...], int] = {}
    for number, cells in rows:
        if not any(map(str.strip, cells)):
            continue
        if len(table.rows) >= limits.rows:
            sentence = _("The file has more than {rows} rows. Split it into several files.")
            raise FileRefused(format_lazy(sentence, rows=limits.rows))
        row = _row(table, number, cells, columns, places, len(header), limits)
        _note_repeat(table, row, unique, seen, limits)
        table.rows.append(row)
    if not table.rows:
        raise FileRefused(_("There is no row below the headings."))
    return table


def _cells(content: bytes, filename: str, columns: Sequence[Column], limits: Limits) -> Iterator[list[str]]:
    if len(content) > limits.size:
        sentence = _("The file is larger than {megabytes} MB. Split it into several files.")
        raise FileRefused(format_lazy(sentence, megabytes=limits.size // (1024 * 1024)))
    name = filename.casefold()
    if content.startswith(_ZIP) and name.endswith(".xlsx"):
        return xlsx_rows(content, limits)
    if name.endswith((".csv", ".tsv", ".txt")) and not content.startswith((_ZIP, _OLD_EXCEL)):
        headers = set[str]().union(*(column.known_as() for column in columns))
        return csv_rows(content, headers)
    raise FileRefused(_("Only CSV and XLSX files can be read. Save the table as one of these and try again."))


def _places(table: Table, number: int, header: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands; problems for what is missing or there twice."""
    wanted = {known: column for column in columns for known in column.known_as()}
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        column = wanted.get(plain_header(text))
        if column is None:
            if text.strip():
                table.ignored.append(text.strip())
        elif column.name in places:
            table.problems.append(Problem(number, column.title, _("This heading stands in two columns.")))
        else:
            places[column.name] = place
    for column in columns:
        if column.name not in places and not column.optional:
            table.problems.append(Problem(number, column.title, _("This column is missing.")))
    return places


def _row(
    table: Table,
    number: int,
    cells: Sequence[str],
    columns: Sequence[Column],
    places: dict[str, int],
    width: int,
    limits: Limits,
) -> Row:
    if any(cell.strip() for cell in cells[width:]):
        _note(table, Problem(number, "", _("This row has more cells than there are headings.")), limits)
    values: dict[str, Value] = {}
    for column in columns:
        place = places.get(column.name)
        cell = cells[place] if place is not None and place < len(cells) else ""
        try:
            values[column.name] = column.read(_clean(cell, limits)) if place is not None else _nothing(column)
        except CellRefused as refusal:
            _note(table, Problem(number, column.title, refusal.sentence), limits)
            values[column.name] = _nothing(column)
    return Row(number, values)


def _nothing(column: Column) -> Value:
    return "" if column.kind == "text" else None


def _clean(cell: str, limits: Limits) -> str:
    if len(cell) > limits.cell:
        raise CellRefused(_("This cell is too long."))
    if isinstance(cell, Fault):
        raise CellRefused(_("This cell shows an error. Put the value itself there."))
    text = cell.strip()
    if isinstance(cell, Formula):
        raise CellRefused(_("This cell holds a formula. Put the value itself there."))
    if any(ord(sign) < 32 and sign not in "\t\r\n" for sign in text):
        raise CellRefused(_("This cell holds invisible control characters. Type the value again."))
    # The apostrophe is what our own exports put before such text.
    return text[1:] if text.startswith("'") and starts_formula(text[1:]) else text


def _note(table: Table, problem: Problem, limits: Limits) -> None:
    if len(table.problems) < limits.problems:
        table.problems.append(problem)
    else:
        table.further += 1


def _note_repeat(
    table: Table, row: Row, unique: Iterable[str], seen: dict[tuple[Value, ...], int], limits: Limits
) -> None:
    key = tuple(row[name] for name in unique)
    if all(part in ("", None) for part in key):
        return
    first = seen.setdefault(key, row.number)
    if first != row.number:
        sentence = format_lazy(_("The same entry stands in row {row} already."), row=first)
        _note(table, Problem(row.number, "", sentence), limits)
