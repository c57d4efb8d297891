"""Brings the curriculum's files into the database. Idempotent; never overwrites what the centre edited."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outside:
    """A shipped text that was not written, because the centre edited its own: what it would have been."""

    kind: str
    key: str
    locale: str
    source_hash: str
    content: dict[str, Any]


@dataclass
class LoadReport:
    """What one load did: counts by kind, and the items left alone because the centre edited them."""

    added: dict[str, int] = field(default_factory=dict)
    renewed: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)  # left the files, and nothing here refers to it
    outside: list[Outside] = field(default_factory=list)
    tell: Callable[[str], None] | None = None  # how far it is, in words, for whoever waits

    def count(self, kind: str, outcome: str, name: str) -> None:
        if outcome == "kept":
            self.kept.append(name)
        elif outcome == "gone":
            self.gone.append(name)
        elif outcome in ("added", "renewed"):
            counts = self.added if outcome == "added" else self.renewed
            counts[kind] = counts.get(kind, 0) + 1

    def say(self, kind: str, number: int) -> None:
        """How far it is: all of one kind are through."""
        if self.tell:
            self.tell(f"  {kind}: {number}")

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.renewed or self.kept or self.gone)
