import logging
import sys
import time
from collections.abc import Callable

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from config import checkpoints, checks, demo, stamps, static_files
from people.domain.roles import sync_roles
from people.models import Company

FELT_SECONDS = 2


class Command(BaseCommand):
    help = "Bring database, roles, policies, schedules, static files, academy and demo up to date. Safe to repeat."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", action="store_true", help="the site is reachable from other computers")

    def handle(self, **options: bool) -> None:
        logging.getLogger().setLevel(logging.WARNING)
        if fault := checks.sqlite_fault():
            self.note(fault)
        with_demo = demo.is_wanted(reachable=options["open"])
        self.step("Database", lambda: call_command("migrate", interactive=False, verbosity=0))
        self.step("Roles", sync_roles)
        self.step("Policies", lambda: call_command("sync_policies", stdout=sys.stderr))
        self.step("Schedules", lambda: call_command("sync_schedules", stdout=sys.stderr))
        self.step("Static files", static_files.collect_changed)
        self.load("Academy", "load_academy")
        if with_demo:
            demo.keep_password()
            self.load("Demo company", "load_demo")
            demo.give_password()
            self.stdout.write(demo.welcome())
        elif Company.current().set_up is None:
            self.stdout.write("This academy has no administrator yet. Open this link and become it; it works once:")
            call_command("set_up_link", stdout=self.stdout)

    def step(self, name: str, work: Callable[[], object]) -> None:
        """Said before, so that nobody waits before a silent terminal; how long it took only where it was felt."""
        self.note(f"{name} ...")
        began = time.monotonic()
        work()
        checkpoints.checkpoint()  # nobody else is here yet
        seconds = time.monotonic() - began
        if seconds >= FELT_SECONDS:
            self.note(f"{name}: done in {seconds:.0f} s")

    def load(self, title: str, command: str) -> None:
        """Loaders can be repeated; this spares their time when nothing of ours changed since they last ran here."""
        if not stamps.is_loaded(command):
            self.step(title, lambda: call_command(command, stdout=sys.stderr))
            stamps.remember(command)

    def note(self, text: str) -> None:
        self.stderr.write(f"· {text}")
        self.stderr.flush()
