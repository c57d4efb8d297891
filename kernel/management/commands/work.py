from django.core.management.base import BaseCommand

from kernel.jobs.supervisor import Supervisor


class Command(BaseCommand):
    help = "Run the worker: a supervised cluster that does the queued jobs and the schedules."

    def handle(self, **options: object) -> None:
        Supervisor().run()
