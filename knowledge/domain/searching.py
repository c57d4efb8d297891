"""Simple search in the libraries: every word must occur somewhere, so that 卡纸 is found inside a sentence."""

from django.db.models import Q, QuerySet

from content.domain.translations import pick_language
from content.plain_text import normalised
from knowledge.models import ArticlePage, CasePage, FoundPage, Scene, SceneTagged, ScriptPage

MAX_WORDS = 8  # more words only slow the query; nobody types them
LIBRARIES: tuple[type[FoundPage], ...] = (ArticlePage, CasePage, ScriptPage)


def find[Found: FoundPage](pages: QuerySet[Found], query: str) -> QuerySet[Found]:
    condition = Q()
    for word in normalised(query).split()[:MAX_WORDS]:
        found = Q(search_text__contains=word)
        if issubclass(pages.model, SceneTagged):
            found |= Q(pk__in=_under_scenes(pages.model, word))
        condition &= found
    return pages.filter(condition)


def _under_scenes(model: type[FoundPage], word: str) -> QuerySet:
    """The pages one of whose scenes is called so, whatever it was called when they were saved."""
    called = Q(scene__title_en__icontains=word) | Q(scene__title_zh__icontains=word)
    return model.scenes.through.objects.filter(called).values(f"{model._meta.model_name}_id")


def shelf[Found: FoundPage](model: type[Found], query: str, language: str) -> list[Found]:
    """The texts that hold the words in any language, each in the reader's where there is one, by title."""
    pages = model.objects.live().select_related("locale")
    if query:
        pages = pages.filter(translation_key__in=find(model.objects.live(), query).values("translation_key"))
    return sorted(pick_language(pages.order_by("pk"), language), key=lambda page: page.title)


def count_everywhere(query: str) -> dict[str, int]:
    """How many texts of each library hold the words, a text in two languages counted once."""
    return {
        model._meta.model_name or "": find(model.objects.live(), query).values("translation_key").distinct().count()
        for model in LIBRARIES
    }


def scenes_by_page(pages: list[FoundPage]) -> dict[int, list[Scene]]:
    """The scenes of each page by its number, in the order of the list; one query."""
    if not pages:
        return {}
    model = type(pages[0])
    name = f"{model._meta.model_name}_id"
    rows = model.scenes.through.objects.filter(**{f"{name}__in": [page.pk for page in pages]})
    found: dict[int, list[Scene]] = {page.pk: [] for page in pages}
    for row in rows.select_related("scene").order_by("scene__order", "scene__key"):
        found[getattr(row, name)].append(row.scene)
    return found
