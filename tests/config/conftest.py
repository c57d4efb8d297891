import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest
from django.conf import settings
from django.db import connection, connections


class Site:
    """A data folder and a database of their own, for commands that run in processes of their own."""

    def __init__(self, folder, environment) -> None:
        self.folder, self.environment = folder, environment

    def manage(self, *words: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *words]
        return self._run(command, more, typed)

    def run_tool(self, path: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, path], more)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, "-c", f"import django; django.setup()\n{code}"], {})

    def start_python(self, code: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        return subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.environment)

    def _run(self, command, more, typed="") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
            input=typed,
        )


@contextmanager
def beside(own):
    """A cursor in the server's own database: nobody may be in one that is copied."""
    import psycopg

    keys = {"host": own["HOST"], "port": own["PORT"], "user": own["USER"], "password": own["PASSWORD"]}
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **keys)) as line, line.cursor() as cursor:
        yield cursor


@pytest.fixture
def site(transactional_db, tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    environment = os.environ | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("SECRET_KEY", None)
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        with (
            closing(sqlite3.connect(own["NAME"])) as source,
            closing(sqlite3.connect(folder / "readyline.sqlite3")) as copy,
        ):
            source.backup(copy)
        yield Site(folder, environment)
        return
    # Named after this process's own database: two processes test at a time. A copy of it, as on SQLite.
    name = f"{own['NAME']}_drill"
    connections.close_all()
    with beside(own) as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {own['NAME']}")
    place = f"{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}"
    drill = Site(folder, environment | {"DATABASE_URL": f"postgresql://{place}/{name}"})
    yield drill
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
