"""Hazard 95: one process empties SQLite's log, and every night the file is looked through."""

import json
import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from config import tasks
from config.environment import database

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks after itself"),
]
# Some 12 MB: three times what a process of its own accord would leave in the log.
WRITE_MUCH = """
from people.models import Heartbeat
from django.db import connection
connection.ensure_connection()
for n in range(3000):
    Heartbeat.objects.create(name=f"beat {n}", at="2026-03-25T02:00:00Z", detail="x" * 300)
"""
CHECKPOINT = "from config import checkpoints; checkpoints.checkpoint()"
TELL = """
import json
from config import tasks
from people.models import Notice
print(json.dumps([tasks.check_database(), list(Notice.objects.values_list("person__username", "kind"))]))
"""


def pages_of(site) -> int:
    """What stands in the database file itself, without its log."""
    return (site.folder / "readyline.sqlite3").stat().st_size


def test_writers_leave_the_log_to_the_checkpointer(site):
    with closing(sqlite3.connect(site.folder / "readyline.sqlite3")) as reader:
        # As long as somebody has it open, the last writer to leave does not empty the log either.
        reader.execute("SELECT count(*) FROM people_user").fetchall()
        before = pages_of(site)
        wrote = site.python(WRITE_MUCH)
        untouched = pages_of(site)
        site.python(CHECKPOINT)

        assert wrote.returncode == 0, wrote.stderr
        assert untouched == before
        assert pages_of(site) > before


def test_tests_alone_keep_the_habit_of_sqlite(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    settled, alone = (database(tmp_path, has_checkpointer=has)["OPTIONS"]["init_command"] for has in (True, False))

    assert ("wal_autocheckpoint=0" in settled, "wal_autocheckpoint" in alone) == (True, False)


def test_whole_database_is_called_whole():
    assert tasks.check_database() == "whole"


def test_damaged_database_is_found_at_night_and_told(root, site):
    file = site.folder / "readyline.sqlite3"
    with closing(sqlite3.connect(file)) as damaged:
        (page,) = damaged.execute(
            "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name = 'django_session'"
        ).fetchone()
        (size,) = damaged.execute("PRAGMA page_size").fetchone()
        damaged.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with file.open("r+b") as content:
        content.seek((page - 1) * size)
        content.write(b"\xff" * size)

    told = site.python(TELL)

    assert told.returncode == 0, told.stderr
    report, notices = json.loads(told.stdout)
    assert report.startswith("damaged: ")
    assert notices == [["root", "alarm-database"]]
