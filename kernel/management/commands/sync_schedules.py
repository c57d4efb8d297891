from django.core.management.base import BaseCommand

from kernel.jobs.schedules import sync


class Command(BaseCommand):
    help = "Make the rows of the schedules agree with the code: make, mend, delete."

    def handle(self, **options: object) -> None:
        counted = sync()
        self.stdout.write("Schedules: " + ", ".join(f"{n} {what}" for what, n in counted.items() if n))
