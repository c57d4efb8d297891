import gc
import logging
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.domain.academy.problems import CurriculumError
from courses.domain.loading.whole import load_academy


class Command(BaseCommand):
    help = "Load the curriculum's files: adds what is new, renews what nobody edited, keeps what the centre edited."

    requires_system_checks = []  # `prepare` has run them; a load that changes nothing is over in a moment

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.CURRICULUM)

    def handle(self, *args, folder: Path, **options):
        gc.freeze()  # what is imported stays: looking through it again and again is a fifth of the time
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a line for each page would hide how far it is
        try:
            report = load_academy(folder, now=timezone.now(), tell=self.stdout.write)
        except CurriculumError as error:
            raise CommandError(f"Nothing was loaded. The curriculum has faults:\n{error}") from error
        for kind, count in report.added.items():
            self.stdout.write(f"added {count} × {kind}")
        for kind, count in report.renewed.items():
            self.stdout.write(f"renewed {count} × {kind}")
        for name in report.kept:
            self.stdout.write(f"kept as it stands here: {name}")
        for name in report.gone:
            self.stdout.write(f"gone, as from the files: {name}")
