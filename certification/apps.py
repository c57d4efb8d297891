from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificationConfig(AppConfig):
    name = "certification"
    verbose_name = _("Certification")
    default_auto_field = "django.db.models.BigAutoField"
    APPEND_ONLY = ("certification_awarddecision", "certification_certificate", "certification_certificatefile")

    def ready(self) -> None:
        from assessments.domain.papers import tell_use
        from certification import receivers
        from certification.domain.standing import papers_used

        receivers.connect()
        tell_use(papers_used)
