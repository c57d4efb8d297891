"""A zip from outside, unpacked into memory and nowhere else (hazard 68): names, count, size and ratio bounded. Pure."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from assessments.domain.exchange.sentences import SentenceError, gettext_noop

MOST_ENTRIES = 10_000
MOST_BYTES = 150 * 1024 * 1024
# Text packs ten or twenty to one; what packs far better was made to burst.
MOST_RATIO = 200
_CHUNK = 1 << 16


class PackageRefusedError(SentenceError):
    """The package is not read: a sentence that says why."""


def unpack(file_bytes: bytes) -> dict[str, bytes]:
    """The files of the zip by their names. Raises PackageRefusedError; nothing is ever written to disk."""
    try:
        with zipfile.ZipFile(io.BytesIO(file_bytes)) as book:
            entries = [entry for entry in book.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES:
                raise PackageRefusedError(
                    gettext_noop("The package holds more than %(most_entries)s files.", most_entries=MOST_ENTRIES)
                )
            return _all(book, entries, min(MOST_BYTES, MOST_RATIO * len(file_bytes)))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as odd:
        if isinstance(odd, PackageRefusedError):
            raise
        raise PackageRefusedError(
            gettext_noop("The package is damaged, encrypted, or packed in a way that is not read.")
        ) from odd


def _all(book: zipfile.ZipFile, entries: list[zipfile.ZipInfo], most: int) -> dict[str, bytes]:
    files, left = dict[str, bytes](), most
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise PackageRefusedError(
                gettext_noop("The package names a file outside itself: %(entry)s", entry=entry.filename[:80])
            )
        if (entry.external_attr >> 16) & 0o170000 == 0o120000:
            raise PackageRefusedError(gettext_noop("The package holds a link: %(entry)s", entry=entry.filename[:80]))
        content = _one(book, entry, left)
        left -= len(content)
        files[str(path)] = content
    return files


def _one(book: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Counted while it unfolds: what the zip says about sizes may be a lie."""
    parts, size = [], 0
    with book.open(entry) as source:
        while part := source.read(_CHUNK):
            size += len(part)
            if size > left:
                raise PackageRefusedError(gettext_noop("The package unfolds to far more than it may."))
            parts.append(part)
    return b"".join(parts)
