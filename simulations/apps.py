from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SimulationsConfig(AppConfig):
    name = "simulations"
    verbose_name = _("Simulations")
    default_auto_field = "django.db.models.BigAutoField"
    # Facts: the database refuses to change or remove them (hazard 55).
    APPEND_ONLY = ["simulations_scenarioversion", "simulations_noticeshown", "simulations_chatline"]

    def ready(self) -> None:
        from simulations import receivers

        receivers.connect()
