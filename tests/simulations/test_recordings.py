"""Hazards 66, 67, 71, 72: what arrives, in which order and how often, gives one sound file or a clear refusal."""

import hashlib
from datetime import timedelta

import pytest

from simulations.domain import calls, recordings, storage
from simulations.domain.refusals import RecordingError
from simulations.models import Recording, RecordingChunk
from tests.simulations.made import agreed
from tests.simulations.sound import other_sound, parts, recording, two_streams, with_a_gap


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def call(ada, mia, slots, now):
    return agreed(calls.book(slots[0], by=ada, now=now), mia, now)


@pytest.fixture(scope="module")
def sound() -> bytes:
    return recording(3)


def put(call, number, body, now, by=None, sha256=None):
    digest = sha256 or hashlib.sha256(body).hexdigest()
    stream = recordings.as_stream(body)
    return recordings.put_chunk(call, number=number, stream=stream, sha256=digest, by=by or call.person, now=now)


def finished(call, now) -> Recording:
    calls.end(call, by=call.person, now=now + timedelta(minutes=5))
    row, gaps = recordings.finalise(call, last_number=recordings.next_number(call) - 1, by=call.person, now=now)
    assert gaps == []
    return recordings.make(row, now=now)


def test_parts_become_one_file_with_duration_and_peaks(call, sound, now):
    for number, part in enumerate(parts(sound, 5)):
        put(call, number, part, now)

    made = finished(call, now)

    assert (made.state, made.content_type) == (Recording.State.READY, "audio/webm")
    assert 2_900 <= made.duration_ms <= 3_100
    assert made.sha256 == storage.fingerprint(storage.path_of(made.stored_name))
    assert 10 < len(made.peaks) <= 600
    assert max(made.peaks) == 100


def test_parts_put_twice_and_out_of_order_give_the_same_file(call, sound, now):
    pieces = list(enumerate(parts(sound, 4)))
    for number, part in [*reversed(pieces[1:]), *pieces, *pieces]:
        put(call, number, part, now)

    made = finished(call, now)

    assert (RecordingChunk.objects.count(), made.state) == (4, Recording.State.READY)
    assert len(list(storage.parts())) == 4


def test_other_bytes_under_the_same_number_are_refused(call, sound, now):
    first, second = parts(sound, 2)
    put(call, 0, first, now)

    with pytest.raises(RecordingError) as refusal:
        put(call, 0, second, now)

    assert (refusal.value.status, RecordingChunk.objects.get().size) == (409, len(first))


def test_page_opened_again_goes_on_where_it_stopped(call, sound, now):
    for number, part in enumerate([*parts(sound, 2), *parts(recording(2), 2)]):
        put(call, number, part, now)

    made = finished(call, now)

    assert (made.state, 4_800 <= made.duration_ms <= 5_200) == (Recording.State.READY, True)


@pytest.mark.parametrize("cut", range(6))
def test_recording_cut_at_any_part_goes_on_to_the_same_bytes(call, sound, now, cut):
    """The server dies after part `cut` was written and before it answered: the page sends it again (hazard 72)."""
    pieces = parts(sound, 6)
    for number, part in enumerate(pieces[: cut + 1]):
        put(call, number, part, now)
    storage.write(recordings.as_stream(b"half a part"), storage.new_name(f"parts/{call.key}", ".part"), most=100)

    for number, part in enumerate(pieces[cut:], cut):
        put(call, number, part, now)
    row = finished(call, now)

    kept = b"".join(storage.path_of(chunk.stored_name).read_bytes() for chunk in call.chunks.all())
    assert hashlib.sha256(kept).hexdigest() == hashlib.sha256(sound).hexdigest()
    assert row.state == Recording.State.READY
    assert recordings.reap_parts(now + timedelta(days=400)) == len(pieces) + 1


def test_browser_gone_at_the_end_loses_only_what_never_came(call, sound, now):
    pieces = parts(sound, 10)
    for number in (*range(9), 9):
        if number != 8:
            put(call, number, pieces[number], now)
    calls.end(call, by=call.player, now=now + timedelta(minutes=5))

    early = recordings.close_forgotten(now + timedelta(minutes=30))
    late = recordings.close_forgotten(now + timedelta(hours=2))
    made = recordings.make(Recording.objects.get(), now=now)

    assert (early, late, made.last_chunk, made.state) == (0, 1, 7, Recording.State.READY)


def test_closing_names_the_missing_parts_and_is_repeatable(call, sound, now):
    pieces = parts(sound, 4)
    for number in (0, 2):
        put(call, number, pieces[number], now)

    assert recordings.finalise(call, last_number=3, by=call.person, now=now) == (None, [1, 3])
    for number in (1, 3):
        put(call, number, pieces[number], now)
    first, _gaps = recordings.finalise(call, last_number=3, by=call.person, now=now)
    again, _gaps = recordings.finalise(call, last_number=3, by=call.person, now=now)

    assert first == again
    with pytest.raises(RecordingError):
        recordings.finalise(call, last_number=2, by=call.person, now=now)
    with pytest.raises(RecordingError):
        put(call, 4, pieces[3], now)


def test_nothing_is_recorded_without_an_accepted_notice(ada, mia, slots, sound, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    calls.start(call, mode="text", by=ada, now=now)

    with pytest.raises(RecordingError) as refusal:
        put(call, 0, sound, now)

    assert (refusal.value.status, RecordingChunk.objects.count(), list(storage.parts())) == (403, 0, [])


@pytest.mark.parametrize(
    "body",
    [b"<svg onload=alert(1)>", b"<html>", b"RIFF....WAVE", b"\x00" * 50, b"MZ\x90", "录音".encode()],
    ids=["svg", "html", "wav", "nul", "exe", "text"],
)
def test_first_part_is_known_by_its_content(call, body, now):
    with pytest.raises(RecordingError) as refusal:
        put(call, 0, body, now)

    assert (refusal.value.status, list(storage.parts())) == (415, [])


def test_polyglot_behind_a_true_header_is_never_served(call, sound, now):
    put(call, 0, sound[:600] + b"<script>alert(1)</script>" * 200, now)

    made = finished(call, now)

    assert made.state == Recording.State.UNREADABLE or b"<script>" not in storage.path_of(made.stored_name).read_bytes()


def test_size_is_limited_while_it_streams(call, sound, now, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_BYTES_A_PART", 1000)

    with pytest.raises(RecordingError) as refusal:
        put(call, 0, sound[:1001], now)

    assert (refusal.value.status, list(storage.parts())) == (413, [])
    assert put(call, 0, sound[:1000], now).size == 1000


def test_quota_of_a_call_is_kept(call, sound, now, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_BYTES_A_CALL", 2000)
    put(call, 0, sound[:1000], now)
    put(call, 1, sound[1000:2000], now)

    with pytest.raises(RecordingError) as refusal:
        put(call, 2, sound[2000:2001], now)

    assert refusal.value.status == 413


def test_quota_of_a_person_counts_what_lies_here_and_what_came_today(call, ada, mia, slots, sound, now, monkeypatch):
    """Recordings that could not be read, and calls set aside, are no way around it (hazard 67)."""
    monkeypatch.setattr(recordings, "MOST_BYTES_A_PERSON", 3 * len(sound))
    put(call, 0, sound[:40] + b"x" * (len(sound) - 40), now)
    assert finished(call, now).state == Recording.State.UNREADABLE
    held = agreed(calls.book(slots[1], by=ada, now=now), mia, now)
    put(held, 0, sound, now)
    assert finished(held, now).state == Recording.State.READY
    third = agreed(calls.book(slots[2], by=ada, now=now), mia, now)
    put(third, 0, sound, now)

    with pytest.raises(RecordingError) as refusal:
        put(third, 1, b"x", now)

    assert (refusal.value.status, third.chunks.count()) == (413, 1)
    tomorrow = now + timedelta(days=1, seconds=1)
    assert put(third, 1, sound, tomorrow).number == 1
    with pytest.raises(RecordingError):
        put(third, 2, b"x", tomorrow)
    assert put(third, 2, b"x", now + recordings.UNREADABLE_KEPT + timedelta(seconds=1)).number == 2


def test_parts_that_could_not_be_read_are_reaped_after_a_month(call, now):
    put(call, 0, recording(0.2), now)
    finished(call, now)

    early = recordings.reap_parts(now + recordings.UNREADABLE_KEPT)
    late = recordings.reap_parts(now + recordings.UNREADABLE_KEPT + timedelta(seconds=1))

    assert (early, late, list(storage.parts())) == (0, 1, [])


def test_large_part_is_refused_without_being_held_in_memory(call, now):
    """What is read is at most one part, in pieces, however much is sent (hazard 67)."""

    class Endless:
        read_so_far, largest = 0, 0

        def read(self, size=-1):
            self.read_so_far += size
            self.largest = max(self.largest, size)
            return b"\x1a\x45\xdf\xa3" + b"0" * (size - 4)

    stream = Endless()
    with pytest.raises(RecordingError) as refusal:
        recordings.put_chunk(call, number=0, stream=stream, sha256="0" * 64, by=call.person, now=now)

    assert (refusal.value.status, list(storage.parts())) == (413, [])
    assert stream.read_so_far <= recordings.MOST_BYTES_A_PART + storage.PIECE
    assert stream.largest == storage.PIECE


def test_damaged_part_is_refused_and_may_be_sent_again(call, sound, now):
    with pytest.raises(RecordingError) as refusal:
        put(call, 0, sound[:500], now, sha256="0" * 64)

    assert (refusal.value.status, put(call, 0, sound[:500], now).number) == (422, 0)


@pytest.mark.parametrize("length", [0.2, 0.4], ids=["a breath", "just too short"])
def test_recording_too_short_is_said_to_be(call, length, now):
    put(call, 0, recording(length), now)

    made = finished(call, now)

    assert (made.state, made.problem) == (Recording.State.UNREADABLE, "too short")


def test_recording_longer_than_the_limit_is_refused(call, sound, now, monkeypatch):
    monkeypatch.setattr("simulations.domain.sound.LONGEST_MS", 2_000)
    put(call, 0, sound, now)

    made = finished(call, now)

    assert (made.state, made.problem, made.stored_name) == (Recording.State.UNREADABLE, "too long", "")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (lambda: recording(1, layout="5.1"), "channels"),
        (lambda: other_sound("flac", rate=192_000, kind="s16"), "not sound"),
        (lambda: other_sound("aac", rate=48_000, kind="fltp"), "not sound"),
        (lambda: two_streams(), "not sound"),
        (lambda: with_a_gap(hours=100), "too long"),
        (lambda: recording(1)[:60], "broken"),
        (lambda: b"\x1a\x45\xdf\xa3" + b"\xff" * 400, "broken"),
    ],
    ids=["six channels", "192 kHz", "another codec", "two streams", "claims 100 hours", "a header alone", "noise"],
)
def test_sound_beyond_the_bounds_is_named_and_not_served(call, now, body, problem):
    put(call, 0, body(), now)

    made = finished(call, now)

    assert (made.state, made.problem, made.stored_name) == (Recording.State.UNREADABLE, problem, "")


def test_truncated_recording_gives_what_can_be_heard(call, sound, now):
    put(call, 0, sound[: len(sound) * 2 // 3], now)

    made = finished(call, now)

    assert (made.state, made.duration_ms < 2_900) == (Recording.State.READY, True)


def test_making_twice_changes_nothing(call, sound, now):
    put(call, 0, sound, now)
    made = finished(call, now)

    again = recordings.make(Recording.objects.get(), now=now)

    assert (again.sha256, again.stored_name) == (made.sha256, made.stored_name)


def test_parts_are_reaped_once_they_are_made(call, sound, now, media):
    put(call, 0, sound, now)
    stray = media / "recordings" / "parts" / "x" / "stray.part"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"left behind")

    before = recordings.reap_parts(now)
    made = finished(call, now)
    after = recordings.reap_parts(now)

    assert (before, after, list(storage.parts())) == (0, 1, [(f"parts/x/{stray.name}", stray)])
    assert storage.path_of(made.stored_name).exists()
    assert RecordingChunk.objects.count() == 1


def test_another_person_records_nothing_here(call, ben, sound, now):
    with pytest.raises(RecordingError) as refusal:
        put(call, 0, sound, now, by=ben)

    assert refusal.value.status == 403
