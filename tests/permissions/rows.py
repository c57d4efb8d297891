"""How a line of the permission matrix is written; one file per app beside this one holds MATRIX (and build(world)).

MATRIX = {
    "people:profile": everybody(200),
    "people:journal": only("root", otherwise=403),
    "people:person": only("hana", "lena", otherwise=404, args=lambda world: {"key": world["ada"].key}),
}
`build(world)` may add rows of the app to the dict of people, for the arguments.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PEOPLE = ("ada", "ben", "mia", "tom", "tara", "quinn", "qing", "lena", "omar", "hana", "hugo", "sam", "root")
NOBODY = "nobody"  # not signed in
TRAINERS = ("tom", "tara")
QAS = ("quinn", "qing")
LEADERS = ("lena", "omar")
HRS = ("hana", "hugo")

type World = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """What each person gets at one URL name."""

    statuses: dict[str, int]
    method: str = "get"
    args: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    sent: Callable[[World], dict[str, Any]] = field(default=lambda world: {})


def everybody(status: int, *, nobody: int = 302, **options: Any) -> Row:
    return Row({NOBODY: nobody, **dict.fromkeys(PEOPLE, status)}, **options)


def only(*names: str, otherwise: int, status: int = 200, nobody: int = 302, **options: Any) -> Row:
    """These people get `status`, the others `otherwise`, a stranger the sign-in page."""
    statuses = {name: status if name in names else otherwise for name in PEOPLE}
    return Row({NOBODY: nobody, **statuses}, **options)


def each(*, nobody: int = 302, **statuses: int) -> Row:
    """Every person by name."""
    return Row({NOBODY: nobody, **statuses})
