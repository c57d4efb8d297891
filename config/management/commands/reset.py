import shutil

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from config import demo
from config import environment as env
from config.archive import ArchiveError
from config.backups import refuse_while_running


class Command(BaseCommand):
    help = "Remove the demo's data: the data folder, or on PostgreSQL the schema. A real centre is never removed."

    def handle(self, **options: object) -> None:
        if demo.what_is_there() == "centre":
            raise CommandError("This is a real centre, not the demo. Its data is not removed by any command of ours.")
        if not self.is_confirmed():
            raise CommandError("Nothing was removed.")
        try:
            lock = refuse_while_running(settings.DATA_DIR)
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        self.empty()
        lock.close()
        self.stdout.write("The demo's data is gone. make run begins anew.")

    def is_confirmed(self) -> bool:
        if env.flag("YES"):
            return True
        self.stderr.write(f"This removes everything in {settings.DATA_DIR} except backups.")
        try:
            return input("Write yes to go on: ").strip().lower() == "yes"
        except EOFError:
            return False

    def empty(self) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connections.close_all()
        for entry in settings.DATA_DIR.iterdir():
            if entry.name in {"backups", "run"}:
                continue
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
