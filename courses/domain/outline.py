"""What a course is made of, in a person's language. Reads Wagtail pages; knows nothing of people."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from content.domain.translations import pick_language
from courses.models import CoursePage, LessonPage, ModulePage


def course_in(key: str, language: str) -> CoursePage | None:
    pages = pick_language(CoursePage.objects.live().filter(key=key).select_related("locale").order_by("path"), language)
    return pages[0] if pages else None


def courses_in(keys: Collection[str], language: str) -> dict[str, CoursePage]:
    """The live courses of these keys, one a key."""
    pages = CoursePage.objects.live().filter(key__in=keys).select_related("locale").order_by("path")
    return {page.key: page for page in pick_language(pages, language)}


def titles_of(keys: Collection[str], language: str) -> dict[str, str]:
    return {key: page.title for key, page in courses_in(keys, language).items()}


def modules_of(course_key: str, language: str) -> list[ModulePage]:
    """The live modules of a course in order. Both trees are walked: a module in one language shows too."""
    return pick_language(_modules(course_key).select_related("locale"), language)


def lessons_of(course_key: str, language: str, module_key: str | None = None) -> list[LessonPage]:
    """The live lessons of a course (or of one module) in reading order, one a translation key."""
    modules = _modules(course_key)
    if module_key is not None:
        modules = modules.filter(key=module_key)
    return _lessons(modules, language)


def lessons_by_course(language: str) -> dict[str, list[LessonPage]]:
    """The live lessons of every live course by its key, in reading order; as many queries for one as for twenty."""
    keys = dict(CoursePage.objects.live().values_list("path", "key"))
    modules = set(ModulePage.objects.live().values_list("path", flat=True))
    lessons = LessonPage.objects.live().select_related("locale").order_by("path")
    found: dict[str, list[LessonPage]] = {}
    for lesson in pick_language((lesson for lesson in lessons if lesson.path[: -Page.steplen] in modules), language):
        found.setdefault(keys.get(lesson.path[: -2 * Page.steplen], ""), []).append(lesson)
    return found


def lessons_by_module(course_key: str, language: str) -> dict[str, list[LessonPage]]:
    """The live lessons of a course by the key of their module, in reading order."""
    modules = dict(_modules(course_key).values_list("path", "key"))
    found: dict[str, list[LessonPage]] = {}
    for lesson in _lessons(_modules(course_key), language):
        found.setdefault(modules[lesson.path[: -Page.steplen]], []).append(lesson)
    return found


def lessons_beside(lesson: LessonPage, language: str) -> list[LessonPage]:
    """The live lessons of the lesson's own module, itself among them, in reading order."""
    return _lessons(ModulePage.objects.live().filter(translation_key=lesson.module.translation_key), language)


def _modules(course_key: str) -> QuerySet[ModulePage]:
    courses = CoursePage.objects.live().filter(key=course_key)
    return ModulePage.objects.live().filter(_below(courses)).order_by("path")


def _lessons(modules: QuerySet[ModulePage], language: str) -> list[LessonPage]:
    lessons = LessonPage.objects.live().filter(_below(modules)).select_related("locale").order_by("path")
    return pick_language(lessons, language)


def _below(parents: QuerySet[Any]) -> Q:
    """What stands below any of these pages, in one query for both languages; nothing when there are none."""
    condition = Q(pk__in=[])
    for path in parents.values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    return condition
