"""What a course asks for besides being read, as one list: the tests of its lessons, its final paper, its case."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.domain.translations import pick_language
from courses.models import CoursePage, LessonPage, Refresher

OF_LESSON = "/test/"  # in the cause of a right: it is for the test of a lesson


class Part(StrEnum):
    TEST = "test"  # opens when its lesson is read in the round
    FINAL = "final"  # opens when every lesson is read and every test is passed
    CASE = "case"  # the same; a person scores it


@dataclass(frozen=True)
class Asked:
    part: Part
    paper_key: str
    lesson: LessonPage | None = None  # whose test it is

    def for_key(self, refresher: Refresher) -> str:
        """What the right to sit it is written for. Each has a cause of its own: a retake waits for no other result."""
        if self.lesson is not None:
            return f"{refresher.round_key}{OF_LESSON}{self.lesson.translation_key}"
        return refresher.round_key if self.part == Part.FINAL else f"{refresher.round_key}/case"


def asked_of(course: CoursePage, lessons: Iterable[LessonPage]) -> list[Asked]:
    """In the order of the course, whose lessons are named; empty where it is done by reading."""
    found = [Asked(Part.TEST, lesson.paper_key, lesson) for lesson in lessons if lesson.paper_key]
    if course.paper_key:
        found.append(Asked(Part.FINAL, course.paper_key))
    if course.case_key:
        found.append(Asked(Part.CASE, course.case_key))
    return found


def courses_asking() -> set[str]:
    """The keys of all live courses that ask for a paper."""
    courses = dict(CoursePage.objects.live().values_list("path", "key"))
    ending = CoursePage.objects.live().exclude(Q(paper_key="") & Q(case_key="")).values_list("path", flat=True)
    tested = LessonPage.objects.live().exclude(paper_key="").values_list("path", flat=True)
    paths = {*ending, *(path[: -2 * Page.steplen] for path in tested)}
    return {courses[path] for path in paths if path in courses}


def papers_used(keys: Iterable[str], on: date) -> dict[str, list[str]]:
    """By paper key: the courses and lessons that ask for it, for whoever writes papers."""
    keys, found = set(keys), defaultdict(list)
    language = get_language() or "en"
    courses = CoursePage.objects.live().filter(Q(paper_key__in=keys) | Q(case_key__in=keys)).select_related("locale")
    for course in pick_language(courses.order_by("path"), language):
        for key in keys & {course.paper_key, course.case_key}:
            found[key].append(_("course “%(title)s”") % {"title": course.title})
    lessons = LessonPage.objects.live().filter(paper_key__in=keys).select_related("locale").defer("body")
    for lesson in pick_language(lessons.order_by("path"), language):
        found[lesson.paper_key].append(_("lesson “%(title)s”") % {"title": lesson.title})
    return found
