from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config import environment as env
from config.archive import ArchiveError
from config.backups import holds_data, restore
from people.domain import journal_chain


class Command(BaseCommand):
    help = "Put a backup back into an empty data folder, or over what is there after confirmation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", default="")

    def handle(self, **options: str) -> None:
        if not options["file"]:
            raise CommandError("Name the backup: make restore FILE=path/to/readyline-….tar")
        if holds_data() and not self.is_confirmed():
            raise CommandError("Nothing was changed.")
        self.stderr.write("· Checking the backup, then putting it back ...")
        try:
            facts = restore(Path(options["file"]).expanduser(), timezone.now())
        except ArchiveError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.report(facts)

    def is_confirmed(self) -> bool:
        if env.flag("YES"):
            return True
        self.stderr.write(f"{settings.DATA_DIR} holds people already. They are set aside and replaced by the backup.")
        try:
            return input("Write yes to go on: ").strip().lower() == "yes"
        except EOFError:
            return False

    def report(self, facts: dict[str, object]) -> None:
        journal = journal_chain.check()
        if not journal.ok:
            raise CommandError("The backup is back, but its journal does not hold:\n" + "\n".join(journal.breaks))
        self.stdout.write(
            f"Restored the state of {facts['made']}: {sum(facts['rows'].values())} rows, {len(facts['files'])} files, "
            f"journal whole ({journal.sealed} links)."
        )
