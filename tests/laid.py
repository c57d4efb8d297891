"""The test database as migrations lay it down, kept in a file, so that only a changed migration is waited for."""

import hashlib
import os
import shutil
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection


def kept() -> Path | None:
    """Where it is kept: named by everything that could change it. None where the database is not a file of ours."""
    if connection.vendor != "sqlite":
        return None
    mark = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.BASE_DIR:
            for migration in sorted(Path(app.path).glob("migrations/*.py")):
                mark.update(migration.name.encode() + migration.read_bytes())
    return _test_file().parent / f"laid-{mark.hexdigest()[:16]}.sqlite3"


def bring(file: Path) -> None:
    """Put the kept rows where the tests of this process will look for them; what changed since is migrated there."""
    target = _test_file()
    for rest in ("", "-wal", "-shm", "-journal"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
    shutil.copyfile(file, target)


def keep(file: Path) -> None:
    """Right after the migrations, before any test; two processes at once end with one whole file."""
    for old in file.parent.glob("laid-*.sqlite3"):
        old.unlink(missing_ok=True)
    own = file.with_name(f"{file.stem}.{os.getpid()}")
    own.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(own)])
    own.replace(file)


def _test_file() -> Path:
    return Path(connection.settings_dict["TEST"]["NAME"])
