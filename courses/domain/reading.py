"""What is locked for whom, and what opens it."""

from django.utils.translation import gettext as _

from courses.domain.completions import completed_lessons
from courses.domain.outline import lessons_of
from courses.models import CoursePage, LessonPage
from courses.permissions import reads_everything
from people.models import User


def what_opens(lesson: LessonPage, person: User, language: str) -> str:
    """The sentence that says what opens a locked lesson; empty when it is open.

    Lessons of a module are read in order where the course says so; every module's first lesson is open (RULES 2: the
    next week stays locked for scored work, its lessons stay readable).
    """
    if lesson.course.order == CoursePage.Order.FREE or reads_everything(person):
        return ""
    done = completed_lessons(person)
    for earlier in lessons_of(lesson.course.key, language, lesson.module.key):
        if earlier.translation_key == lesson.translation_key:
            return ""
        if earlier.translation_key not in done:
            return _("Opens when you have read “%(title)s” to its end.") % {"title": earlier.title}
    return ""
