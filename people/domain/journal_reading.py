"""The journal as a page: keys turned into names for those who may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import Event, User

# The verbs of this app in words; another app's verb is shown as it is written, or added here by its AppConfig.
VERBS = {
    "person-joined": _("Joined"),
    "person-left": _("Left"),
    "person-returned": _("Came back"),
    "person-moved": _("Changed team or title"),
    "person-corrected": _("Name or e-mail corrected"),
    "person-invited": _("Invited"),
    "profile-changed": _("Own account changed"),
    "password-set": _("Password set by invitation"),
    "password-changed": _("Password changed"),
    "password-reset": _("Password reset"),
    "password-link-asked": _("Link for a new password asked for"),
    "roles-changed": _("Roles changed"),
    "leadership-opened": _("Leads a team"),
    "leadership-ended": _("Leads a team no longer"),
    "absence-recorded": _("Absence recorded"),
    "absence-withdrawn": _("Absence withdrawn"),
    "mentorship-opened": _("Mentorship began"),
    "mentorship-ended": _("Mentorship ended"),
    "level-recognised": _("Level recognised"),
    "calendar-changed": _("Calendar days written"),
    "calendar-day-removed": _("Calendar day removed"),
    "calendar-year-confirmed": _("Calendar year complete"),
    "file-taken-in": _("File taken in"),
    "organisation-added": _("Added to the organisation"),
    "organisation-changed": _("Organisation changed"),
    "academy-set-up": _("Academy set up"),
    "edition-shipped": _("Figures shipped"),
}


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
