"""Where the bytes of recordings lie: private, under random names, never below a public address (hazard 66)."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings

from kernel.keys import random_key

PIECE = 64 * 1024
FREE_SPACE_KEPT = 64 * 1024 * 1024


class Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class TooLarge(Exception):  # noqa: N818 - it is an answer, the caller words it
    pass


FOLDER = "recordings"


def root() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def in_media(stored_name: str) -> str:
    """The name under which the private storage of the house knows the file."""
    return f"{FOLDER}/{stored_name}"


def path_of(stored_name: str) -> Path:
    """The place of a stored file. Names are our own; one that leads elsewhere is a fault."""
    path = (root() / stored_name).resolve()
    if root().resolve() not in path.parents:
        raise ValueError("a stored name leads outside the recordings")
    return path


def new_name(folder: str, ending: str) -> str:
    return f"{folder}/{random_key()}{ending}"


def write(stream: Readable, name: str, *, most: int) -> tuple[str, int]:
    """Write a stream of at most `most` bytes under the name; its sha256 and size. Raises TooLarge, leaving nothing.

    The bytes are on the disk when this returns, so a row may then say that they are there (hazard 73).
    """
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("xb") as out:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > most:
                    raise TooLarge
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def remove(name: str) -> None:
    path_of(name).unlink(missing_ok=True)


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def parts() -> Iterator[tuple[str, Path]]:
    """Every stored part: its name and place."""
    folder = root() / "parts"
    for path in folder.rglob("*.part") if folder.exists() else ():
        yield str(path.relative_to(root())), path
