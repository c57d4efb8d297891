from datetime import datetime

from django.utils import translation
from django.utils.functional import Promise

from people.models import Notice, User

Text = str | Promise


def notify(
    person: User,
    kind: str,
    *,
    dedupe_key: str,
    subject: Text,
    now: datetime,
    body: Text = "",
    url: str = "",
) -> Notice:
    """Tell a person something once per `dedupe_key`, in their language (pass lazy texts). Mail follows by the sweep."""
    with translation.override(person.language):
        texts = {"subject": str(subject), "body": str(body)}
    notice, _created = Notice.objects.get_or_create(
        person=person, dedupe_key=dedupe_key, defaults={"kind": kind, "url": url, "created": now, **texts}
    )
    return notice
