from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from kernel.errors import Refusal
from people.domain import setting_up


class Command(BaseCommand):
    help = "Print the one-time link of the first administrator. It works until the academy is set up."

    def handle(self, *args: object, **options: object) -> None:
        try:
            token = setting_up.make_link_token()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{settings.PUBLIC_URL}{reverse('people:set-up', args=[token])}")
