"""What the catalogue and a course page show to one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from content.domain.translations import pick_language
from courses.domain.completions import completed_lessons
from courses.domain.course_papers.standing import PaperStanding
from courses.domain.outline import lessons_by_course, lessons_by_module, modules_of
from courses.models import CoursePage, LessonPage, ModulePage
from courses.models.progress import FIRST
from courses.permissions import readable
from people.models import User


@dataclass(frozen=True)
class CourseRow:
    course: CoursePage
    lessons: int
    read: int
    minutes: int

    @property
    def hours(self) -> int:
        """Whole hours of reading where minutes say little; 0 below an hour and a half."""
        return round(self.minutes / 60) if self.minutes >= 90 else 0


@dataclass(frozen=True)
class LessonRow:
    lesson: LessonPage
    is_read: bool
    is_open: bool
    test: PaperStanding | None = None


@dataclass(frozen=True)
class ModuleRow:
    module: ModulePage
    lessons: list[LessonRow]

    @property
    def read(self) -> int:
        return sum(row.is_read for row in self.lessons)

    @property
    def tests(self) -> int:
        return sum(row.test is not None for row in self.lessons)

    @property
    def passed(self) -> int:
        return sum(row.test is not None and row.test.is_passed for row in self.lessons)

    def holds(self, lesson: LessonPage | None) -> bool:
        return any(row.lesson == lesson for row in self.lessons)


def courses_for(person: User, language: str) -> list[CourseRow]:
    """The courses the person may read, with how far they are."""
    done, lessons_of_all = completed_lessons(person), lessons_by_course(language)
    courses = pick_language(CoursePage.objects.live().select_related("locale").order_by("path"), language)
    rows = []
    for course in readable(person, courses):
        lessons = lessons_of_all.get(course.key, [])
        read = sum(lesson.translation_key in done for lesson in lessons)
        rows.append(CourseRow(course, len(lessons), read, sum(lesson.minutes for lesson in lessons)))
    return rows


def course_outline(
    person: User,
    course: CoursePage,
    language: str,
    round_key: str = FIRST,
    tests: Mapping[UUID, PaperStanding] = MappingProxyType({}),
) -> list[ModuleRow]:
    """Modules and lessons in order as read in that round; a lesson is open when the one before it in its module is,
    whether or not the test of that one is passed."""
    done, by_module = completed_lessons(person, round_key=round_key), lessons_by_module(course.key, language)
    rows = []
    for module in modules_of(course.key, language):
        lessons, is_open = [], True
        for lesson in by_module.get(module.key, []):
            is_read = lesson.translation_key in done
            lessons.append(LessonRow(lesson, is_read, is_open or is_read, tests.get(lesson.translation_key)))
            is_open = is_read or course.order == CoursePage.Order.FREE
        rows.append(ModuleRow(module, lessons))
    return rows


def next_to_read(modules: list[ModuleRow]) -> LessonPage | None:
    """The first open lesson that is not read yet, in the order of the course."""
    rows = (row for module in modules for row in module.lessons)
    return next((row.lesson for row in rows if row.is_open and not row.is_read), None)
