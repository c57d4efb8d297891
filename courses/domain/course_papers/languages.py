"""The choice of papers is one for all languages of a course or a lesson: publishing one page takes the others along."""

from wagtail.models import Revision

from content.models import unpublished_versions
from courses.models import CoursePage, LessonPage

SHARED: dict[type[CoursePage | LessonPage], tuple[str, ...]] = {
    CoursePage: ("paper_key", "case_key"),
    LessonPage: ("paper_key",),
}


def same_in_every_language(page: CoursePage | LessonPage) -> None:
    """After publishing: the same page in other languages asks for the same papers, what is being written too.

    A draft elsewhere would otherwise bring the old paper back the day it is published.
    """
    model = type(page)
    wanted = {name: getattr(page, name) for name in SHARED[model]}
    twins = model.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    for twin in twins.exclude(**wanted):
        _take_along(twin, wanted)


def _take_along(twin: CoursePage | LessonPage, wanted: dict[str, str]) -> None:
    drafts = list(unpublished_versions(twin))
    for draft in drafts:
        Revision.objects.filter(pk=draft.pk).update(content=draft.content | wanted)
    if twin.live and not drafts:
        for name, value in wanted.items():
            setattr(twin, name, value)
        twin.save_revision(changed=True).publish()
    else:
        type(twin).objects.filter(pk=twin.pk).update(**wanted)
