from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentoringConfig(AppConfig):
    name = "mentoring"
    verbose_name = _("Mentoring")
    default_auto_field = "django.db.models.BigAutoField"
    # Facts: the database refuses to change or remove them (hazard 55).
    APPEND_ONLY = [
        "mentoring_practicereview",
        "mentoring_coachingcause",
        "mentoring_coachingfollowup",
        "mentoring_scoredcall",
    ]

    def ready(self) -> None:
        from mentoring import receivers

        receivers.connect()
