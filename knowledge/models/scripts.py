from fractions import Fraction
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from knowledge.blocks import GROUPS, ScriptBlock, ToneBlock
from knowledge.models.articles import FoundPage
from knowledge.models.scenes import SceneTagged

# S1 2.1.4: script texts leave 10 % of room for the agent's own words.
OWN_ROOM = Fraction(1, 10)


class ScriptIndexPage(Page):
    parent_page_types = ["content.AcademyPage"]
    subpage_types = ["knowledge.ScriptPage", "knowledge.TonePage"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("script library")

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:scripts"))


class ScriptPage(SceneTagged, FoundPage):
    """Standard wording for a scene that comes up often, with room for the agent's own words (RULES 2 and 7)."""

    class Channel(models.TextChoices):
        BOTH = "both", _("phone and chat")
        PHONE = "phone", _("phone")
        CHAT = "chat", _("chat")

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, default=Channel.BOTH)
    summary = models.TextField(_("when to use it"), max_length=400)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    body = StreamField(
        ScriptBlock(),
        verbose_name=_("script"),
        help_text=_("What the agent fills in stands in [square brackets]. Leave a tenth of the wording to the agent."),
    )
    own_words = models.TextField(_("room for own words"), max_length=600, blank=True)
    searched_fields = ("summary", "keywords", "own_words")

    content_panels = [
        *Page.content_panels,
        FieldPanel("channel"),
        FieldPanel("scenes", widget=CheckboxSelectMultiple),
        FieldPanel("summary"),
        FieldPanel("keywords"),
        FieldPanel("body"),
        FieldPanel("own_words"),
    ]
    parent_page_types = ["knowledge.ScriptIndexPage"]
    subpage_types: list[str] = []

    words_template = "knowledge/_script_words.html"

    class Meta:
        verbose_name = _("script")

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:script-read", args=[self.translation_key]))

    def clean(self) -> None:
        super().clean()
        if self.steps and self.own_share < OWN_ROOM:
            room = gettext("At least a tenth of the wording is the agent's: mark steps that are said in own words.")
            raise ValidationError({"body": room})

    @property
    def own_share(self) -> Fraction:
        """How much of the standard wording is the agent's own to word, by characters; exact."""
        lengths = [(len(step.value["say"] or ""), step.value["own"]) for step in self.steps]
        return Fraction(sum(length for length, own in lengths if own), sum(length for length, _own in lengths) or 1)

    @property
    def own_percent(self) -> int:
        return int(self.own_share * 100)

    @property
    def steps(self) -> list[StreamValue.StreamChild]:
        return self._pieces("step")

    @property
    def nevers(self) -> list[StreamValue.StreamChild]:
        return self._pieces("never")

    @property
    def notes(self) -> list[StreamValue.StreamChild]:
        return self._pieces("note")

    def _pieces(self, kind: str) -> list[StreamValue.StreamChild]:
        return [piece for piece in self.body if piece.block_type == kind]


class TonePage(FoundPage):
    """The lexicon of our tone: what to prefer, what to leave, and why (RULES 7). One a language."""

    about = models.TextField(_("about our tone"), max_length=600)
    body = StreamField(ToneBlock(), verbose_name=_("entries"))
    searched_fields = ("about",)

    content_panels = [*Page.content_panels, FieldPanel("about"), FieldPanel("body")]
    parent_page_types = ["knowledge.ScriptIndexPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    words_template = "knowledge/_tone_words.html"

    class Meta:
        verbose_name = _("tone lexicon")

    def get_url_parts(self, request=None):
        return (None, "", reverse("knowledge:tone"))

    @property
    def groups(self) -> list[tuple[str, list[dict[str, object]]]]:
        """The entries under the moments of a conversation, in its order."""
        order, names = [value for value, _name in GROUPS], dict(GROUPS)
        entries = sorted((piece.value for piece in self.body), key=lambda entry: order.index(entry["group"]))
        return [(names[value], list(of_it)) for value, of_it in groupby(entries, key=lambda entry: entry["group"])]
