"""The journal as a page: keys turned into names for those who may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from people.models import Event, User


@dataclass(frozen=True)
class Line:
    number: int
    at: datetime
    verb: str
    actor: str
    subject: str
    thing: str
    sealed: bool


def events(query: str = "") -> QuerySet[Event]:
    found = Event.objects.select_related("seal").order_by("-pk")
    if not query:
        return found
    keys = list(User.objects.filter(staff_number__iexact=query).values_list("key", flat=True))
    return found.filter(subject_key__in=keys) | found.filter(actor_key__in=keys) if keys else found.filter(verb=query)


def lines(page: list[Event]) -> list[Line]:
    keys = {key for event in page for key in (event.actor_key, event.subject_key) if key}
    names = dict(User.objects.filter(key__in=keys).values_list("key", "name"))
    return [
        Line(
            event.pk,
            event.at,
            event.verb,
            names.get(event.actor_key, ""),
            names.get(event.subject_key, ""),
            event.object_kind,
            hasattr(event, "seal"),
        )
        for event in page
    ]
