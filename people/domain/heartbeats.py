from datetime import datetime

from django.utils import timezone

from people.models import Heartbeat


def beat(name: str, detail: str = "", *, now: datetime | None = None) -> None:
    """Note that a sweep or the worker finished a round. The kernel calls it by the setting HEARTBEAT."""
    Heartbeat.objects.update_or_create(
        name=name, defaults={"at": now or timezone.now(), "detail": detail[:300]}
    )
