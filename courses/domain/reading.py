"""What is locked for whom, and what opens it."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from courses.domain.completions import completed_lessons
from courses.domain.outline import lessons_beside
from courses.models import CoursePage, LessonPage
from courses.permissions import reads_everything
from people.models import User


def what_opens(lesson: LessonPage, person: User, language: str, *, done: Collection[UUID] | None = None) -> str:
    """The sentence that says what opens a locked lesson; empty when it is open.

    Lessons of a module are read in order where the course says so; every module's first lesson is open (RULES 2: the
    next week stays locked for scored work, its lessons stay readable). `done` saves asking for what was read.
    """
    if lesson.course.order == CoursePage.Order.FREE:
        return ""
    done = completed_lessons(person) if done is None else done
    earlier = _first_unread(lesson, language, done)
    if earlier is None or reads_everything(person):
        return ""
    return _("Opens when you have read “%(title)s” to its end.") % {"title": earlier.title}


def _first_unread(lesson: LessonPage, language: str, done: Collection[UUID]) -> LessonPage | None:
    """The first lesson of the module before this one that is not read."""
    for earlier in lessons_beside(lesson, language):
        if earlier.translation_key == lesson.translation_key:
            return None
        if earlier.translation_key not in done:
            return earlier
    return None
