"""The kernel has no models: where heartbeats are kept and who hears of a failed job is named by settings."""

from datetime import datetime, timedelta
from importlib import import_module
from types import ModuleType

from django.conf import settings
from django.utils.module_loading import import_string


def beat(name: str, now: datetime, detail: str = "") -> None:
    import_string(settings.HEARTBEAT)(name, detail, now=now)


def age(name: str, now: datetime) -> timedelta | None:
    """How long ago the heartbeat was; None when there has been none."""
    return import_string(settings.HEARTBEAT_AGE)(name, now)


def leases() -> ModuleType:
    """The module with `take`, `finish`, `give_back` and `sweep`."""
    return import_module(settings.JOB_LEASES)


def keep_house() -> None:
    """What one process alone does for the database, every few seconds."""
    import_string(settings.KEEP_HOUSE)()


def alarm(kind: str, what: str, now: datetime) -> None:
    """Tell whoever runs the site, once a day for each kind and thing."""
    import_string(settings.JOB_ALARM)(kind, what, now)
