from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = _("People")
    default_auto_field = "django.db.models.BigAutoField"
    # Tables whose rows are never changed or deleted; any app may name its own (people.domain.append_only).
    # people_eventdetail is left out: erasing a person's values is its purpose.
    APPEND_ONLY = ("people_event", "people_journalseal")

    def ready(self) -> None:
        from people import checks, receivers

        checks.register_all()
        receivers.connect(self)
