"""Recordings made for tests: Opus in WebM as a browser sends it, cut into parts."""

import io
import math
from array import array

import av


def recording(seconds: float = 3.0, *, layout: str = "mono", rate: int = 48_000) -> bytes:
    """A tone without duration in its header, as MediaRecorder writes it (live WebM)."""
    out = io.BytesIO()
    container = av.open(out, "w", format="webm", options={"live": "1"})
    stream = container.add_stream("libopus", rate=rate, layout=layout)
    tone = array("h", (int(12_000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(int(seconds * rate))))
    for start in range(0, len(tone), 960):
        piece = tone[start : start + 960]
        if len(piece) < 960:
            break
        frame = av.AudioFrame(format="s16", layout=layout, samples=960)
        frame.sample_rate, frame.pts = rate, start
        frame.planes[0].update(piece.tobytes() * frame.layout.nb_channels)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
    container.close()
    return out.getvalue()


def parts(whole: bytes, count: int) -> list[bytes]:
    size = -(-len(whole) // count)
    return [whole[start : start + size] for start in range(0, len(whole), size)]


def other_sound(codec: str, *, rate: int, kind: str) -> bytes:
    """A second of silence in a Matroska file that is no recording of a browser."""
    out = io.BytesIO()
    container = av.open(out, "w", format="matroska")
    stream = container.add_stream(codec, rate=rate, layout="stereo")
    _silence(container, stream, rate=rate, kind=kind)
    container.close()
    return out.getvalue()


def two_streams() -> bytes:
    out = io.BytesIO()
    container = av.open(out, "w", format="webm")
    for stream in [container.add_stream("libopus", rate=48_000, layout="stereo") for _number in range(2)]:
        _silence(container, stream, rate=48_000, kind="s16")
    container.close()
    return out.getvalue()


def with_a_gap(*, hours: int) -> bytes:
    """Two packets, the second hours after the first: a small file that claims to be a long one."""
    source = av.open(io.BytesIO(recording(1)))
    out = io.BytesIO()
    container = av.open(out, "w", format="webm")
    stream = container.add_stream_from_template(source.streams.audio[0])
    packets = [packet for packet in source.demux(source.streams.audio[0]) if packet.size]
    for number, packet in enumerate(packets[:2]):
        packet.pts = packet.dts = int(number * hours * 3600 / packet.time_base)
        packet.stream = stream
        container.mux(packet)
    container.close()
    return out.getvalue()


def _silence(container, stream, *, rate: int, kind: str) -> None:
    samples = stream.codec_context.frame_size or 960
    for start in range(0, rate, samples):
        frame = av.AudioFrame(format=kind, layout="stereo", samples=samples)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.sample_rate, frame.pts = rate, start
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
