from django.apps import AppConfig
from django.utils.translation import gettext_noop

# Words of Django that have no Chinese text there.
DJANGO_WORDS = (gettext_noop("- Select an option -"),)


class SiteConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks

        checks.register_all()
