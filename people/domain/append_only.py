"""Tables that only grow. Each app names its own in `APPEND_ONLY` of its AppConfig; triggers refuse everything else.

Installed after every migrate, because rebuilding a table on SQLite silently drops its triggers (hazard 55).
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "rows of this table are never changed or deleted"

SQLITE = """CREATE TRIGGER IF NOT EXISTS append_only_{table}_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{message}'); END"""

POSTGRES_FUNCTION = f"""CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""

POSTGRES = """CREATE OR REPLACE TRIGGER append_only_{table}_{verb} BEFORE {verb} ON {table}
FOR EACH {grain} EXECUTE FUNCTION append_only_refuse()"""

POSTGRES_VERBS = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}


def tables() -> list[str]:
    return sorted({table for app in apps.get_app_configs() for table in getattr(app, "APPEND_ONLY", ())})


def verbs(connection: BaseDatabaseWrapper) -> list[str]:
    return list(POSTGRES_VERBS) if connection.vendor == "postgresql" else ["update", "delete"]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put every trigger of every registered table that exists; safe to repeat."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for table in standing(connection):
            for verb in verbs(connection):
                cursor.execute(statement(connection, table, verb))


def statement(connection: BaseDatabaseWrapper, table: str, verb: str) -> str:
    if connection.vendor == "postgresql":
        return POSTGRES.format(table=table, verb=verb, grain=POSTGRES_VERBS[verb])
    return SQLITE.format(table=table, verb=verb, message=MESSAGE)


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away: for the flush between transactional tests, nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in standing(connection):
            for verb in verbs(connection):
                place = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS append_only_{table}_{verb}{place}")


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The triggers that should stand and do not, by name."""
    connection = connections[using]
    wanted = {f"append_only_{table}_{verb}" for table in standing(connection) for verb in verbs(connection)}
    return sorted(wanted - present(connection))


def present(connection: BaseDatabaseWrapper) -> set[str]:
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'append_only_%' AND tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()}


def standing(connection: BaseDatabaseWrapper) -> Iterable[str]:
    existing = set(connection.introspection.table_names())
    return [table for table in tables() if table in existing]
