"""Who may read which course. 404 where the person may not know that it exists."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from wagtail.models import Page

from assessments.permissions import EDIT_RUBRICS, questions_kept_by, refuse_sitting
from content.domain.translations import pick_language
from courses.models import ClassroomSession, CoursePage, Enrolment, LessonPage, ModulePage, Refresher, ShippedText
from people.domain.roles import has_role
from people.models import User
from people.permissions import leads, mentors

STAFF = ("trainer", "qa", "hr", "leader", "supervisor", "mentor", "administrator")


def reads_everything(person: User) -> bool:
    return has_role(person, *STAFF)


def may_read_course(person: User, course: CoursePage) -> bool:
    if course.is_open or reads_everything(person):
        return True
    return (
        _enrolments(person).filter(programme__course_key=course.key).exists()
        or _refreshers(person).filter(course_key=course.key).exists()
    )


def readable(person: User, courses: list[CoursePage]) -> list[CoursePage]:
    """Those of the courses that are open to all, are the person's by enrolment or refresher, or are read for work."""
    if all(course.is_open for course in courses) or reads_everything(person):
        return courses
    own = set(_enrolments(person).values_list("programme__course_key", flat=True))
    own |= set(_refreshers(person).values_list("course_key", flat=True))
    return [course for course in courses if course.is_open or course.key in own]


def _enrolments(person: User) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person=person).exclude(state=Enrolment.State.WITHDRAWN)


def _refreshers(person: User) -> QuerySet[Refresher]:
    return Refresher.objects.filter(person=person, withdrawn=None)


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
    lesson.module = ModulePage.objects.get(path=lesson.path[: -Page.steplen])
    lesson.course = CoursePage.objects.get(path=lesson.module.path[: -Page.steplen])
    if not may_read_course(person, lesson.course):
        raise Http404
    return lesson


def require_trainer(person: User) -> None:
    if not has_role(person, "trainer"):
        raise PermissionDenied


def require_house(person: User) -> None:
    """The centre's own words: trainers, and the administrator, who sees no question. Shut while one sits an exam."""
    if not has_role(person, "trainer", "administrator"):
        raise PermissionDenied
    refuse_sitting(person)


def shipped_for(person: User) -> QuerySet[ShippedText]:
    """Newer shipped texts this person decides on: QA rubrics, trainers the rest; of questions those they keep."""
    seen = Q(kind="rubric") if person.has_perm(EDIT_RUBRICS) else Q(pk=None)
    if has_role(person, "trainer"):
        questions = Q(kind="question") & ~Q(item__in=questions_kept_by(person).values("key"))
        seen |= ~Q(kind="rubric") & ~questions
    elif not person.has_perm(EDIT_RUBRICS):
        raise PermissionDenied
    refuse_sitting(person)
    return ShippedText.objects.filter(seen)


def get_shipped_for(person: User, key: str) -> ShippedText:
    return get_object_or_404(shipped_for(person), key=key)


def get_session_for(person: User, key: str) -> ClassroomSession:
    require_trainer(person)
    return get_object_or_404(ClassroomSession, key=key)


def own_enrolment(person: User) -> Enrolment | None:
    """The one under way, otherwise the latest."""
    rows = Enrolment.objects.filter(person=person).select_related("person", "programme")
    return rows.filter(state=Enrolment.State.ACTIVE).first() or rows.order_by("-pk").first()


def may_see_way(person: User, hire: User) -> bool:
    """A hire's own way, and whoever answers for it: mentor, leader, trainers, HR and the supervisor."""
    if person.pk == hire.pk or has_role(person, "trainer", "hr", "supervisor"):
        return True
    return leads(person, hire) or mentors(person, hire)


def get_enrolment_for(person: User, key: str) -> Enrolment:
    row = Enrolment.objects.filter(key=key).select_related("person", "programme").first()
    if row is None or not may_see_way(person, row.person):
        raise Http404
    return row


def get_refresher_for(person: User, key: str) -> Refresher:
    """Only one's own: nobody reads for someone else."""
    return get_object_or_404(Refresher, key=key, person=person, withdrawn=None, met_by=None)
