import logging
import sys
import time
from collections.abc import Callable

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from config import checks, demo, stamps, static_files
from people.domain.roles import ADMINISTRATOR, sync_roles
from people.models import User


class Command(BaseCommand):
    help = "Bring database, roles, policies, schedules, static files, academy and demo up to date. Safe to repeat."
    requires_system_checks = "__all__"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--open", action="store_true", help="the site is reachable from other computers")

    def handle(self, **options: bool) -> None:
        logging.getLogger().setLevel(logging.WARNING)
        if fault := checks.sqlite_fault():
            self.note(fault)
        self.step("Database", lambda: call_command("migrate", interactive=False, verbosity=0))
        self.step("Roles", sync_roles)
        self.step("Policies", lambda: self.command("sync_policies"))
        self.step("Schedules", lambda: call_command("sync_schedules", stdout=sys.stderr))
        self.step("Static files", static_files.collect_changed)
        with_demo = demo.is_wanted(reachable=options["open"])
        self.load("Academy", "load_academy")
        if with_demo:
            demo.keep_password()
            self.load("Demo company", "load_demo")
            demo.give_password()
            self.stdout.write(demo.welcome())
        elif not User.objects.filter(groups__name=ADMINISTRATOR, is_active=True).exists():
            self.command("set_up_link", stdout=self.stdout)

    def step(self, name: str, work: Callable[[], object]) -> None:
        began = time.monotonic()
        work()
        self.note(f"{name} ({time.monotonic() - began:.1f} s)")

    def load(self, title: str, command: str) -> None:
        """Loaders can be repeated; this spares their time when nothing of ours changed since they last ran here."""
        if stamps.is_loaded(command):
            return
        if command in get_commands():
            self.step(title, lambda: call_command(command, stdout=sys.stderr))
            stamps.remember(command)
        else:
            self.note(f"{title}: {command} does not exist yet, left out")

    def command(self, name: str, **options: object) -> None:
        """A command of an upper app; one that does not exist is said, never passed over."""
        if name not in get_commands():
            self.note(f"{name} does not exist yet: left out")
            return
        call_command(name, **{"stdout": sys.stderr, "verbosity": 0} | options)

    def note(self, text: str) -> None:
        self.stderr.write(f"· {text}")
        self.stderr.flush()
