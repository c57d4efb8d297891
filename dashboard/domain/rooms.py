"""Which homes someone has, the most senior working role first."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise

from people.domain import roles
from people.models import User

# A leader who also mentors is first of all asked about the team; the others are a tab away.
SENIORITY = (
    roles.SUPERVISOR,
    roles.HR,
    roles.TRAINER,
    roles.QA,
    roles.LEADER,
    roles.MENTOR,
    roles.ADMINISTRATOR,
    roles.AGENT,
    roles.HIRE,
)


@dataclass(frozen=True)
class Room:
    role: str
    name: Promise


def rooms_of(person: User) -> list[Room]:
    """The homes of the person's roles; a learner's where there is no role at all."""
    prefetch_related_objects([person], "groups")  # the navigation asks for the same
    held = {group.name for group in person.groups.all()}
    found = [Room(role, roles.NAMES[role]) for role in SENIORITY if role in held]
    if roles.AGENT in held:
        found = [room for room in found if room.role != roles.HIRE]
    return found or [Room(roles.HIRE, roles.NAMES[roles.HIRE])]
