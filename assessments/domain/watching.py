"""The log beside an attempt: from where it was sat, and what the browser said of itself (hazards 38, 39).

Nothing here bears on a result. What the server saw is kept as fact, what a browser sent as a hint, told apart by a
constraint; a hint can be missing or made up, so even their absence is only shown.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from django.db.models import Q

from assessments.models import Admission, Attempt, AttemptEvent
from people.domain import journal, throttle
from people.domain.browsers import browser_words
from people.models import Event, User

Kind = AttemptEvent.Kind

# Enough for a restless hour, too few to fill a table.
MOST_HINTS, MOST_HINTS_A_MINUTE, MOST_AT_ONCE = 400, 40, 20
PLACES = (Kind.BEGAN, Kind.ELSEWHERE)
MOST_REFUSALS = MOST_MOVES = 50
MARK_LENGTH = 16
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """From where a request came: the address, the browser, and the sign-in it belongs to."""

    address: str
    agent: str
    session: str

    @property
    def marks(self) -> dict[str, str]:
        """Each as a short keyed hash: the same again can be recognised, nothing can be read back."""
        parts = {"address": self.address, "browser": self.agent, "session": self.session}
        return {name: throttle.keyed(f"place-{name}", text)[:MARK_LENGTH] for name, text in parts.items()}

    @property
    def detail(self) -> dict[str, Any]:
        return {"marks": self.marks, "network": self.network, "browser": browser_words(self.agent)}

    @property
    def network(self) -> str:
        """The neighbourhood of the address: 10.2.3.0/24, or the first 48 bits of an IPv6 address."""
        try:
            version = ip_address(self.address).version
        except ValueError:
            return ""
        return str(ip_network((self.address, 24 if version == 4 else 48), strict=False))


def note_place(attempt: Attempt, place: Place, *, now: datetime) -> AttemptEvent | None:
    """Log from where the attempt is sat when that is new or has changed; the event, or None when nothing has.

    A change is a flag for a person to look at: people do change computers. It closes and marks nothing. Past 50 the
    log knows enough: an address that flips at every save fills no table.
    """
    last = AttemptEvent.objects.filter(attempt=attempt, kind__in=PLACES).order_by("-pk").first()
    marks = place.marks
    changed = [name for name, mark in marks.items() if last and last.detail["marks"].get(name) != mark]
    if last and not changed:
        return None
    if AttemptEvent.objects.filter(attempt=attempt, kind=Kind.ELSEWHERE).count() >= MOST_MOVES:
        return None
    kind = Kind.ELSEWHERE if last else Kind.BEGAN
    return note_fact(attempt.admission, kind, attempt=attempt, detail=place.detail | {"changed": changed}, now=now)


def note_fact(
    admission: Admission, kind: str, *, attempt: Attempt | None = None, detail: dict[str, Any], now: datetime
) -> AttemptEvent:
    """Append what the server saw itself."""
    return AttemptEvent.objects.create(
        admission=admission, attempt=attempt, kind=kind, at=now, detail=detail, trusted=True
    )


def note_refusal(
    admission: Admission, kind: str, *, attempt: Attempt | None, detail: dict[str, Any], now: datetime
) -> AttemptEvent | None:
    """Append a refusal at the door; past 50 of a kind the log knows enough, and a script fills no table."""
    if AttemptEvent.objects.filter(admission=admission, kind=kind).count() >= MOST_REFUSALS:
        return None
    return note_fact(admission, kind, attempt=attempt, detail=detail, now=now)


def log_bank_refusal(attempt: Attempt, asked: list[str], *, by: User, now: datetime) -> None:
    """In the journal: in the middle of this attempt its person asked for pages of the bank, by name, and got none."""
    kind = Attempt._meta.label_lower
    logged = Event.objects.filter(verb="attempt-bank-refused", object_kind=kind, object_key=attempt.key)
    if logged.count() < MOST_REFUSALS:
        journal.record("attempt-bank-refused", by=by, subject=by, about=attempt, now=now, values={"asked": asked})


def keep_hints(attempt: Attempt, hints: list[dict[str, Any]], *, now: datetime) -> int:
    """Append what the browser noticed about itself: [{"kind", "ago": seconds, "position"}]. Returns how many were kept.

    Past 400 in an attempt or 40 a minute the rest is dropped, and the log says once that something was. An attempt
    that is over takes none.
    """
    if not attempt.is_running(now):
        return 0
    kept = AttemptEvent.objects.filter(attempt=attempt, trusted=False)
    room = min(
        MOST_AT_ONCE,
        MOST_HINTS - kept.count(),
        MOST_HINTS_A_MINUTE - kept.filter(at__gt=now - timedelta(minutes=1), at__lte=now).count(),
    )
    rows = [
        AttemptEvent(
            admission_id=attempt.admission_id,
            attempt=attempt,
            kind=hint["kind"],
            at=now,
            detail={name: hint[name] for name in ("ago", "position") if hint.get(name)},
            trusted=False,
        )
        for hint in hints[: max(room, 0)]
    ]
    AttemptEvent.objects.bulk_create(rows)
    if len(rows) < len(hints) and not attempt.events.filter(kind=Kind.CUT).exists():
        note_fact(attempt.admission, Kind.CUT, attempt=attempt, detail={}, now=now)
    return len(rows)


def facts_of(attempt: Attempt) -> list[AttemptEvent]:
    """What the server saw: around this attempt and, since the one before it began, at the door."""
    earlier = attempt.admission.attempts.filter(number__lt=attempt.number).order_by("-number").first()
    at_the_door = Q(attempt=None, at__lte=attempt.started, at__gt=earlier.started if earlier else NEVER)
    events = AttemptEvent.objects.filter(admission=attempt.admission_id, trusted=True)
    return list(events.filter(at_the_door | Q(attempt=attempt)))


def hints_of(attempt: Attempt) -> list[AttemptEvent]:
    return list(AttemptEvent.objects.filter(attempt=attempt, trusted=False))
