"""What a course is made of, in a person's language. Reads Wagtail pages; knows nothing of people."""

from content.domain.translations import pick_language
from courses.models import CoursePage, LessonPage, ModulePage


def course_in(key: str, language: str) -> CoursePage | None:
    pages = pick_language(CoursePage.objects.live().filter(key=key).select_related("locale").order_by("path"), language)
    return pages[0] if pages else None


def modules_of(course_key: str, language: str) -> list[ModulePage]:
    """The live modules of a course in order, those that exist in one language only among them."""
    found = []
    for course in CoursePage.objects.live().filter(key=course_key).order_by("path"):
        found += ModulePage.objects.live().child_of(course).select_related("locale").order_by("path")
    return pick_language(found, language)


def lessons_of(course_key: str, language: str, module_key: str | None = None) -> list[LessonPage]:
    """The live lessons of a course (or of one module) in reading order, one a translation key."""
    found = []
    for course in CoursePage.objects.live().filter(key=course_key).order_by("path"):
        modules = ModulePage.objects.live().child_of(course).order_by("path")
        if module_key is not None:
            modules = modules.filter(key=module_key)
        for module in modules:
            found += LessonPage.objects.live().child_of(module).select_related("locale").order_by("path")
    return pick_language(found, language)
