import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from assessments.domain import imports
from assessments.domain.bank import BankError
from assessments.domain.exchange import checking
from assessments.domain.kinds import kind_of
from assessments.domain.kinds.shared import LANGUAGES
from assessments.models import Bank
from people.models import User


class Command(BaseCommand):
    help = "Take the questions of a file into a bank as drafts, all or none; --check only prints what the file holds."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--bank", help="the key of the bank that the questions come into")
        parser.add_argument("--format", required=True, choices=imports.FORMATS)
        parser.add_argument("--check", action="store_true", help="print the questions as JSON and write nothing")
        parser.add_argument("--language", choices=LANGUAGES, default="", help="of the file, else told from its words")
        parser.add_argument("--rubric", default="", help="the key of the rubric that essays are scored on")
        parser.add_argument("--by", help="the user name of their author, who then does not review them")
        parser.add_argument("--leave-out", action="store_true", help="take in the rest when some are not supported")

    def handle(self, *args, file: Path, format: str, check: bool, **options):  # noqa: A002 - the option's name
        try:
            file_bytes = file.read_bytes()
        except OSError as odd:
            raise CommandError(f"{file} cannot be read: {odd.strerror}.") from odd
        if check:
            told = checking.told(file_bytes, format, language=options["language"], rubric=options["rubric"])
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        bank = self._bank(options["bank"])
        made = imports.plan(file_bytes, format, bank=bank, language=options["language"], rubric=options["rubric"])
        self._report(made)
        try:
            written = imports.take_in(
                made, by=self._author(options["by"]), now=timezone.now(), leave_out=options["leave_out"]
            )
        except BankError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{len(written)} taken in, {len(made.lines) - len(written)} there already.")

    def _bank(self, key: str | None) -> Bank:
        bank = Bank.objects.filter(key=key).first()
        if bank is None:
            known = ", ".join(Bank.objects.values_list("key", flat=True)) or "none yet"
            raise CommandError(f"Name a bank with --bank ({known}); nothing was changed.")
        return bank

    def _author(self, name: str | None) -> User | None:
        person = User.objects.filter(username=name).first() if name else None
        if name and person is None:
            raise CommandError(f"There is nobody with the user name {name}; nothing was changed.")
        return person

    def _report(self, made: imports.Plan) -> None:
        for line in made.lines:
            what = f"is there already as {line.there}" if line.there else f"imported as {line.key}"
            more = [kind_of(line.draft.kind).NAME] if line.key else []
            more += [f"asks the same as {line.alike}"] if line.alike else []
            more += [f"lost: {loss}" for loss in line.draft.losses]
            self.stdout.write("; ".join([f"{line.draft.where}: {what}", *more]))
        for problem in made.problems:
            self.stdout.write(f"{problem.where}: not supported because: {problem.what}")
        for loss in made.loose:
            self.stdout.write(f"{loss.where}: lost: {loss.what}")
