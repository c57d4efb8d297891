"""How much of a file is looked at, and the refusal of a file that cannot be read at all."""

from dataclasses import dataclass

from kernel.errors import Refusal


class FileRefused(Refusal):
    """The file as a whole is not read: too large, no table, damaged or dangerous. Nothing was taken from it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Technical limits of an import.

    10 MB and 100,000 rows are many times the largest centre, and such a table still fits into the memory of a
    small server while it is checked.
    """

    size: int = 10 * 1024 * 1024
    rows: int = 100_000
    columns: int = 200
    cell: int = 10_000
    problems: int = 200
    # Of a workbook, which is a zip: what it may unfold to.
    entries: int = 1_000
    unfolded: int = 150 * 1024 * 1024
    ratio: int = 200


DEFAULT_LIMITS = Limits()
