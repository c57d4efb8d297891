"""The chain over the journal (hazards 59 to 61): one sealer links every event to the one before by hash.

The heads of the chain are also written outside the database, so that a tail that was cut off is missed.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from people.domain.journal import canonical, commitment
from people.models import Event, EventDetail, JournalSeal

GENESIS = "0" * 64
# Events sealed in one transaction: long enough to keep up, short enough not to hold SQLite's one writer.
BATCH = 1000
# Any number will do as long as nothing else in the product locks on it.
ADVISORY_LOCK = 7_311_902


@dataclass(frozen=True)
class Report:
    """What a check found: how far the chain holds, the first break in words, and what is not sealed yet."""

    sealed: int
    unsealed: int
    erased: int
    breaks: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.breaks


def heads_file() -> Path:
    return Path(settings.DATA_DIR) / "journal_heads.jsonl"


def seal(now: datetime) -> int:
    """Link every event that is not linked yet; how many were. Eight sealers at once make one chain (hazard 61)."""
    total = 0
    while count := seal_batch(now):
        total += count
    return total


def seal_batch(now: datetime) -> int:
    with transaction.atomic():
        serialise()
        head = JournalSeal.objects.order_by("-seq").first()
        seq, previous = (head.seq, head.hash) if head else (0, GENESIS)
        links = []
        for event in Event.objects.filter(seal=None).order_by("pk")[:BATCH]:
            seq += 1
            link = JournalSeal(
                seq=seq, event=event, previous=previous, hash=linked(seq, previous, event), sealed_at=now
            )
            links.append(link)
            previous = link.hash
        JournalSeal.objects.bulk_create(links)
        if links:
            transaction.on_commit(lambda: keep_head(seq, previous, now))
    return len(links)


def serialise() -> None:
    """One sealer at a time: SQLite's transactions begin IMMEDIATE; PostgreSQL takes a lock that ends with them."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def linked(seq: int, previous: str, event: Event) -> str:
    facts = {
        "event": event.pk,
        "at": event.at.astimezone(UTC).isoformat(),
        "verb": event.verb,
        "actor": event.actor_key,
        "subject": event.subject_key,
        "kind": event.object_kind,
        "object": event.object_key,
        "commitment": event.commitment,
    }
    return hashlib.sha256(f"{seq}:{previous}:{canonical(facts)}".encode()).hexdigest()


def keep_head(seq: int, digest: str, now: datetime) -> None:
    """Append the head to a file in the data folder; backups carry it away from the database."""
    line = json.dumps({"seq": seq, "hash": digest, "at": now.isoformat()})
    with heads_file().open("a") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def kept_heads() -> list[tuple[int, str]]:
    try:
        lines = heads_file().read_text().splitlines()
    except FileNotFoundError:
        return []
    return [(head["seq"], head["hash"]) for head in map(json.loads, filter(None, lines))]


def check() -> Report:
    """Walk the whole chain. The first bad link ends the walk and is named; the kept heads are compared as well."""
    breaks = [*first_break(), *first_changed_detail(), *missing_head()]
    return Report(
        sealed=JournalSeal.objects.count(),
        unsealed=Event.objects.filter(seal=None).count(),
        erased=EventDetail.objects.exclude(erased_at=None).count(),
        breaks=[str(sentence) for sentence in breaks],
    )


def first_break() -> Iterator[str | Promise]:
    expected, previous = 1, GENESIS
    for link, event in links():
        if reason := broken(link, event, expected, previous):
            yield reason % {"seq": expected, "event": link.event_id}
            return
        expected, previous = link.seq + 1, link.hash


def links() -> Iterator[tuple[JournalSeal, Event | None]]:
    """Every link with its event. Looked up apart, since a join would hide a link whose event was deleted."""
    for some in batched(JournalSeal.objects.order_by("seq").iterator(chunk_size=BATCH), BATCH):
        events = Event.objects.in_bulk([link.event_id for link in some])
        yield from ((link, events.get(link.event_id)) for link in some)


def broken(link: JournalSeal, event: Event | None, expected: int, previous: str) -> str:
    if link.seq != expected:
        return _("Link %(seq)d is missing.")
    if event is None:
        return _("Link %(seq)d: event %(event)d was deleted.")
    if link.previous != previous:
        return _("Link %(seq)d does not continue the one before.")
    if link.hash != linked(link.seq, link.previous, event):
        return _("Link %(seq)d: event %(event)d was changed.")
    return ""


def first_changed_detail() -> Iterator[str | Promise]:
    details = EventDetail.objects.filter(erased_at=None).select_related("event").order_by("pk")
    for detail in details.iterator(chunk_size=2000):
        if commitment(detail.salt, canonical(detail.values)) != detail.event.commitment:
            yield _("The values of event %(event)d were changed.") % {"event": detail.event_id}
            return


def missing_head() -> Iterator[str | Promise]:
    hashes = dict(JournalSeal.objects.values_list("seq", "hash"))
    for seq, digest in kept_heads():
        if hashes.get(seq) != digest:
            yield _("The kept head %(seq)d is not in the chain: its end was cut off or rewritten.") % {"seq": seq}
            return
