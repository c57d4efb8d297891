"""Who may read which course. 404 where the person may not know that it exists."""

from uuid import UUID

from django.http import Http404

from content.domain.translations import pick_language
from courses.models import CoursePage, Enrolment, LessonPage, Refresher
from people.domain.roles import has_role
from people.models import User

STAFF = ("trainer", "qa", "hr", "leader", "supervisor", "mentor", "administrator")


def reads_everything(person: User) -> bool:
    return has_role(person, *STAFF)


def may_read_course(person: User, course: CoursePage) -> bool:
    if course.is_open or reads_everything(person):
        return True
    return (
        Enrolment.objects.filter(person=person, programme__course_key=course.key)
        .exclude(state=Enrolment.State.WITHDRAWN)
        .exists()
        or Refresher.objects.filter(person=person, course_key=course.key, withdrawn=None).exists()
    )


def get_course_for(person: User, key: UUID, language: str) -> CoursePage:
    found = pick_language(CoursePage.objects.live().filter(translation_key=key).select_related("locale"), language)
    if not found or not may_read_course(person, found[0]):
        raise Http404
    return found[0]


def get_lesson_for(person: User, key: UUID, language: str) -> LessonPage:
    """The live lesson in the person's language where there is one, with its `module` and `course` set."""
    found = pick_language(LessonPage.objects.live().filter(translation_key=key).select_related("locale"), language)
    if not found:
        raise Http404
    lesson = found[0]
    lesson.module = lesson.get_parent().specific
    lesson.course = lesson.module.get_parent().specific
    if not may_read_course(person, lesson.course):
        raise Http404
    return lesson
