from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import PieceBlock
from content.plain_text import words_of
from kernel.personal_data import named_person, personal_data
from knowledge.models.articles import FoundPage
from knowledge.models.scenes import SceneTagged


class CaseIndexPage(Page):
    parent_page_types = ["content.AcademyPage"]
    subpage_types = ["knowledge.CasePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("case library")

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:cases"))


class CasePage(SceneTagged, FoundPage):
    """A past complaint or hard case, told without anybody's data (RULES 7)."""

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("complaint")
        HARD_CASE = "hard-case", _("hard case")
        WARM_SERVICE = "warm-service", _("warm service")

    kind = models.CharField(_("class"), max_length=20, choices=Kind.choices, default=Kind.COMPLAINT)
    summary = models.TextField(_("in short"), max_length=400)
    body = StreamField(
        PieceBlock(),
        verbose_name=_("body"),
        help_text=_("What happened, what was tried, what turned it, what we learnt, questions to discuss. No names."),
    )
    # RULES 7: whoever told it is shown with it.
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("told by"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("scenes", widget=CheckboxSelectMultiple),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("told_by"),
    ]
    parent_page_types = ["knowledge.CaseIndexPage"]
    subpage_types: list[str] = []

    words_template = "knowledge/_case_words.html"

    class Meta:
        verbose_name = _("case")

    def clean(self) -> None:
        super().clean()
        told = " ".join([self.title, self.summary, words_of(self.body.get_prep_value())])
        language = "zh-Hans" if self.locale.language_code.startswith("zh") else "en"
        if found := personal_data(told) or named_person(told, language):
            sentence = gettext("“%(found)s” tells who it was. A case is told without names, numbers and addresses.")
            raise ValidationError({"body": sentence % {"found": found}})

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:case-read", args=[self.translation_key]))
