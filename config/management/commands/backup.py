from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.archive import ArchiveError
from config.backups import backup


class Command(BaseCommand):
    help = "Write database, media and keys into one file. The site may go on working meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, help="the file to write; otherwise one in DATA_DIR/backups")

    def handle(self, **options: Path | None) -> None:
        self.stderr.write("· Copying the database, then the files ...")
        try:
            path, facts = backup(timezone.now(), options["to"])
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        rows = sum(facts["rows"].values())
        self.stdout.write(
            f"{path} ({path.stat().st_size / 1e6:.1f} MB, {rows} rows). Keep it on another machine: it holds the keys."
        )
