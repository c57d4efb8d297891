"""Receiving a recording in numbered, hashed parts, and making it playable (hazards 66, 67, 71, 72, 73)."""

import io
import shutil
import tempfile
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Max, Q, Sum
from django.utils.translation import gettext_lazy as _

from kernel.jobs import queue
from people.domain import journal
from people.models import User
from simulations.domain import sound, storage
from simulations.domain.calls import has_agreed
from simulations.domain.refusals import RecordingError
from simulations.models import Call, Recording, RecordingChunk

# The browser sends a part every few seconds: about 8 KB of Opus. The limits leave room for slow pages, not for misuse.
MOST_BYTES_A_PART = 2 * 1024 * 1024
MOST_BYTES_A_CALL = 96 * 1024 * 1024
# A person's parts of one day, and those that lie here without being a recording: about 35 hours of speech.
MOST_BYTES_A_PERSON = 512 * 1024 * 1024
MOST_PARTS = 10_000
# A page that is still open tries for this long; after that what came is what there is.
PATIENCE = timedelta(hours=1)
PARTS_KEPT = timedelta(days=1)
# Parts of a recording that could not be read stay this long for whoever looks into it.
UNREADABLE_KEPT = timedelta(days=30)
REASONS = {
    "not sound": _("The file is not a sound recording of a browser."),
    "channels": _("The recording has more than two channels."),
    "rate": _("The recording has an unusual sample rate."),
    "too short": _("The recording is too short to hold a call."),
    "too long": _("The recording is longer than two hours."),
    "broken": _("The recording is broken and cannot be played."),
}


def put_chunk(
    call: Call, *, number: int, stream: storage.Readable, sha256: str, by: User, now: datetime
) -> RecordingChunk:
    """Keep part `number` (from 0) of the call's recording. The same part twice is one; a different one is refused.

    Raises RecordingError: 403 without an accepted notice, 409 when the part differs or the recording is closed,
    413 for a part or a call too large, 415 for anything but sound, 422 when the bytes do not match their hash.
    """
    _may_record(call, by, number)
    stored_name = storage.new_name(f"parts/{call.key}", ".part")
    digest, size = _write(stream, stored_name)
    try:
        if digest != sha256.lower():
            raise RecordingError(_("This part arrived damaged. It is sent again."), status=422)
        known = RecordingChunk.objects.filter(call=call, number=number).first()
        if known is None:
            _fits(call, number, size, stored_name, now)
            known = _keep(call, number, digest, size, stored_name, now)
        if known.sha256 != digest:
            raise RecordingError(_("Another part with this number was received before. Nothing was changed."))
        return known
    finally:
        if not RecordingChunk.objects.filter(stored_name=stored_name).exists():
            storage.remove(stored_name)


def _write(stream: storage.Readable, stored_name: str) -> tuple[str, int]:
    try:
        return storage.write(stream, stored_name, most=MOST_BYTES_A_PART)
    except storage.TooLarge as large:
        raise RecordingError(_("This part is larger than a part of a recording can be."), status=413) from large
    except OSError as full:
        raise RecordingError(
            _("The recording could not be written to the disk. The page keeps it and tries again."), status=507
        ) from full


def _may_record(call: Call, by: User, number: int) -> None:
    if by.pk != call.person_id:
        raise RecordingError(_("The person whose call it is records it."), status=403)
    if not has_agreed(call):
        raise RecordingError(_("Nothing is recorded before the notice was read and accepted."), status=403)
    if call.state not in (Call.State.RUNNING, Call.State.ENDED) or not 0 <= number < MOST_PARTS:
        raise RecordingError(_("This call is not being recorded."))


def _fits(call: Call, number: int, size: int, stored_name: str, now: datetime) -> None:
    if is_closed(call):
        raise RecordingError(_("This recording is complete. Nothing was changed."))
    if size == 0:
        raise RecordingError(_("The part is empty."), status=422)
    if number == 0:
        with storage.path_of(stored_name).open("rb") as file:
            if sound.container_of(file.read(4)) is None:
                raise RecordingError(REASONS["not sound"], status=415)
    of_call = _total(call.chunks.all())
    if of_call + size > MOST_BYTES_A_CALL or _kept_of(call.person, now) + size > MOST_BYTES_A_PERSON:
        raise RecordingError(
            _("There is no more room for your recordings today. Go on as text, and tell your trainer."), status=413
        )


def _kept_of(person: User, now: datetime) -> int:
    """Bytes that came from the person since yesterday, or that still lie here as parts (hazard 67)."""
    lying = Q(received_at__gt=now - UNREADABLE_KEPT) & ~Q(call__state=Call.State.ABANDONED)
    lying &= ~Q(call__recording__state=Recording.State.READY)
    return _total(RecordingChunk.objects.filter(Q(received_at__gt=now - PARTS_KEPT) | lying, call__person=person))


def _total(chunks) -> int:
    return chunks.aggregate(total=Sum("size"))["total"] or 0


def _keep(call: Call, number: int, digest: str, size: int, stored_name: str, now: datetime) -> RecordingChunk:
    try:
        with transaction.atomic():
            return RecordingChunk.objects.create(
                call=call, number=number, sha256=digest, size=size, stored_name=stored_name, received_at=now
            )
    except IntegrityError:  # the same part on two roads
        return RecordingChunk.objects.get(call=call, number=number)


def is_closed(call: Call) -> bool:
    return Recording.objects.filter(call=call).exclude(state=Recording.State.RECEIVING).exists()


def missing_parts(call: Call, last_number: int) -> list[int]:
    there = set(call.chunks.values_list("number", flat=True))
    return [number for number in range(last_number + 1) if number not in there]


def next_number(call: Call) -> int:
    """Where a page that was opened again goes on."""
    last = call.chunks.aggregate(last=Max("number"))["last"]
    return 0 if last is None else last + 1


def finalise(call: Call, *, last_number: int, by: User, now: datetime) -> tuple[Recording | None, list[int]]:
    """Close the recording at part `last_number` and queue its making; safe to repeat.

    Returns the recording, or None and the numbers still missing. Raises RecordingError when it was closed at another
    part before.
    """
    if by.pk != call.person_id:
        raise RecordingError(_("The person whose call it is closes the recording."), status=403)
    if not 0 <= last_number < MOST_PARTS:
        raise RecordingError(_("This part does not exist."), status=422)
    gaps = missing_parts(call, last_number)
    if gaps:
        return None, gaps
    return _close(call, last_number, by, now), []


def _close(call: Call, last_number: int, by: User | None, now: datetime) -> Recording:
    with transaction.atomic():
        recording, _made = Recording.objects.get_or_create(call=call)
        receiving = Recording.objects.filter(pk=recording.pk, state=Recording.State.RECEIVING)
        if receiving.update(state=Recording.State.WAITING, last_chunk=last_number):
            values = {"parts": last_number + 1}
            journal.record("recording-closed", by=by, about=recording, subject=call.person, now=now, values=values)
            queue("simulations.tasks.make_recording", recording.key)
        recording.refresh_from_db()
    if recording.last_chunk != last_number:
        raise RecordingError(_("This recording was closed before with another last part. Nothing was changed."))
    return recording


def make(recording: Recording, *, now: datetime) -> Recording:
    """Join the parts into one playable file with duration, peaks and hash; safe to run twice, or twice at once."""
    if recording.state != Recording.State.WAITING:
        return recording
    chunks = recording.call.chunks.filter(number__lte=recording.last_chunk)
    paths = [storage.path_of(chunk.stored_name) for chunk in chunks]
    stored_name = storage.new_name("made", ".webm")
    target = storage.path_of(stored_name)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    try:
        made = _joined(paths, target)
    except sound.UnreadableSound as odd:
        target.unlink(missing_ok=True)
        return _settle(recording, now, state=Recording.State.UNREADABLE, problem=odd.reason)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    settled = _settle(
        recording,
        now,
        state=Recording.State.READY,
        stored_name=stored_name,
        content_type="audio/webm",
        sha256=storage.fingerprint(target),
        duration_ms=made.duration_ms,
        peaks=made.peaks,
    )
    if settled.stored_name != stored_name:  # another worker was quicker
        target.unlink(missing_ok=True)
    return settled


def _joined(parts: list[Path], target: Path) -> sound.Sound:
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, run in enumerate(sound.segments(parts)):
            sources.append(Path(folder) / f"{number}.webm")
            with sources[-1].open("wb") as out:
                for part in run:
                    with part.open("rb") as piece:
                        shutil.copyfileobj(piece, out)
        return sound.remux(sources, target)


def _settle(recording: Recording, now: datetime, **facts: object) -> Recording:
    with transaction.atomic():
        waiting = Recording.objects.filter(pk=recording.pk, state=Recording.State.WAITING)
        if waiting.update(**facts):
            values = {"state": facts["state"], "sha256": facts.get("sha256", ""), "problem": facts.get("problem", "")}
            person = recording.call.person
            journal.record("recording-made", by=None, about=recording, subject=person, now=now, values=values)
    recording.refresh_from_db()
    return recording


def close_forgotten(now: datetime) -> int:
    """Close recordings whose page never came back: what arrived without a gap is kept (hazard 72)."""
    left = Call.objects.filter(state__in=(Call.State.ENDED, Call.State.SCORED), ended_at__lt=now - PATIENCE)
    left = left.filter(chunks__isnull=False, recording=None).distinct()
    closed = 0
    for call in left:
        gaps = missing_parts(call, next_number(call) - 1)
        last = gaps[0] - 1 if gaps else next_number(call) - 1
        if last >= 0:
            _close(call, last, None, now)
            closed += 1
    return closed


def make_waiting(now: datetime) -> int:
    """Make recordings whose job was lost."""
    waiting = list(Recording.objects.filter(state=Recording.State.WAITING).select_related("call__person"))
    return sum(make(recording, now=now).state != Recording.State.WAITING for recording in waiting)


def reap_parts(now: datetime) -> int:
    """Remove the files of parts that are in a made recording, of calls set aside, of recordings long known to be
    unreadable, and those no row knows; how many. The rows stay: they say what was received.
    """
    done = RecordingChunk.objects.filter(call__recording__state=Recording.State.READY)
    aside = RecordingChunk.objects.filter(call__state=Call.State.ABANDONED)
    odd = RecordingChunk.objects.filter(
        call__recording__state=Recording.State.UNREADABLE, received_at__lt=now - UNREADABLE_KEPT
    )
    spent = set(chain.from_iterable(found.values_list("stored_name", flat=True) for found in (done, aside, odd)))
    known = set(RecordingChunk.objects.values_list("stored_name", flat=True))
    before = (now - PARTS_KEPT).timestamp()
    reaped = 0
    for name, path in list(storage.parts()):
        if name in spent or (name not in known and path.stat().st_mtime < before):
            path.unlink(missing_ok=True)
            reaped += 1
    return reaped


def as_stream(body: bytes) -> storage.Readable:
    return io.BytesIO(body)
