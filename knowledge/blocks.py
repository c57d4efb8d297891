"""The blocks of a script and of the tone lexicon."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks import PLAIN_TEXT
from content.rich_text import CleanTextBlock

# The moments of a conversation, in its order.
GROUPS = [
    ("welcome", _("Welcome")),
    ("listening", _("Listening")),
    ("answer", _("Answering")),
    ("apology", _("Saying sorry")),
    ("limit", _("Setting a limit")),
    ("promise", _("Promising")),
    ("closing", _("Saying goodbye")),
]


class VariantsBlock(blocks.StructBlock):
    """Wording with a warm and a brisk variant, either of which may be missing."""

    warm = blocks.TextBlock(label=_("Warm"), required=False, max_length=600)
    brisk = blocks.TextBlock(label=_("Brisk"), required=False, max_length=600)


class StepBlock(VariantsBlock):
    title = blocks.CharBlock(label=_("Step"), max_length=120)
    say = blocks.TextBlock(label=_("Standard wording"), max_length=600)
    own = blocks.BooleanBlock(
        label=_("In own words"), required=False, help_text=_("The wording is an example; the agent finds the own one.")
    )

    class Meta:
        icon = "openquote"
        label = _("Step")
        form_layout = ["title", "say", "warm", "brisk", "own"]


class NeverBlock(blocks.StructBlock):
    not_that = blocks.CharBlock(label=_("Never say"), max_length=300)
    why = blocks.TextBlock(label=_("Why"), max_length=600)

    class Meta:
        icon = "cross"
        label = _("Never say")


class ScriptBlock(blocks.StreamBlock):
    step = StepBlock()
    never = NeverBlock()
    note = CleanTextBlock(label=_("Text"), features=PLAIN_TEXT, template="content/blocks/text.html")


class ToneEntryBlock(VariantsBlock):
    group = blocks.ChoiceBlock(label=_("Moment"), choices=GROUPS, default="answer")
    prefer = blocks.CharBlock(label=_("Say this"), max_length=300)
    avoid = blocks.ListBlock(blocks.CharBlock(max_length=120), label=_("Leave this"), min_num=1)
    why = blocks.TextBlock(label=_("Why"), max_length=600)

    class Meta:
        icon = "openquote"
        label = _("Entry")
        form_layout = ["group", "prefer", "avoid", "why", "warm", "brisk"]


class ToneBlock(blocks.StreamBlock):
    entry = ToneEntryBlock()
