"""Looking as somebody else (hazard 7): read-only, told to the person, and never a way to more than one's own rights.

The session stays the administrator's: what they look at is swapped in for each request, so signing out, leaving or
losing the role ends it, and no password, signature or exam of the person is within reach.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kernel.errors import Refusal
from people.domain import journal, roles
from people.domain.notices import notify
from people.models import Looking, User

LASTS = timedelta(minutes=30)
# Who may be looked at: people whose role gives them nothing beyond their own pages.
LEARNERS = {roles.HIRE, roles.AGENT}
# What is open meanwhile, by URL name or namespace; everything else is the person's own, and so is every change.
OPEN = {"dashboard:home", "courses", "knowledge", "content"}
CHANGES = {"people:look-stop", "people:sign-out"}


class LookError(Refusal):
    pass


def may_look(by: User, person: User) -> bool:
    """An administrator, as a learner who works here: never as somebody with a role of their own, never as oneself."""
    if by.pk == person.pk or not person.is_active or person.is_superuser:
        return False
    held = set(person.groups.values_list("name", flat=True))
    return held <= LEARNERS and roles.has_role(by, roles.ADMINISTRATOR)


@transaction.atomic
def start(person: User, *, reason: str, by: User, now: datetime) -> Looking:
    """Begin to look as the person, for 30 minutes at most; they get a notice. Raises LookError in words."""
    if not may_look(by, person):
        raise LookError(_("You may look as new hires and agents only, and as an administrator only."))
    if not reason.strip():
        raise LookError(_("Please say why. The person reads it."))
    looking = Looking.objects.create(actor=by, subject=person, reason=reason, started=now, ends=now + LASTS)
    values = {"reason": reason, "ends": looking.ends}
    journal.record("looked-as", by=by, subject=person, about=looking, now=now, values=values)
    notify(
        person,
        "looked-as",
        dedupe_key=f"looked-as:{looking.key}",
        subject=gettext_lazy("An administrator looked at your pages"),
        body=format_lazy(
            gettext_lazy(
                "{name} saw your home page and courses as you see them. Nothing could be changed or answered in your "
                "name, and your exams stayed closed. The reason given: {reason}"
            ),
            name=by.name,
            reason=reason,
        ),
        now=now,
    )
    return looking


def stop(looking: Looking, *, by: User, now: datetime) -> None:
    """End it now; a second time changes nothing."""
    with transaction.atomic():
        if Looking.objects.filter(pk=looking.pk, actor=by, ended=None).update(ended=now):
            journal.record("looked-as-ended", by=by, subject=looking.subject, about=looking, now=now)


def current(key: str, *, by: User, now: datetime) -> Looking | None:
    """The look of this key while it lasts and both may still be what they are in it."""
    running = Looking.objects.filter(key=key, actor=by, ended=None, started__lte=now, ends__gt=now)
    looking = running.select_related("subject").first()
    return looking if looking and may_look(by, looking.subject) else None


def is_open(name: str, method: str) -> bool:
    """Whether an address may be asked for while looking."""
    if method not in {"GET", "HEAD"}:
        return name in CHANGES
    return name in OPEN or name.partition(":")[0] in OPEN
