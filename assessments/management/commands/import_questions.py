import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from assessments.domain.exchange.formats import READERS, read
from assessments.domain.exchange.items import Problem


class Command(BaseCommand):
    help = "Read a file of questions from another system and print what it holds. It writes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--bank", help="the topic that the questions belong to")
        parser.add_argument("--format", required=True, choices=sorted(READERS))
        parser.add_argument("--check", action="store_true", help="print the questions as JSON")

    def handle(self, *args, file: Path, format: str, check: bool, **options):  # noqa: A002 - the option's name
        if not check:
            raise CommandError(
                "Questions cannot be taken into the bank from a file yet; nothing was changed. "
                "With --check the file is read and everything in it is printed, with its problems."
            )
        try:
            found = read(file.read_bytes(), format)
        except OSError as odd:
            raise CommandError(f"{file} cannot be read: {odd.strerror}.") from odd
        told = {
            "questions": [item.as_json() for item in found.items],
            "problems": [_as_json(problem) for problem in found.problems],
            "losses": [_as_json(loss) for loss in found.losses],
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))


def _as_json(problem: Problem) -> dict[str, str]:
    return {"where": problem.where, "what": problem.what}
