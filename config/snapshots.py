"""A copy of the database as of one moment, while others write to it; never a copy of a live file (hazard 95)."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from config.archive import ArchiveError

SQLITE, POSTGRES = "database.sqlite3", "database.pgdump"
# A manifest comes from outside, and its names go into statements.
PLAIN_NAME = re.compile(r"[a-z0-9_]+")
STOP_AT_ERROR = ("--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse")
# A backup older than the code knows nothing of the newer tables, which would stand in the way of their migrations.
EMPTY = """
DO $$ DECLARE name text; BEGIN
FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
  EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', name);
END LOOP; END $$;
"""


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
        return target, contents(copy, tables())
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
        return target, contents(cursor, tables())


def check(folder: Path, facts: dict[str, object]) -> None:
    """Raise unless the unpacked copy is whole and is what its manifest says. PostgreSQL's is checked while read."""
    for table in facts["rows"]:
        if not PLAIN_NAME.fullmatch(table):
            raise ArchiveError(f"The manifest names a table {table!r}, which none of ours is. Nothing was changed.")
    if connection.vendor == "postgresql":
        return
    copy = sqlite3.connect(folder / SQLITE)
    try:
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if faults != ["ok"]:
            raise ArchiveError(f"The database in the backup is damaged: {faults[0]}. Nothing was changed.")
        _compare(contents(copy, facts["rows"]), facts)
    except sqlite3.DatabaseError as error:
        raise ArchiveError(f"The database in the backup cannot be read: {error}. Nothing was changed.") from error
    finally:
        copy.close()


def set_aside(folder: Path) -> None:
    """Keep a dump of PostgreSQL's present database. SQLite's is a file, and is moved with the others."""
    if connection.vendor == "postgresql" and connection.introspection.table_names():
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={folder / POSTGRES}")


def put_back(folder: Path, facts: dict[str, object]) -> None:
    """Replace PostgreSQL's database, checked against the manifest in the transaction that replaces it."""
    options = ["--clean", "--if-exists", "--no-owner", f"--file={folder / 'rows.sql'}"]
    _postgres("pg_restore", *options, str(folder / POSTGRES))
    (folder / "empty.sql").write_text(EMPTY)
    (folder / "check.sql").write_text(_check_of(facts))
    files = [f"--file={folder / name}" for name in ("empty.sql", "rows.sql", "check.sql")]
    _postgres("psql", "--no-psqlrc", "--quiet", "--output=/dev/null", "--single-transaction", *STOP_AT_ERROR, *files)


def _check_of(facts: dict[str, object]) -> str:
    """Statements that fail where the database holds something else than the manifest says."""
    test = "DO $$ BEGIN IF ({}) IS DISTINCT FROM {} THEN RAISE EXCEPTION '{}'; END IF; END $$;"
    rows = [
        test.format(f'SELECT count(*) FROM "{table}"', int(count), f"The backup does not hold {count} rows of {table}.")  # noqa: S608  plain names
        for table, count in facts["rows"].items()
    ]
    head = facts["journal_head"]
    last = f"'{int(head[0])} {PLAIN_NAME.fullmatch(head[1])[0]}'" if head else "NULL"
    query = "SELECT seq || ' ' || hash FROM people_journalseal ORDER BY seq DESC LIMIT 1"
    chain = test.format(query, last, "The journal in the backup does not end where its manifest says.")
    return "\n".join(["RESET search_path;", *rows, chain])


def tables() -> list[str]:
    """Ours that are there: a database older than the code lacks the newest, and is copied all the same."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    return sorted(ours.intersection(connection.introspection.table_names()))


def contents(cursor, counted: Iterable[str]) -> dict[str, object]:
    """Rows of each of these tables, and the journal's last link. Takes anything with `execute`."""
    counts = {table: _one(cursor, f'SELECT count(*) FROM "{table}"')[0] for table in counted}  # noqa: S608  plain names
    head = _one(cursor, "SELECT seq, hash FROM people_journalseal ORDER BY seq DESC LIMIT 1")
    return {"rows": counts, "journal_head": list(head) if head else None}


def _compare(found: dict[str, object], facts: dict[str, object]) -> None:
    for table, count in facts["rows"].items():
        if found["rows"][table] != count:
            raise ArchiveError(
                f"The backup should hold {count} rows of {table} and holds {found['rows'][table]}. Nothing was changed."
            )
    if found["journal_head"] != facts["journal_head"]:
        raise ArchiveError("The journal in the backup does not end where its manifest says. Nothing was changed.")


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
        said = done.stderr.decode(errors="replace").strip()[-500:]
        raise ArchiveError(f"{program} failed: {said}. Nothing was changed.")
