"""The board as pages show it: 5 / 3 / 2, each slot with its state, score and door."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.templatetags.readyline import day
from mentoring.models.mentoring import CallType
from simulations.domain.boards import BoardStanding, SlotStanding
from simulations.domain.calls import why_not_book
from simulations.domain.wording import heading
from simulations.models import Call


@dataclass(frozen=True)
class Tile:
    number: int  # within its type, as the quota counts
    state: str
    text: str
    score: Fraction | None
    when: str
    url: str


@dataclass(frozen=True)
class Row:
    title: str
    scored: int
    total: int
    tiles: list[Tile]


def rows(standing: BoardStanding, now: datetime) -> list[Row]:
    upcoming = next_slot(standing, now)
    found = []
    for call_type in CallType:
        slots = standing.of_type(call_type)
        shown = [_tile(number, slot, standing.mark, slot is upcoming, now) for number, slot in enumerate(slots, 1)]
        found.append(Row(call_type.label, sum(slot.score is not None for slot in slots), len(slots), shown))
    return found


def next_slot(standing: BoardStanding, now: datetime) -> SlotStanding | None:
    """What to do next: a call begun, else the first slot without one, else one whose repeat would help."""
    begun = [slot for slot in standing.slots if slot.open_call and slot.open_call.state != Call.State.ENDED]
    fresh = [slot for slot in standing.slots if not slot.calls]
    if begun or fresh or standing.verdict.met:
        return next(iter([*begun, *fresh]), None)
    weakest = sorted((slot for slot in standing.slots if slot.score is not None), key=lambda slot: slot.score or 0)
    low = (slot for slot in weakest if slot.is_critical or slot.score < standing.mark)
    # Asked of one after the other: each answer costs a few queries.
    return next((slot for slot in low if not why_not_book(slot.slot, now=now)), None)


def _tile(number: int, slot: SlotStanding, mark: int, is_next: bool, now: datetime) -> Tile:
    url = reverse("simulations:slot", args=[slot.slot.pk])
    call = slot.open_call
    if call is not None and call.state == Call.State.ENDED:
        sent = _("held %(day)s") % {"day": day(call.ended_at)}
        return Tile(number, "waiting", "", slot.score, sent, url)
    if call is not None:
        words = _("On the line") if call.state == Call.State.RUNNING else _("Booked")
        return Tile(number, "next", words, slot.score, heading(call), _door(call))
    if slot.score is None:
        return Tile(number, "next" if is_next else "open", "", None, "", url)
    if slot.is_critical:
        return Tile(number, "missed", _("Critical error"), slot.score, "", url)
    if slot.score >= mark:
        return Tile(number, "met", "", slot.score, "", url)
    may = not why_not_book(slot.slot, now=now)
    words = _("May be repeated") if may else _("Below the mark")
    return Tile(number, "repeat" if may else "locked", words, slot.score, "", url)


def _door(call: Call) -> str:
    return reverse(
        "simulations:call" if call.state == Call.State.RUNNING else "simulations:call-preflight", args=[call.key]
    )
