"""Tables in and out: reading CSV and XLSX with a report by row, writing both without running anything."""

from kernel.tables.columns import CellRefused, Column, Value
from kernel.tables.export import to_csv, to_xlsx, write_xlsx
from kernel.tables.limits import DEFAULT_LIMITS, FileRefused, Limits
from kernel.tables.reading import Problem, Row, Table, read_table

__all__ = [
    "DEFAULT_LIMITS",
    "CellRefused",
    "Column",
    "FileRefused",
    "Limits",
    "Problem",
    "Row",
    "Table",
    "Value",
    "read_table",
    "to_csv",
    "to_xlsx",
    "write_xlsx",
]
