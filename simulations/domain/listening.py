"""What a desk shows of a call: its sound or its chat, remarks with their numbers, and QA's queue."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from assessments.models import Scorecard
from kernel.templatetags.dates import runtime
from mentoring.models.mentoring import CallType
from people.models import User
from people.permissions import mentors
from simulations.domain import chats, comments, scoring
from simulations.domain.wording import title_of
from simulations.models import Call, ChatLine, Recording, RecordingComment

WAVE_WIDTH, WAVE_HEIGHT = 1200, 120


@dataclass(frozen=True)
class Pin:
    """A remark: the same number on the waveform, in the transcript and beside its words."""

    number: int
    remark: RecordingComment
    at: str
    is_mine: bool
    x: float = 0


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


def heard(call: Call, reader: User) -> Heard:
    recording = Recording.objects.filter(call=call).first()
    length_ms = recording.duration_ms if recording and recording.duration_ms else 0
    if not length_ms and call.started_at and call.ended_at:
        length_ms = int((call.ended_at - call.started_at).total_seconds() * 1000)
    pins = [
        Pin(number, remark, minutes(remark.at_ms), remark.by_id == reader.pk, _x(remark.at_ms, length_ms))
        for number, remark in enumerate(comments.shown_to(reader, call), 1)
    ]
    peaks = recording.peaks if recording else []
    return Heard(recording, bars(peaks), pins, _spoken(call, pins), minutes(length_ms), _scale(length_ms))


def _spoken(call: Call, pins: list[Pin]) -> list[Spoken]:
    replies = chats.reply_times(call)
    lines = list(call.lines.select_related("by"))
    begin = call.started_at or (lines[0].at if lines else None)
    times = [int((line.at - begin).total_seconds() * 1000) for line in lines]
    spoken = []
    for place, (line, at_ms) in enumerate(zip(lines, times, strict=True)):
        until = times[place + 1] if place + 1 < len(times) else None
        since = at_ms if place else 0
        here = [pin for pin in pins if since <= pin.remark.at_ms and (until is None or pin.remark.at_ms < until)]
        reply = replies.get(line.seq)
        is_agent = line.by_id == call.person_id
        late = reply is not None and reply > chats.REPLY_TARGET
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


def _x(at_ms: int, length_ms: int) -> float:
    return round(min(1, at_ms / length_ms) * WAVE_WIDTH, 1) if length_ms else 0


def _scale(length_ms: int) -> list[tuple[str, str]]:
    if not length_ms:
        return []
    whole = length_ms / 60_000
    step = next((step for step in (1 / 30, 1 / 12, 0.25, 0.5, 1, 2, 5, 10, 20) if whole / step <= 7), 30)
    marks = [n * step * 60_000 for n in range(int(whole / step) + 1)]
    return [(f"{mark * 100 / length_ms:.2f}%", minutes(int(mark))) for mark in marks]


def minutes(at_ms: int) -> str:
    return runtime(timedelta(seconds=max(0, at_ms) // 1000))


def milliseconds(text: str) -> int:
    """From 4:08 as typed to milliseconds; -1 for anything else, which the verb refuses in words."""
    match = re.fullmatch(r"(\d{1,3}):([0-5]\d)", text.strip())
    return (int(match[1]) * 60 + int(match[2])) * 1000 if match else -1


def queue_rows(calls: list[Call], *, within: int, now: datetime) -> list[QueueRow]:
    drafts = set(
        Scorecard.objects.filter(kind=scoring.BY_QA, state=Scorecard.State.DRAFT).values_list("subject_key", flat=True)
    )
    return [
        QueueRow(
            call,
            title_of(call.scenario_version),
            CallType(call.scenario_version.scenario.call_type).label,
            now - call.ended_at,
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
