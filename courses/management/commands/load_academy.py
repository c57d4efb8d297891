from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from content.domain.authoring import sync_authoring
from courses.domain.academy.bank import read_bank
from courses.domain.academy.lessons import read_academy
from courses.domain.academy.problems import CurriculumError
from courses.domain.loading import LoadReport
from courses.domain.loading.bank import load_bank
from courses.domain.loading.pages import load_pages
from courses.domain.loading.programmes import load_programmes


class Command(BaseCommand):
    help = "Load the curriculum's files: adds what is new, renews what nobody edited, keeps what the centre edited."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "curriculum")

    def handle(self, *args, folder: Path, **options):
        try:
            academy, bank = read_academy(folder), read_bank(folder)
        except CurriculumError as error:
            raise CommandError(f"Nothing was loaded. The curriculum has faults:\n{error}") from error
        report, now = LoadReport(), timezone.now()
        try:
            with transaction.atomic():
                load_pages(academy, report, folder=folder, now=now)
                sync_authoring()
                load_programmes(academy, report)
                load_bank(bank, report, now=now)
        except CurriculumError as error:
            raise CommandError(f"Nothing was loaded. The curriculum has faults:\n{error}") from error
        for kind, count in report.added.items():
            self.stdout.write(f"added {count} × {kind}")
        for kind, count in report.renewed.items():
            self.stdout.write(f"renewed {count} × {kind}")
        for name in report.kept:
            self.stdout.write(f"kept as it stands here: {name}")
