import errno

import pytest
from django.db import connection

from config import reasons


@pytest.mark.django_db(transaction=True)
def test_database_that_answers_is_not_blamed():
    assert reasons.database_is_away() == ""


def test_file_of_another_user_is_named():
    sentence = reasons.not_ours(PermissionError(errno.EACCES, "Permission denied", "/srv/data/secret_key"))

    assert "/srv/data/secret_key cannot be read or written by" in sentence
    assert "must belong to the user who starts Readyline" in sentence


@pytest.mark.parametrize("words", [("migrate",), ("backup",), ("check_journal",), ("prepare",)])
@pytest.mark.slow
def test_database_that_does_not_answer_stops_every_command_with_one_sentence(site, words):
    away = "postgresql://readyline:s3cret@127.0.0.1:1/academy"

    done = site.manage(*words, DATABASE_URL=away)

    assert done.returncode == 1
    assert "✗ The database academy of readyline at 127.0.0.1 does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is SQLite's")
def test_damaged_database_file_stops_the_start_with_a_sentence(site):
    (site.folder / "readyline.sqlite3").write_bytes(b"no database" * 1000)

    done = site.manage("prepare")

    assert done.returncode == 1
    assert "cannot be opened (file is not a database). Restore a backup" in done.stderr
    assert "Traceback" not in done.stderr
