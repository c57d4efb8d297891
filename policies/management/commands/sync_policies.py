from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from policies.domain.editions import sync_defaults


class Command(BaseCommand):
    help = "Take in the shipped figures of every subject that has no edition yet."

    def handle(self, *args: Any, **options: Any) -> None:
        taken = sync_defaults(timezone.now())
        self.stdout.write(f"{len(taken)} editions taken in." if taken else "All figures are in place.")
