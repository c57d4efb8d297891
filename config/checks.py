import sqlite3
from collections.abc import Sequence

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004  its name there
from django.db import connection

# Two processes that reset the write-ahead log at the same moment may lose a transaction or damage the file.
FAULTY_FROM, WHOLE_FROM = (3, 7, 0), (3, 51, 3)


def sqlite_fault(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """A sentence when the SQLite in use carries the fault of its write-ahead log, else nothing."""
    if connection.vendor != "sqlite" or not FAULTY_FROM <= version < WHOLE_FROM:
        return ""
    return (
        f"SQLite {'.'.join(map(str, version))} can, rarely, damage a database that several processes write to. "
        "For a real centre take 3.51.3 or newer, or PostgreSQL (docs/running.md)."
    )


def sqlite_is_whole(app_configs: Sequence[object] | None = None, **options: object) -> list[CheckMessage]:
    fault = sqlite_fault()
    return [Warning(fault, id="config.W001")] if fault else []


def register_all() -> None:
    # A fact about the machine, so it is asked for with --database and does not stop `make check`.
    register(Tags.database)(sqlite_is_whole)
