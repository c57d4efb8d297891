"""Files taken in all or nothing: read, shown with every problem by row, and only then written (hazard 75)."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.tables import Column, FileRefused, Limits, Problem, read_table
from people.domain import journal
from people.models import Import, User

# A year of intakes in one file; more than that is a mistake.
LIMITS = Limits(rows=1000)
# How long a shown preview may wait for its confirmation.
PREVIEW_SECONDS = 2 * 60 * 60

type Cells = dict[str, Any]
# What the rows are held against beside the database, as the kind says: a site, or who acts and when.
type Scope = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One sort of file: its columns, what the database says against its rows, and how they are written."""

    name: str
    columns: Sequence[Column]
    unique: Sequence[str]
    check: Callable[[list["Line"], Scope], list[Problem]]
    write: Callable[..., list[Any]]


@dataclass(frozen=True)
class Line:
    number: int
    cells: Cells

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]


@dataclass
class Draft:
    """A file as read: nothing is written yet, and nothing will be while there are problems."""

    filename: str
    sha256: str
    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    further: int = 0
    ignored: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return bool(self.lines) and not self.problems


def read(kind: Kind, content: bytes, filename: str, scope: Scope) -> Draft:
    """What the file holds and what speaks against it. Raises FileRefused when it cannot be read as a whole."""
    draft = Draft(filename[:200], hashlib.sha256(content).hexdigest())
    table = read_table(content, filename, columns=kind.columns, limits=LIMITS, unique=kind.unique)
    draft.lines = [Line(row.number, dict(row.values)) for row in table.rows]
    draft.further, draft.ignored = table.further, table.ignored
    # Every row that reads well is also held against the database, so that all there is to put right is told at once.
    troubled = {problem.row for problem in table.problems}
    readable = [line for line in draft.lines if line.number not in troubled]
    found = sorted([*table.problems, *kind.check(readable, scope)], key=lambda problem: problem.row)
    draft.problems = found[: LIMITS.problems]
    draft.further += len(found) - len(draft.problems)
    return draft


def carry(kind: Kind, draft: Draft, *, by: User) -> str:
    """The draft as a signed text for the preview page, bound to the person and the kind; nothing is stored."""
    lines = [[line.number, {name: plain(value) for name, value in line.cells.items()}] for line in draft.lines]
    value = {"by": by.key, "filename": draft.filename, "sha256": draft.sha256, "lines": lines}
    return signing.dumps(value, salt=f"people.import.{kind.name}", compress=True)


def plain(value: Any) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def lively(value: Any) -> Any:
    return date.fromisoformat(value["date"]) if isinstance(value, dict) else value


def carried(kind: Kind, token: str, *, by: User) -> Draft:
    """The draft behind a preview. Raises FileRefused for one that is old, another's or not ours."""
    try:
        value = signing.loads(token, salt=f"people.import.{kind.name}", max_age=PREVIEW_SECONDS)
    except signing.BadSignature as error:
        raise FileRefused(_("This preview is too old. Choose the file again; nothing was taken in.")) from error
    if value["by"] != by.key:
        raise FileRefused(_("This preview is too old. Choose the file again; nothing was taken in."))
    draft = Draft(value["filename"], value["sha256"])
    draft.lines = [Line(number, {k: lively(v) for k, v in cells.items()}) for number, cells in value["lines"]]
    return draft


def take_in(kind: Kind, draft: Draft, scope: Scope, *, by: User, now: datetime) -> list[Any]:
    """Write every row or none, after asking the database again; what was written, as the kind says.

    Raises FileRefused with the first problem.
    """
    with transaction.atomic():
        problems = kind.check(draft.lines, scope)
        if problems:
            first = problems[0]
            raise FileRefused(
                _("Row %(row)d: %(problem)s Nothing was taken in.") % {"row": first.row, "problem": first}
            )
        taken = Import.objects.create(
            kind=kind.name,
            filename=draft.filename,
            sha256=draft.sha256,
            rows=len(draft.lines),
            imported_by=by,
            at=now,
        )
        values = {"kind": kind.name, "rows": taken.rows, "sha256": taken.sha256}
        journal.record("file-taken-in", by=by, about=taken, now=now, values=values)
        return kind.write(draft.lines, scope, by=by, now=now)
