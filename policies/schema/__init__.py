"""Every subject of figures with its shape. Pure, so that pure modules of any app may import it.

`published(subject, text)` gives the typed figures of an edition's text, `parse(subject, text)` those of a draft's, and
`shipped(subject)` those that come with the site.
"""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from policies.schema.accounts import Accounts
from policies.schema.certificates import Certificates
from policies.schema.coaching import Coaching
from policies.schema.exams import Exams
from policies.schema.gates import Gates
from policies.schema.kpi import Kpi
from policies.schema.ladder import Ladder
from policies.schema.mentoring import Mentoring
from policies.schema.mock_calls import MockCalls
from policies.schema.reading import FiguresError, Problem, completed, gettext_noop, read
from policies.schema.refreshers import Refreshers
from policies.schema.retakes import Retakes
from policies.schema.second_person import SecondPerson

SHAPES: dict[str, type] = {
    "gates": Gates,
    "retakes": Retakes,
    "exams": Exams,
    "mock_calls": MockCalls,
    "mentoring": Mentoring,
    "coaching": Coaching,
    "ladder": Ladder,
    "certificates": Certificates,
    "refreshers": Refreshers,
    "kpi": Kpi,
    "accounts": Accounts,
    "second_person": SecondPerson,
}
DEFAULTS = Path(__file__).resolve().parent.parent / "defaults"
# Far above the longest shipped text; keeps a pasted file from being parsed at all.
LONGEST = 20_000


@lru_cache(maxsize=256)
def parse(subject: str, text: str) -> Any:
    """The typed figures of a text to be published, each key in its place; raises `FiguresError`."""
    return read(SHAPES[subject], _table(text))


@lru_cache(maxsize=256)
def published(subject: str, text: str) -> Any:
    """The typed figures of a published text, cached by the text itself, which never changes.

    It may be older than the shape: a key that came later stands as shipped, one that went is left aside, so that an
    upgrade of the product never leaves a centre without figures.
    """
    return read(SHAPES[subject], completed(SHAPES[subject], _table(text), _table(shipped_text(subject))))


def _table(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise FiguresError([Problem((), gettext_noop("The text is longer than %(most)s signs."), {"most": LONGEST})])
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        message = gettext_noop("This cannot be read as TOML: %(reason)s")
        raise FiguresError([Problem(_at_line(error), message, {"reason": str(error)})]) from error


def exceptions(figures: Any) -> list[Problem]:
    """What an otherwise good set of figures may hold only with a named approval."""
    found: Iterator[Problem] = figures.exceptions() if hasattr(figures, "exceptions") else iter(())
    return list(found)


@lru_cache(maxsize=32)
def shipped_text(subject: str) -> str:
    return (DEFAULTS / f"{subject}.toml").read_text(encoding="utf-8")


def shipped(subject: str) -> Any:
    return parse(subject, shipped_text(subject))


def line_of(text: str, path: tuple[str, ...]) -> int | None:
    """The line (from 1) a problem's path stands on: the key, else its table; None where it cannot be told."""
    if path[:1] == ("line",):
        return int(path[1])
    tables, key = path[:-1], path[-1] if path else ""
    table_line, inside = None, not tables
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            inside = tuple(part.strip() for part in header[1].split(".")) in (tables, path)
            table_line = number if inside else table_line
        elif inside and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return table_line


def _at_line(error: tomllib.TOMLDecodeError) -> tuple[str, ...]:
    found = re.search(r"at line (\d+)", str(error))
    return ("line", found[1]) if found else ()
