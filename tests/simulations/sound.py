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
        frame.planes[0].update(piece.tobytes())
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
    container.close()
    return out.getvalue()


def parts(whole: bytes, count: int) -> list[bytes]:
    size = -(-len(whole) // count)
    return [whole[start : start + size] for start in range(0, len(whole), size)]
