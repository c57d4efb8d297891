"""A copy of the database as of one moment, while others write to it; never a copy of a live file (hazard 95)."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from config.archive import ArchiveError

SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"


def take(folder: Path) -> tuple[Path, dict[str, object]]:
    """Write the copy into `folder`; returns it with what it holds: rows by table and the head of the journal."""
    return _take_postgres(folder) if connection.vendor == "postgresql" else _take_sqlite(folder)


def _take_sqlite(folder: Path) -> tuple[Path, dict[str, object]]:
    target = folder / SQLITE
    source = sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True, timeout=60)
    copy = sqlite3.connect(target)
    try:
        # In one step: page by page it would begin anew at every commit of another process.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        return target, contents(copy)
    finally:
        copy.close()
        source.close()


def _take_postgres(folder: Path) -> tuple[Path, dict[str, object]]:
    target = folder / POSTGRES
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
        return target, contents(cursor)


def put_back(folder: Path, facts: dict[str, object]) -> None:
    """Check the unpacked copy and make it the database. SQLite's file is moved in by the caller."""
    if connection.vendor == "postgresql":
        options = ["--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error"]
        _postgres("pg_restore", *options, f"--dbname={connection.settings_dict['NAME']}", str(folder / POSTGRES))
        with connection.cursor() as cursor:
            compare(contents(cursor), facts)
        return
    copy = sqlite3.connect(folder / SQLITE)
    try:
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if faults != ["ok"]:
            raise ArchiveError(f"The database in the backup is damaged: {faults[0]}. Nothing was changed.")
        compare(contents(copy), facts)
    finally:
        copy.close()


def contents(cursor) -> dict[str, object]:
    """Rows of each of our tables, and the journal's last link. Takes anything with `execute`."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    )
    counts = {table: _one(cursor, f'SELECT count(*) FROM "{table}"')[0] for table in tables}  # noqa: S608  our own names
    head = _one(cursor, "SELECT seq, hash FROM people_journalseal ORDER BY seq DESC LIMIT 1")
    return {"rows": counts, "journal_head": list(head) if head else None}


def compare(found: dict[str, object], facts: dict[str, object]) -> None:
    wanted = {"rows": facts["rows"], "journal_head": facts["journal_head"]}
    for table, count in wanted["rows"].items():
        if found["rows"].get(table, count) != count:
            raise ArchiveError(f"The backup should hold {count} rows of {table} and holds {found['rows'][table]}.")
    if found["journal_head"] != wanted["journal_head"]:
        raise ArchiveError("The journal in the backup does not end where its manifest says.")


def _one(cursor, query: str):
    answer = cursor.execute(query)
    return (answer or cursor).fetchone()


def _postgres(program: str, *options: str) -> None:
    if not shutil.which(program):
        raise ArchiveError(f"{program} is missing. On Debian: apt-get install postgresql-client.")
    own = connection.settings_dict
    environment = os.environ | {
        name: str(value)
        for name, value in {
            "PGHOST": own["HOST"],
            "PGPORT": own["PORT"],
            "PGUSER": own["USER"],
            "PGPASSWORD": own["PASSWORD"],
            "PGDATABASE": own["NAME"],
        }.items()
        if value
    }
    done = subprocess.run([program, *options], env=environment, stderr=subprocess.PIPE, check=False)  # noqa: S603
    if done.returncode:
        raise ArchiveError(f"{program} failed: {done.stderr.decode(errors='replace').strip()[-500:]}")
