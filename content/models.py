from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


class AcademyPage(Page):
    """The root of the content tree, one a language. It has no page of its own for learners."""

    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("academy")

    def get_url_parts(self, request=None):
        return None


class ReviewedPage(Page):
    """What every content page shares: the key its curriculum file has, a review-by date, an owner who keeps it true."""

    key = models.SlugField(_("key"), max_length=80, blank=True, help_text=_("The same in every language."))
    review_by = models.DateField(_("review by"), null=True, blank=True)
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
    )

    settings_panels = [*Page.settings_panels, FieldPanel("key"), FieldPanel("review_by"), FieldPanel("keeper")]
    promote_panels = [FieldPanel("slug")]

    class Meta:
        abstract = True


class LoadedItem(models.Model):
    """What the loader put in: the hash of its source, and of what it wrote, so that an edit by the centre can be told."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    locale = models.CharField(max_length=10, blank=True)
    source_hash = models.CharField(max_length=64)
    written_hash = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "locale"], name="one_loaded_item_per_source")]
