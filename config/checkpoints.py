"""SQLite's write-ahead log is emptied into the database by one process alone: the worker's supervisor (hazard 95).

Left to itself, whichever process happens to commit the thousandth page does it: in the middle of somebody's answer,
and, in the versions that `checks.sqlite_fault` names, with a small chance of damage when two do it at the same moment.
"""

from django.db import connection


def checkpoint() -> None:
    """Empty what nobody reads any more; waits for nobody."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
