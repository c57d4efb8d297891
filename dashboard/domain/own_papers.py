"""Certificates someone holds, and how far the next level is."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from people.models import User


@dataclass(frozen=True)
class OwnPapers:
    certificates: list[Any] = field(default_factory=list)
    next_level: Any = None


def own_papers(person: User, on: date) -> OwnPapers:
    return OwnPapers()
