"""What an import expects: columns with the headers they go by, and how the text of a cell becomes a value."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.exact import NotExact, parse

type Value = str | int | Decimal | date | None
type Kind = Literal["text", "number", "whole", "date"]

_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)


class CellRefused(Refusal):
    """The text of one cell is not what its column holds."""


class Formula(str):
    """The text of a formula cell, which is refused in words."""

    __slots__ = ()


class Fault(str):
    """The text of a cell that shows an error, such as #N/A."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an import.

    `headers` are the names it goes by in files, in any language; case, spaces, hyphens, underscores and a final
    star or colon do not matter. The column must be there unless `optional`; `filled` asks for a value in every row.
    Text comes as it is without space around it (empty: ""); an empty number or date is None.
    """

    name: str
    headers: Sequence[str] = ()
    kind: Kind = "text"
    optional: bool = False
    filled: bool = False

    @property
    def title(self) -> str:
        """The header by which problems name the column."""
        return self.headers[0] if self.headers else self.name

    def known_as(self) -> set[str]:
        return {plain_header(header) for header in (self.name, *self.headers)}

    def read(self, text: str) -> Value:
        """The value of a cell; raises `CellRefused` with a sentence about it."""
        if text == "":
            if self.filled:
                raise CellRefused(_("There is no value."))
            return "" if self.kind == "text" else None
        match self.kind:
            case "text":
                return text
            case "number":
                return _number(text)
            case "whole":
                return _whole(text)
            case "date":
                return _date(text)


def plain_header(header: str) -> str:
    """A header in the form in which headers are compared."""
    return re.sub(r"[\s_\-]+", "", unicodedata.normalize("NFKC", header).casefold()).rstrip("*:")


def _number(text: str) -> Decimal:
    try:
        return parse(text)
    except NotExact:
        raise CellRefused(_("This is not a plain number. Write it like 89.5.")) from None


def _whole(text: str) -> int:
    number = _number(text)
    if number != int(number):
        raise CellRefused(_("This is not a whole number."))
    return int(number)


def _date(text: str) -> date:
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    try:
        year, month, day = (int(part) for part in match.groups() if part) if match else (0, 0, 0)
        return date(year, month, day)
    except ValueError:
        raise CellRefused(_("This is not a date. Write it like 2026-11-22.")) from None
