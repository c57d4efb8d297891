"""When the worker and each sweep last came through, and the alarm when something did not. The kernel's hooks."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.domain.notices import notify
from people.domain.roles import ADMINISTRATOR
from people.models import Heartbeat, User

SUBJECTS = {
    "job": _("A job was given up: {what}"),
    "worker": _("The worker was started anew ({what})"),
    "schedules": _("The schedules stood still and were mended"),
    "database": _("The database file is damaged: {what}"),
    "disk": _("The disk is nearly full: {what}"),
}


def beat(name: str, detail: str = "", *, now: datetime | None = None) -> None:
    """Note that a sweep or the worker finished a round. The kernel calls it by the setting HEARTBEAT."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now or timezone.now(), "detail": detail[:300]})


def age(name: str, now: datetime) -> timedelta | None:
    """How long ago the heartbeat was; None when there has been none."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else now - at


def alarm(kind: str, what: str, now: datetime) -> None:
    """One notice to each administrator for each kind and thing a day, however often it happens."""
    for person in User.objects.filter(groups__name=ADMINISTRATOR, is_active=True):
        notify(
            person,
            f"alarm-{kind}",
            dedupe_key=f"alarm:{kind}:{what}:{now:%Y-%m-%d}"[:160],
            subject=format_lazy(SUBJECTS[kind], what=what),
            url="/jobs",
            now=now,
        )
