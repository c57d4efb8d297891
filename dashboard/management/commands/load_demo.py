from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from certification.tasks import sweep_prints
from dashboard import tasks
from dashboard.domain.demo import histories, house
from kernel.jobs import queue


class Command(BaseCommand):
    help = "Load the demo company: its people at once, their histories by the worker. Nothing is loaded twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--histories", action="store_true", help="write the histories here and now")

    def handle(self, **options: object) -> None:
        now = timezone.now()
        added = house.build(now)
        self.stdout.write(f"added {added} people" if added else "the demo company is there already")
        if options["histories"]:
            written = histories.tell_all(now, say=lambda username: self.stdout.write(f"history of {username}"))
            sweep_prints()
            self.stdout.write(f"{written} histories written")
        elif not histories.are_told():
            histories.announce(now)
            queue(tasks.write_histories)
