from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")
    default_auto_field = "django.db.models.BigAutoField"
    # Facts about people: a correction is a new row.
    APPEND_ONLY = ["courses_gateresult", "courses_lessoncompletion", "courses_coursecompletion", "courses_passedpaper"]

    def ready(self) -> None:
        from assessments.domain.coming import tell_coming
        from assessments.domain.papers import tell_use
        from courses import receivers
        from courses.domain.course_papers import asked, rights
        from courses.domain.programmes import papers_used

        receivers.connect()
        tell_use(papers_used)
        tell_use(asked.papers_used)
        tell_coming(rights.papers_coming)
