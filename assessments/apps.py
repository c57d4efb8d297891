from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentsConfig(AppConfig):
    name = "assessments"
    verbose_name = _("Assessments")
    default_auto_field = "django.db.models.BigAutoField"
    # Rows that nothing may change or remove once written; the database refuses it (hazard 55).
    APPEND_ONLY = [
        "assessments_questionversion",
        "assessments_questionreview",
        "assessments_retakerelease",
        "assessments_answersave",
        "assessments_attemptevent",
        "assessments_mark",
        "assessments_practicereview",
        "assessments_markline",
        "assessments_questionfile",
        "assessments_paperversion",
        "assessments_rubricversion",
        "assessments_scorecardsave",
        "assessments_scorecardline",
        "assessments_scorecardcritical",
    ]

    def ready(self) -> None:
        from assessments import receivers
        from assessments.domain.attempts import is_sitting
        from people.domain import sessions

        # Whoever thinks long over a question must not be signed out of the exam.
        sessions.stay_while(is_sitting)
        receivers.connect()
