from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Certification")
    default_auto_field = "django.db.models.BigAutoField"
    APPEND_ONLY = ("certification_awarddecision", "certification_certificate", "certification_certificatefile")

    def ready(self) -> None:
        from certification import receivers

        receivers.connect()
