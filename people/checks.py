"""What `manage.py check --database default` says about the people app's ground."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from people.domain import append_only


def triggers_stand(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Every append-only table has its triggers once the database is migrated."""
    return [
        Error(
            f"The database {alias} lacks the trigger {name}.",
            hint="Run `manage.py migrate`: it installs every missing trigger.",
            id="people.E001",
        )
        for alias in databases or []
        if connections[alias].introspection.table_names()
        for name in append_only.missing(alias)
    ]


def register_all() -> None:
    register(Tags.database)(triggers_stand)
