"""make backup and make restore: the database as of one moment, every file of the data folder, the keys."""

import fcntl
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from config import snapshots
from config.archive import ArchiveError, Writer, unpack

# What is made anew by itself, or is the database, which is never copied as a file.
LEFT_OUT = re.compile(r"^(static|log|run|backups|before-restore-.*|restore-.*|readyline\.sqlite3.*|test\.sqlite3.*)$")
# Taken before the database: it only grows, and must not name a link that the copy does not hold yet.
HEADS = "journal_heads.jsonl"


def backup(now: datetime, target: Path | None = None) -> tuple[Path, dict[str, object]]:
    """Write one file with mode 0600 and return it with its facts. The site may go on working meanwhile."""
    data = settings.DATA_DIR
    path = target or data / "backups" / f"readyline-{now:%Y%m%d-%H%M%S}.tar"
    writer = Writer(path)
    try:
        if (data / HEADS).exists():
            whole_lines = (data / HEADS).read_bytes().rpartition(b"\n")
            writer.add_bytes(f"data/{HEADS}", whole_lines[0] + whole_lines[1])
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".copy-") as folder:
            copy, facts = snapshots.take(Path(folder))
            writer.add_file(copy.name, copy)
        # After the database, so that every file it names is there.
        for file in files(data):
            writer.add_file(f"data/{file.relative_to(data).as_posix()}", file)
        facts = {"made": now.isoformat(), "vendor": connection.vendor, **facts}
        writer.close(facts)
    except BaseException:
        writer.abandon()
        raise
    return path, facts


def files(data: Path) -> Iterator[Path]:
    for entry in sorted(data.iterdir()):
        if not LEFT_OUT.match(entry.name) and entry.name != HEADS:
            yield from sorted(path for path in [entry, *entry.rglob("*")] if path.is_file() and not path.is_symlink())


def holds_data() -> bool:
    """Whether there is anything here that a restore would replace."""
    if "people_user" not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_user")
        return bool(cursor.fetchone()[0])


def restore(path: Path, now: datetime) -> dict[str, object]:
    """Put a backup back. All of it is checked first; what stood here before is kept in a folder beside it."""
    data = settings.DATA_DIR
    lock = refuse_while_running(data)
    try:
        with tempfile.TemporaryDirectory(dir=data, prefix="restore-") as name:
            folder = Path(name)
            facts = unpack(path, folder)
            if facts["vendor"] != connection.vendor:
                raise ArchiveError(
                    f"The backup is of {facts['vendor']}, this site is on {connection.vendor}. Set DATABASE_URL."
                )
            snapshots.check(folder, facts)
            _replace(folder, facts, data / f"before-restore-{now:%Y%m%d-%H%M%S}")
    finally:
        lock.close()
    return facts


def refuse_while_running(data: Path):
    place = data / "run" / "lock"
    place.parent.mkdir(exist_ok=True)
    lock = place.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ArchiveError("Readyline runs on this data folder. Stop it first. Nothing was changed.") from None
    return lock


def _replace(folder: Path, facts: dict[str, object], aside: Path) -> None:
    """Set aside what is here and bring in the backup: all of it, or nothing.

    PostgreSQL's database comes last: its one transaction either stands or fails, and the files then go back.
    """
    done: list[tuple[Path, Path]] = []
    aside.mkdir(mode=0o700)
    try:
        snapshots.set_aside(aside)
        connections.close_all()
        for old, new in _moves(folder, settings.DATA_DIR, aside):
            old.rename(new)
            done.append((old, new))
        if connection.vendor == "postgresql":
            snapshots.put_back(folder, facts)
    except BaseException as error:
        for old, new in reversed(done):
            new.rename(old)
        (aside / snapshots.POSTGRES).unlink(missing_ok=True)
        aside.rmdir()
        if isinstance(error, OSError):
            raise ArchiveError(f"The files cannot be moved: {error}. Nothing was changed.") from error
        raise


def _moves(folder: Path, data: Path, aside: Path) -> Iterator[tuple[Path, Path]]:
    for entry in sorted(data.iterdir()):
        kept_here = entry.name in {"run", "log", "static", "backups", folder.name}
        if not kept_here and not entry.name.startswith("before-restore-"):
            yield entry, aside / entry.name
    if (folder / snapshots.SQLITE).exists():
        yield folder / snapshots.SQLITE, data / Path(connection.settings_dict["NAME"]).name
    for entry in sorted((folder / "data").iterdir()) if (folder / "data").exists() else []:
        yield entry, data / entry.name
