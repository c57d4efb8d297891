"""The caretaker's rounds: is the database file whole, is there room on the disk."""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from config.health import disk_part
from kernel.jobs import Schedule
from kernel.jobs.hooks import alarm

SCHEDULES = [
    Schedule("config.tasks.check_database", _("The database file is looked through"), cron="10 4 * * *"),
    Schedule("config.tasks.check_disk", _("Room on the disk is measured"), every_minutes=30),
]
# VACUUM holds the one writer for as long as it takes to write the file anew, so it must be worth it.
WORTH_BYTES = 50_000_000


def check_database() -> str:
    """SQLite: look through the whole file, refresh what the planner knows, give back room when much is free."""
    if connection.vendor != "sqlite":
        return gettext_noop("left to PostgreSQL")
    with connection.cursor() as cursor:
        try:
            cursor.execute("PRAGMA integrity_check(5)")
            faults = [row[0] for row in cursor.fetchall()]
        except DatabaseError as error:  # so damaged that it cannot be looked through
            faults = [str(error)]
        if faults != ["ok"]:
            alarm("database", str(faults[0])[:100], timezone.now())
            return f"damaged: {faults[0]}"
        cursor.execute("PRAGMA optimize")
        page, free = (cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_size", "freelist_count"))
        if page * free < WORTH_BYTES:
            return gettext_noop("whole")
        cursor.execute("VACUUM")
        return gettext_noop("whole; {} MB given back").format(page * free // 1_000_000)


def check_disk() -> str:
    part = disk_part(shutil.disk_usage(settings.DATA_DIR).free)
    if not part.well:
        alarm("disk", "DATA_DIR", timezone.now())
    return part.detail
