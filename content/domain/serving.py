"""How a private file leaves the house: byte ranges, never run by a browser, named safely."""

import re
from typing import BinaryIO
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NOTHING_RUNS = {"default-src": ["'none'"], "sandbox": True}


class Part:
    """A stretch of an open file, read as a file of its own."""

    def __init__(self, file: BinaryIO, first: int, length: int) -> None:
        file.seek(first)
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        wanted = self.left if size < 0 else min(size, self.left)
        piece = self.file.read(wanted)
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


def serve_file(request: HttpRequest, stored: str, *, name: str, content_type: str) -> HttpResponse:
    """The file at `stored` in the private storage, whole or the range asked for (200, 206, 416); 404 when it is gone.

    The caller has asked for permission. `name` is what the file is saved as; it may hold anything a person typed.
    """
    try:
        file = default_storage.open(stored, "rb")
    except (OSError, ValueError) as error:
        raise Http404 from error
    size = default_storage.size(stored)
    span = asked_range(request.headers.get("Range", ""), size)
    if span is None:
        response = FileResponse(file, content_type=content_type)
    elif not span:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = FileResponse(Part(file, span.start, len(span)), status=206, content_type=content_type)
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    if response.status_code != 416:
        response.headers["Content-Length"] = str(size if span is None else len(span))
    return guarded(response, name)


def asked_range(header: str, size: int) -> range | None:
    """The bytes asked for: None for the whole file, an empty range for what cannot be given (RFC 9110, 14.2).

    Several ranges at once and anything unreadable are answered with the whole file, as the standard allows.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size)
    stop = size if not last else min(int(last) + 1, size)
    if last and int(last) < int(first):
        return None
    return range(int(first), stop) if int(first) < size else range(0)


def guarded(response: HttpResponse, name: str) -> HttpResponse:
    """Whatever is inside, a browser saves or plays it and never runs it (hazard 66)."""
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, max-age=3600"
    response._csp_config = NOTHING_RUNS  # type: ignore[attr-defined]  # Django's middleware writes the header
    return response


def disposition(name: str) -> str:
    """`attachment` with the name twice, as RFC 6266 asks: plain for old programs, UTF-8 for the others (hazard 80)."""
    clean = _UNSAFE.sub("", name).replace("/", "_").replace("\\", "_").strip(". ")[-150:] or "file"
    plain = re.sub(r"[^A-Za-z0-9 ._()+-]", "_", clean)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
