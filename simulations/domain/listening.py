"""What a desk shows of a call: its sound or its chat, remarks with their numbers, and QA's queue."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from assessments.domain.panels import Panel
from assessments.models import Scorecard
from kernel.templatetags.dates import runtime
from mentoring.models.mentoring import CallType
from people.models import User
from people.permissions import mentors
from simulations.domain import chats, comments, scoring
from simulations.domain.wording import title_of
from simulations.models import Call, ChatLine, Recording, RecordingComment

WAVE_WIDTH, WAVE_HEIGHT = 1200, 120
MINUTE = timedelta(minutes=1)
# Pins nearer to each other than this share of the length stand side by side.
CROWDED, PIN_WIDTH = 0.025, 24


@dataclass(frozen=True)
class Pin:
    """A remark, or a comment of the scorecard at its time: the same number on the waveform and beside its words."""

    number: int
    at_ms: int
    text: str
    by: str
    line: str  # the line of the rubric it belongs to; empty for a remark
    key: str
    is_mine: bool
    place: str  # on the waveform, in per cent
    aside: int  # pixels by which it steps aside for the pin before it

    @property
    def at(self) -> str:
        return minutes(self.at_ms)


@dataclass(frozen=True)
class Spoken:
    line: ChatLine
    at: str
    at_ms: int
    is_agent: bool
    reply: timedelta | None
    is_late: bool
    pins: list[Pin]


@dataclass(frozen=True)
class Heard:
    recording: Recording | None
    bars: list[tuple[float, float, float, float]]  # x, y, width, height
    pins: list[Pin]
    lines: list[Spoken]
    length: str
    scale: list[tuple[str, str]]

    @property
    def is_ready(self) -> bool:
        return self.recording is not None and self.recording.state == Recording.State.READY

    @property
    def remarks(self) -> list[Pin]:
        return [pin for pin in self.pins if not pin.line]


@dataclass(frozen=True)
class QueueRow:
    call: Call
    title: str
    type: str
    waited: timedelta
    is_late: bool
    is_hearable: bool
    has_draft: bool


def card_of(call: Call, kind: str) -> Scorecard | None:
    """The card that is being written, else the released one."""
    cards = Scorecard.objects.filter(kind=kind, subject_key=call.key).exclude(state=Scorecard.State.SUPERSEDED)
    return cards.select_related("rubric_version__rubric", "person", "scorer").order_by("state").first()


def heard(call: Call, reader: User, panel: Panel | None = None) -> Heard:
    """The call's sound or chat with every remark the reader may see, and the timed comments of `panel`."""
    recording = Recording.objects.filter(call=call).first()
    length_ms = recording.duration_ms if recording and recording.duration_ms else 0
    if not length_ms and call.started_at and call.ended_at:
        length_ms = int((call.ended_at - call.started_at).total_seconds() * 1000)
    pins = _pins(comments.shown_to(reader, call), panel, reader, length_ms)
    peaks = recording.peaks if recording else []
    return Heard(recording, bars(peaks), pins, _spoken(call, pins), minutes(length_ms), _scale(length_ms))


def _pins(remarks: list[RecordingComment], panel: Panel | None, reader: User, length_ms: int) -> list[Pin]:
    said = [(one.at_ms, one.text, one.by.name, "", one.key, one.by_id == reader.pk) for one in remarks]
    if panel is not None:
        scorer = panel.scorecard.scorer.name
        judged = [entry for entry in (*panel.lines, *panel.found) if entry.comment and entry.at_ms is not None]
        said += [(one.at_ms, one.comment, scorer, one.title, one.key, False) for one in judged]
    pins: list[Pin] = []
    for facts in sorted(said, key=lambda facts: facts[0]):
        is_crowded = pins and facts[0] - pins[-1].at_ms < length_ms * CROWDED
        aside = pins[-1].aside + PIN_WIDTH if is_crowded else 0
        pins.append(Pin(len(pins) + 1, *facts, place=_place(facts[0], length_ms), aside=aside))
    return pins


def _spoken(call: Call, pins: list[Pin]) -> list[Spoken]:
    replies = chats.reply_times(call)
    lines = list(call.lines.select_related("by"))
    begin = call.started_at or (lines[0].at if lines else None)
    times = [int((line.at - begin).total_seconds() * 1000) for line in lines]
    spoken, target = [], chats.reply_target(call)
    for place, (line, at_ms) in enumerate(zip(lines, times, strict=True)):
        until = times[place + 1] if place + 1 < len(times) else None
        since = at_ms if place else 0
        here = [pin for pin in pins if since <= pin.at_ms and (until is None or pin.at_ms < until)]
        reply = replies.get(line.seq)
        is_agent = line.by_id == call.person_id
        late = reply is not None and reply > target
        spoken.append(Spoken(line, minutes(at_ms), max(at_ms, 0), is_agent, reply, late, here))
    return spoken


def bars(peaks: list[int]) -> list[tuple[float, float, float, float]]:
    """The waveform as bars around a middle line, in the units of the picture."""
    if not peaks:
        return []
    step = WAVE_WIDTH / len(peaks)
    tall = WAVE_HEIGHT - 8
    heights = [max(1.0, peak * tall / 100) for peak in peaks]
    return [
        (round(n * step, 1), round((WAVE_HEIGHT - high) / 2, 1), round(max(step * 0.6, 0.6), 1), round(high, 1))
        for n, high in enumerate(heights)
    ]


def _place(at_ms: int, length_ms: int) -> str:
    return f"{min(1, at_ms / length_ms) * 100:.2f}%" if length_ms else "0%"


def _scale(length_ms: int) -> list[tuple[str, str]]:
    if not length_ms:
        return []
    whole = length_ms / 60_000
    step = next((step for step in (1 / 30, 1 / 12, 0.25, 0.5, 1, 2, 5, 10, 20) if whole / step <= 7), 30)
    marks = [int(n * step * 60_000) for n in range(int(whole / step) + 1)]
    return [(_place(mark, length_ms), minutes(mark)) for mark in marks]


def minutes(at_ms: int) -> str:
    return runtime(timedelta(seconds=max(0, at_ms) // 1000))


def milliseconds(text: str) -> int:
    """From 4:08 as typed to milliseconds; -1 for anything else, which the verb refuses in words."""
    match = re.fullmatch(r"(\d{1,3}):([0-5]\d)", text.strip())
    return (int(match[1]) * 60 + int(match[2])) * 1000 if match else -1


def waited(call: Call, now: datetime) -> timedelta:
    """Since the call ended, in whole minutes."""
    return (now - call.ended_at) // MINUTE * MINUTE if call.ended_at else timedelta(0)


def queue_rows(calls: list[Call], *, within: int, now: datetime) -> list[QueueRow]:
    drafts = set(
        Scorecard.objects.filter(kind=scoring.BY_QA, state=Scorecard.State.DRAFT).values_list("subject_key", flat=True)
    )
    return [
        QueueRow(
            call,
            title_of(call.scenario_version),
            CallType(call.scenario_version.scenario.call_type).label,
            waited(call, now),
            now - call.ended_at > timedelta(hours=within),
            call.mode == Call.Mode.TEXT or getattr(call, "recording", None) is not None,
            call.key in drafts,
        )
        for call in calls
    ]


def filters(calls: list[Call]) -> list[tuple[str, str, int]]:
    counts = Counter(call.scenario_version.scenario.call_type for call in calls)
    return [(call_type.value, call_type.label, counts[call_type.value]) for call_type in CallType]


def desk_url(call: Call, user: User) -> str:
    """Where this person listens to this call: the mentor's review, QA's desk, or the released score."""
    if call.state == Call.State.SCORED:
        return reverse("simulations:score", args=[call.key])
    if mentors(user, call.person) and call.kind == Call.Kind.PRACTICE:
        return reverse("simulations:practice-review", args=[call.key])
    if user.has_perm("simulations.score_calls"):
        return reverse("simulations:qa-desk", args=[call.key])
    return reverse("simulations:score", args=[call.key])
