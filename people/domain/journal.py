"""The journal: what happened, by whom, about what. Written inside the transaction of the change (hazard 62)."""

import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from people.models import Event, EventDetail, User


def record(
    verb: str,
    *,
    by: User | None,
    about: Any,
    now: datetime,
    subject: User | None = None,
    values: dict[str, Any] | None = None,
) -> Event:
    """Append one event about a row (its class names the kind, its `key` or pk the object).

    `subject` is the person concerned, `by` None the product itself. `values` go into the erasable side table;
    the event holds only their salted hash, so that erasing a person never breaks the chain (hazard 63).
    """
    salt = secrets.token_hex(16)
    text = canonical(values or {})
    event = Event.objects.create(
        at=now,
        verb=verb,
        actor_key=by.key if by else "",
        subject_key=subject.key if subject else "",
        object_kind=about._meta.label_lower,
        object_key=str(getattr(about, "key", "") or about.pk),
        commitment=commitment(salt, text),
    )
    EventDetail.objects.create(event=event, salt=salt, values=json.loads(text))
    return event


def canonical(values: dict[str, Any]) -> str:
    return json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()
