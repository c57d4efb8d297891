from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import ScreenBlock
from content.models import ReviewedPage
from courses.models.paper_forms import CourseForm, LessonForm


class CataloguePage(Page):
    parent_page_types = ["content.AcademyPage"]
    subpage_types = ["courses.CoursePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("catalogue")

    def get_url_parts(self, request=None):
        return (None, "", reverse("courses:catalogue"))


class CoursePage(ReviewedPage):
    class Order(models.TextChoices):
        SEQUENTIAL = "sequential", _("in order")
        FREE = "free", _("in any order")

    summary = models.TextField(_("summary"), max_length=400, blank=True)
    order = models.CharField(_("lessons are read"), max_length=12, choices=Order.choices, default=Order.SEQUENTIAL)
    is_open = models.BooleanField(_("open to everyone"), default=False, help_text=_("Otherwise by assignment only."))
    valid_months = models.PositiveSmallIntegerField(
        _("valid for months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("How long a completion holds. Empty: as the policy on certificates says."),
    )
    # One for all languages: publishing one page takes the others along (courses.domain.course_papers.languages).
    paper_key = models.CharField(
        _("final paper"),
        max_length=80,
        blank=True,
        default="",
        help_text=_(
            "Sat by those the course is assigned to, once every lesson is read and every test of a lesson is passed. "
            "The same in every language."
        ),
    )
    case_key = models.CharField(
        _("case"),
        max_length=80,
        blank=True,
        default="",
        help_text=_("A paper whose answers a person scores. Sat like the final paper. The same in every language."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("order"),
        FieldPanel("is_open"),
        FieldPanel("valid_months"),
        FieldPanel("paper_key"),
        FieldPanel("case_key"),
    ]
    base_form_class = CourseForm
    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.ModulePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("course")

    def get_url_parts(self, request=None):
        return (None, "", reverse("courses:course", args=[self.translation_key]))


class ModulePage(ReviewedPage):
    """A part of a course; in the onboarding course, a week."""

    summary = models.TextField(_("summary"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("module")

    def get_url_parts(self, request=None):
        return (None, "", reverse("courses:course", args=[self.get_parent().translation_key]))


class LessonPage(ReviewedPage):
    aim = models.CharField(_("aim"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=8)
    # One for all languages, as the papers of a course are.
    paper_key = models.CharField(
        _("test of this lesson"),
        max_length=80,
        blank=True,
        default="",
        help_text=_(
            "Sat once the lesson is read, by those its course is assigned to; without an assignment it has no effect, "
            "nor on a programme. The same in every language."
        ),
    )
    body = StreamField([("screen", ScreenBlock())], verbose_name=_("screens"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("aim"),
        FieldPanel("minutes"),
        FieldPanel("paper_key"),
        FieldPanel("body"),
    ]
    base_form_class = LessonForm
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    words_template = "courses/_lesson_words.html"

    class Meta:
        verbose_name = _("lesson")

    def get_preview_template(self, request, mode_name):
        return "courses/lesson_preview.html"

    def get_url_parts(self, request=None):
        return (None, "", reverse("courses:lesson-read", args=[self.translation_key]))
