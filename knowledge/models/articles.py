from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import PieceBlock
from content.models import ReviewedPage
from content.plain_text import normalised, words_of


class ArticleIndexPage(Page):
    parent_page_types = ["content.AcademyPage"]
    subpage_types = ["knowledge.ArticlePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("knowledge base")

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:articles"))


class FoundPage(ReviewedPage):
    """A page of one of the libraries, found by its words."""

    # NFKC, lower case, without markup: what the simple search looks in (it must find Chinese inside a sentence).
    search_text = models.TextField(blank=True, editable=False)
    # What is searched besides the title and the body.
    searched_fields: tuple[str, ...] = ("summary",)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # Published by the loader or by a review alike, a page is found by what it says now.
        self.search_text = self.searched()
        return super().save(*args, **kwargs)

    def searched(self) -> str:
        """Everything a reader can see in the page, as one line without markup."""
        fields = [str(getattr(self, name)) for name in self.searched_fields]
        return normalised(" ".join([self.title, *fields, words_of(self.body.get_prep_value())]))

    def get_preview_template(self, request, mode_name):
        return "knowledge/preview.html"


class ArticlePage(FoundPage):
    """A knowledge article (RULES 7): answers, wording and whom to contact elsewhere."""

    class Kind(models.TextChoices):
        PRODUCT = "product", _("product")
        AFTER_SALES = "after-sales", _("after-sales")
        RULES = "rules-and-process", _("rules and process")
        FAQ = "faq", _("FAQ")

    kind = models.CharField(_("class"), max_length=20, choices=Kind.choices, default=Kind.FAQ)
    summary = models.TextField(_("the short answer"), max_length=400)
    body = StreamField(PieceBlock(), verbose_name=_("body"))
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    contacts = models.TextField(_("whom to contact"), blank=True)
    searched_fields = ("summary", "keywords", "contacts")

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("keywords"),
        FieldPanel("contacts"),
    ]
    parent_page_types = ["knowledge.ArticleIndexPage"]
    subpage_types: list[str] = []

    words_template = "knowledge/_article_words.html"

    class Meta:
        verbose_name = _("knowledge article")

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:article-read", args=[self.translation_key]))
