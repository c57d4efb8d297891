from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.domain import exports
from assessments.domain.imports import in_words
from assessments.domain.kinds.shared import LANGUAGES
from assessments.models import Bank


class Command(BaseCommand):
    help = "Write the newest words of a bank's questions to a file, with what the format cannot say beside it."

    def add_arguments(self, parser):
        parser.add_argument("out", type=Path)
        parser.add_argument("--bank", required=True, help="the key of the bank")
        parser.add_argument("--format", required=True, choices=sorted(exports.FORMATS))
        parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the file; a workbook holds both")

    def handle(self, *args, out: Path, bank: str, format: str, language: str, **options):  # noqa: A002 - the option's name
        found = Bank.objects.filter(key=bank).first()
        if found is None:
            raise CommandError(f"There is no bank with the key {bank}.")
        questions = exports.of_bank(found)
        made = exports.report(questions, format, language=language)
        beside = out.with_name(f"{out.name}.losses.txt")
        try:
            with out.open("wb") as file:
                file.writelines(exports.pieces(questions, format, language=language))
            if made.losses:
                beside.write_text(exports.in_lines(made.losses, in_words), encoding="utf-8")
            else:
                beside.unlink(missing_ok=True)
        except OSError as odd:
            raise CommandError(f"{odd.filename} cannot be written: {odd.strerror}.") from odd
        self.stdout.write(f"{made.held} questions written to {out}.")
        if made.losses:
            self.stdout.write(f"{len(made.losses)} losses are named in {beside}.")
