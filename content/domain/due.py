"""Content that wants looking at: past its review-by day, soon there, or missing in one of the languages."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.apps import apps
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from content.models import ReviewedPage

SOON = timedelta(days=30)


class Need(TextChoices):
    OVERDUE = "overdue", _("past its day")
    SOON = "soon", _("due within 30 days")
    UNTRANSLATED = "untranslated", _("missing in a language")


@dataclass(frozen=True)
class DueRow:
    page: ReviewedPage
    kind: str
    language: str
    need: Need
    missing: str = ""  # the language that has no live version
    begun: ReviewedPage | None = None  # the version in that language that somebody has begun

    @property
    def keeper(self) -> str:
        return self.page.keeper.name if self.page.keeper else ""


def reviewed_types() -> list[type[ReviewedPage]]:
    return [model for model in apps.get_models() if issubclass(model, ReviewedPage)]


def content_due(on: date) -> list[DueRow]:
    """Every live page that needs something, the most overdue first, then what lacks a language."""
    names = {locale.language_code: locale.get_display_name() for locale in Locale.objects.all()}
    dated: list[DueRow] = []
    untranslated: list[DueRow] = []
    for model in reviewed_types():
        pages = list(model.objects.live().select_related("locale", "keeper").order_by("path"))
        kind = str(model._meta.verbose_name)
        dated += [
            DueRow(page, kind, names[page.locale.language_code], need) for page in pages if (need := _need(page, on))
        ]
        untranslated += _untranslated(pages, kind, names)
    return sorted(dated, key=lambda row: row.page.review_by) + untranslated


def _need(page: ReviewedPage, on: date) -> Need | None:
    """A page is good through its review-by day; the day after it is overdue."""
    if page.review_by is None or page.review_by > on + SOON:
        return None
    return Need.OVERDUE if page.review_by < on else Need.SOON


def _untranslated(pages: list[ReviewedPage], kind: str, names: dict[str, str]) -> list[DueRow]:
    held = {(page.translation_key, page.locale.language_code) for page in pages}
    missing = [(page, code) for page in pages for code in names if (page.translation_key, code) not in held]
    keys = {page.translation_key for page, _code in missing}
    drafts = (
        type(pages[0]).objects.filter(translation_key__in=keys, live=False).select_related("locale") if keys else []
    )
    begun = {(page.translation_key, page.locale.language_code): page for page in drafts}
    return [
        DueRow(
            page,
            kind,
            names[page.locale.language_code],
            Need.UNTRANSLATED,
            names[code],
            begun.get((page.translation_key, code)),
        )
        for page, code in missing
    ]
