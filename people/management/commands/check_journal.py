from django.core.management.base import BaseCommand, CommandError

from people.domain import journal_chain


class Command(BaseCommand):
    help = "Walk the journal's chain and name the first break, and what is not sealed yet."

    def handle(self, *args: object, **options: object) -> None:
        report = journal_chain.check()
        self.stdout.write(f"{report.sealed} events sealed, {report.unsealed} not yet, values of {report.erased} erased")
        if not report.ok:
            raise CommandError("\n".join(report.breaks))
        self.stdout.write("The chain is whole.")
