from django.core.management.base import BaseCommand
from django.utils import timezone

from dashboard.domain.demo import house


class Command(BaseCommand):
    help = "Load the demo company: its people at once, their histories by the worker. Nothing is loaded twice."

    def handle(self, **options: object) -> None:
        added = house.build(timezone.now())
        self.stdout.write(f"added {added} people" if added else "the demo company is there already")
