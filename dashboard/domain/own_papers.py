"""Certificates someone holds, and how far the next level is."""

from dataclasses import dataclass, field
from datetime import date

from certification.domain import certificates
from certification.domain.certificates import Status
from certification.domain.standing import LevelStanding, standing
from certification.models import Certificate
from people.models import User


@dataclass(frozen=True)
class OwnPapers:
    certificates: list[Status] = field(default_factory=list)
    next_level: LevelStanding | None = None


def own_papers(person: User, on: date) -> OwnPapers:
    held = Certificate.objects.filter(award__person=person, superseded_by=None).select_related("award__person")
    levels = standing(person, on)
    return OwnPapers(
        [certificates.status(one, on) for one in held.order_by("-issued_at")],
        next((level for level in levels if level.is_next), None),
    )
