"""Company, sites, departments, business lines and teams."""

from datetime import datetime
from typing import Any

from django.db import transaction

from people.domain import journal
from people.models import BusinessLine, Department, Site, Team, User

KINDS = {"team": Team, "site": Site, "department": Department, "business-line": BusinessLine}


def save(row: Any, *, by: User | None, now: datetime) -> Any:
    """Save a validated row of the organisation, new or changed, with its event."""
    verb = "organisation-changed" if row.pk else "organisation-added"
    with transaction.atomic():
        row.save()
        journal.record(verb, by=by, about=row, now=now, values={"name": row.name})
    return row
