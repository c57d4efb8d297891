from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.domain.academy.bank import read_bank
from courses.domain.academy.lessons import read_academy
from courses.domain.academy.problems import CurriculumError
from courses.domain.academy.requirements import coverage, coverage_slips, read_requirements


class Command(BaseCommand):
    help = "Print which lessons teach each requirement of the rule book and how many questions ask about its topics."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CURRICULUM)

    def handle(self, *args, folder: Path, **options):
        try:
            found, academy, bank = read_requirements(folder), read_academy(folder), read_bank(folder)
        except CurriculumError as error:
            raise CommandError(str(error)) from error
        rows = coverage(found, academy, bank)
        wide = max(len(row.requirement.key) for row in rows)
        for row in rows:
            asked = f"{row.questions:>4}" if row.requirement.topics else "   –"
            self.stdout.write(f"{row.requirement.key:<{wide}}{asked}  {', '.join(row.lessons) or 'no lesson'}")
        covered = sum(bool(row.lessons) for row in rows)
        self.stdout.write(f"{covered} of {len(rows)} requirements are taught by {len(academy.lessons)} lessons.")
        if slips := list(coverage_slips(found, academy, bank)):
            raise CommandError("\n".join(slips))
