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
            snapshots.put_back(folder, facts)
            _move_in(folder, data, data / f"before-restore-{now:%Y%m%d-%H%M%S}")
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


def _move_in(folder: Path, data: Path, aside: Path) -> None:
    connections.close_all()
    aside.mkdir(mode=0o700)
    for entry in sorted(data.iterdir()):
        kept_here = entry.name in {"run", "log", "static", "backups", folder.name}
        if not kept_here and not entry.name.startswith("before-restore-"):
            entry.rename(aside / entry.name)
    copy = folder / snapshots.SQLITE
    if copy.exists():
        copy.rename(data / Path(connection.settings_dict["NAME"]).name)
    for entry in sorted((folder / "data").iterdir()) if (folder / "data").exists() else []:
        entry.rename(data / entry.name)
