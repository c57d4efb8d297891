"""What PyAV does with a recording: probe it within bounds, remux it so that duration and seeking work, draw its peaks.

Knows files and figures, no rows (hazard 71).
"""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import av

# What browsers record: Opus in WebM or Ogg. Everything else is refused by content, not by name.
CODEC = "opus"
STARTS = {b"\x1a\x45\xdf\xa3": "webm", b"OggS": "ogg"}
MOST_CHANNELS, HIGHEST_RATE = 2, 48_000
SHORTEST_MS, LONGEST_MS = 500, 2 * 60 * 60 * 1000
PEAK_RATE = 8_000  # samples a second are plenty for a picture
PEAK_SAMPLES = PEAK_RATE // 20
BARS = 600
LOUDEST = 32_767


class UnreadableSound(Exception):  # noqa: N818 - it is an answer, the caller words it
    """`reason` is one of: "not sound", "channels", "rate", "too short", "too long", "broken"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Sound:
    duration_ms: int
    peaks: list[int]  # 0 to 100, at most BARS of them


def container_of(first_bytes: bytes) -> str | None:
    """The format whose file begins like this; None for anything that is not a recording."""
    return next((name for start, name in STARTS.items() if first_bytes.startswith(start)), None)


def segments(parts: Sequence[Path]) -> list[list[Path]]:
    """The parts in runs: each time the page was opened again a new WebM began (hazard 72)."""
    runs: list[list[Path]] = []
    for part in parts:
        with part.open("rb") as file:
            begins = container_of(file.read(4)) == "webm"
        if begins or not runs:
            runs.append([])
        runs[-1].append(part)
    return runs


def remux(sources: Sequence[Path], target: Path) -> Sound:
    """Put the sources one behind the other into one WebM with duration and cues, the sound itself untouched.

    Raises UnreadableSound for whatever is not one Opus stream within the bounds.
    """
    try:
        with closing(av.open(str(target), "w", format="webm")) as out:
            duration = _copy(sources, out)
        return Sound(_within(duration), list(_bars(target)))
    except av.error.FFmpegError as error:
        raise UnreadableSound("broken") from error


def _copy(sources: Sequence[Path], out) -> int:
    stream, end_ms = None, 0
    for source in sources:
        with closing(av.open(str(source))) as container:
            heard = _only_stream(container)
            stream = stream or out.add_stream_from_template(heard)
            end_ms = _copy_packets(container, heard, out, stream, offset_ms=end_ms)
    return end_ms


def _only_stream(container):
    streams = list(container.streams)
    if len(streams) != 1 or streams[0].type != "audio" or streams[0].codec_context.name not in (CODEC, "libopus"):
        raise UnreadableSound("not sound")
    heard = streams[0]
    if not 1 <= heard.codec_context.channels <= MOST_CHANNELS:
        raise UnreadableSound("channels")
    if not 0 < heard.codec_context.sample_rate <= HIGHEST_RATE:
        raise UnreadableSound("rate")
    return heard


def _copy_packets(container, heard, out, stream, *, offset_ms: int) -> int:
    first, end_ms, last_pts = None, offset_ms, -1
    base = heard.time_base
    for packet in container.demux(heard):
        if packet.pts is None or packet.size == 0:
            continue
        first = packet.pts if first is None else first
        at_ms = offset_ms + int((packet.pts - first) * base * 1000)
        end_ms = at_ms + max(20, int((packet.duration or 0) * base * 1000))
        if end_ms > LONGEST_MS:
            raise UnreadableSound("too long")
        pts = packet.pts - first + int(offset_ms / 1000 / base)
        if pts <= last_pts:
            continue  # a packet twice, after a pause of the recorder
        packet.pts = packet.dts = last_pts = pts
        packet.time_base = base
        packet.stream = stream
        out.mux(packet)
    return end_ms


def _within(duration_ms: int) -> int:
    if duration_ms < SHORTEST_MS:
        raise UnreadableSound("too short")
    return duration_ms


def _bars(path: Path) -> Iterator[int]:
    """Loudness over time, scaled to the loudest moment; decoding proves that the whole file can be played."""
    loud = [peak for piece in _pieces(path) for peak in _peaks(piece)]
    if not loud:
        raise UnreadableSound("too short")
    highest = max(max(loud), LOUDEST // 50)
    edges = [n * len(loud) // min(BARS, len(loud)) for n in range(min(BARS, len(loud)) + 1)]
    for start, stop in pairwise(edges):
        yield min(100, max(loud[start:stop]) * 100 // highest)


def _pieces(path: Path) -> Iterator[array]:
    waiting = array("h")
    with closing(av.open(str(path))) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=PEAK_RATE)
        for frame in container.decode(audio=0):
            for plain in resampler.resample(frame):
                waiting.frombytes(bytes(plain.planes[0])[: plain.samples * 2])
            if len(waiting) >= PEAK_RATE:
                yield waiting
                waiting = array("h")
    if waiting:
        yield waiting


def _peaks(samples: array) -> Iterator[int]:
    for start in range(0, len(samples), PEAK_SAMPLES):
        piece = samples[start : start + PEAK_SAMPLES]
        yield max(max(piece), -min(piece))
