"""A backup file: a tar whose last member, the manifest, names every other one with its size and SHA-256.

Nothing is taken out of a tar that is not named there and does not match; member names are only ever joined below a
folder of ours, so that no archive writes elsewhere.
"""

import hashlib
import io
import json
import os
import tarfile
from pathlib import Path, PurePosixPath

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1 << 20
# A manifest names files; some hundred bytes each leave room for a hundred thousand recordings.
LARGEST_MANIFEST = 64 << 20


class ArchiveError(Exception):
    """Why a backup cannot be written or trusted, in a sentence."""


class Writer:
    """Writes under a passing name with mode 0600; only `close` gives the file its own."""

    def __init__(self, path: Path) -> None:
        self.path, self.part = path, path.with_suffix(".part")
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file = os.fdopen(os.open(self.part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        self.tar = tarfile.open(fileobj=self.file, mode="w")  # noqa: SIM115  open until close
        self.files: dict[str, dict[str, object]] = {}

    def add_bytes(self, name: str, content: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(content), 0o600
        self.tar.addfile(entry, io.BytesIO(content))
        self.files[name] = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}

    def add_file(self, name: str, path: Path) -> None:
        """Take a file as long as it is now; one that grows meanwhile is taken up to there."""
        with path.open("rb") as source:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = os.fstat(source.fileno()).st_size, 0o600
            reader = _Hashing(source)
            self.tar.addfile(entry, reader)
        self.files[name] = {"bytes": entry.size, "sha256": reader.seen.hexdigest()}

    def close(self, facts: dict[str, object]) -> None:
        content = json.dumps({"format": FORMAT, **facts, "files": self.files}, indent=1, ensure_ascii=False).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        self.tar.addfile(entry, io.BytesIO(content))
        self.tar.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.part.replace(self.path)

    def abandon(self) -> None:
        self.file.close()
        self.part.unlink(missing_ok=True)


class _Hashing:
    def __init__(self, source: io.BufferedReader) -> None:
        self.source, self.seen = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        block = self.source.read(size)
        self.seen.update(block)
        return block


def unpack(path: Path, folder: Path) -> dict[str, object]:
    """Take everything out below `folder`, checked against the manifest, which is returned. Raises `ArchiveError`."""
    try:
        with tarfile.open(path, "r:") as tar:
            facts = _manifest(tar)
            members = [member for member in tar.getmembers() if member.name != MANIFEST]
            _same_names(members, facts["files"])
            for member in members:
                _take(tar, member, facts["files"][member.name], folder)
            return facts
    except FileNotFoundError:
        raise ArchiveError(f"There is no file {path}. Name a backup: make restore FILE=path.") from None
    except (tarfile.TarError, OSError) as error:
        raise ArchiveError(
            f"{path} cannot be read as a backup ({type(error).__name__}). Nothing was changed."
        ) from error


def _manifest(tar: tarfile.TarFile) -> dict[str, object]:
    try:
        member = tar.getmember(MANIFEST)
        if not member.isreg() or member.size > LARGEST_MANIFEST:
            raise ArchiveError("The manifest of this backup is not a plain file. Nothing was changed.")
        facts = json.loads(tar.extractfile(member).read())
    except (KeyError, ValueError):
        raise ArchiveError(
            "This file has no manifest: it is no backup of ours, or was cut off. Nothing was changed."
        ) from None
    if facts.get("format") != FORMAT:
        raise ArchiveError(
            f"This backup has the form {facts.get('format')}, this version reads {FORMAT}. Nothing was changed."
        )
    return facts


def _same_names(members: list[tarfile.TarInfo], files: dict[str, object]) -> None:
    names = [member.name for member in members]
    odd = sorted(set(names) ^ set(files)) or sorted({name for name in names if names.count(name) > 1})
    if odd:
        raise ArchiveError(f"The backup and its manifest disagree about {odd[0]!r}. Nothing was changed.")
    for member in members:
        parts = PurePosixPath(member.name).parts
        if not member.isreg() or not parts or parts[0] == "/" or ".." in parts or "\\" in member.name:
            raise ArchiveError(
                f"The backup holds {member.name!r}, which is no plain file below it. Nothing was changed."
            )


def _take(tar: tarfile.TarFile, member: tarfile.TarInfo, wanted: dict[str, object], folder: Path) -> None:
    target = folder.joinpath(*PurePosixPath(member.name).parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    seen, source = hashlib.sha256(), tar.extractfile(member)
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := source.read(BLOCK):
            seen.update(block)
            file.write(block)
    if seen.hexdigest() != wanted["sha256"] or target.stat().st_size != wanted["bytes"]:
        raise ArchiveError(f"{member.name!r} in the backup is damaged. Nothing was changed.")
