"""The blocks a lesson or an article is made of. Each has a template in templates/content/blocks/."""

from zlib import crc32

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from content.rich_text import CleanTextBlock

PLAIN_TEXT = ["bold", "italic", "link", "ol", "ul", "h3"]


class SayBlock(blocks.StructBlock):
    """Say this, not that, and why."""

    say = blocks.CharBlock(label=_("Say this"), max_length=300)
    not_that = blocks.CharBlock(label=_("Not that"), max_length=300)
    why = blocks.TextBlock(label=_("Why"), max_length=600)

    class Meta:
        icon = "openquote"
        label = _("Say this, not that")
        template = "content/blocks/say.html"


class DialogueLine(blocks.StructValue):
    def parts(self) -> tuple[str, str, str]:
        """The line before, within and after the words that make the move; all of it where none are named."""
        text, decisive = self.get("text") or "", self.get("decisive") or ""
        if not self.get("is_move"):
            return text, "", ""
        before, found, after = text.partition(decisive) if decisive else ("", "", "")
        return (before, found, after) if found else ("", text, "")


class DialogueLineBlock(blocks.StructBlock):
    who = blocks.ChoiceBlock(label=_("Who"), choices=[("customer", _("Customer")), ("agent", _("Agent"))])
    text = blocks.TextBlock(label=_("What they say"), max_length=600)
    is_move = blocks.BooleanBlock(label=_("The move to notice"), required=False)
    decisive = blocks.CharBlock(
        label=_("The decisive words"),
        required=False,
        max_length=300,
        help_text=_("As they stand in the line; they are underlined. Empty: the whole line is."),
    )
    note = blocks.CharBlock(label=_("Note on the move"), required=False, max_length=300)

    class Meta:
        value_class = DialogueLine


class DialogueBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    lines = blocks.ListBlock(DialogueLineBlock(), label=_("Lines"), min_num=2)

    class Meta:
        icon = "group"
        label = _("Dialogue")
        template = "content/blocks/dialogue.html"


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    items = blocks.ListBlock(CleanTextBlock(features=["bold", "italic", "link"]), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "content/blocks/steps.html"


class CheckOptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Option"), max_length=300)
    is_right = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), max_length=600)


class CheckBlock(blocks.StructBlock):
    """A question inside a lesson. It counts for nothing; its feedback explains the wrong answer too."""

    stem = blocks.TextBlock(label=_("Question"), max_length=600)
    options = blocks.ListBlock(CheckOptionBlock(), label=_("Options"), min_num=2, max_num=6)

    def get_context(self, value, parent_context=None):
        # Radio buttons of one question share a name that no other question of the page has.
        name = f"check-{crc32(str(value.get('stem')).encode()):08x}"
        return super().get_context(value, parent_context) | {"field_name": name}

    class Meta:
        icon = "help"
        label = _("Check question")
        template = "content/blocks/check.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("rule", _("Rule")), ("tip", _("Tip")), ("warning", _("Warning")), ("task", _("Task for the floor"))],
        default="tip",
    )
    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = CleanTextBlock(label=_("Text"), features=PLAIN_TEXT)
    done_when = blocks.CharBlock(
        label=_("Done when"), required=False, max_length=300, help_text=_("For a task: how one knows that it is done.")
    )

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "content/blocks/callout.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Picture"))
    alternative = blocks.CharBlock(
        label=_("Text alternative"), max_length=300, help_text=_("What someone who cannot see it needs to know.")
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "content/blocks/picture.html"


class RecordingBlock(blocks.StructBlock):
    """A sound or video file with the words it carries: a call always has a text alternative."""

    file = DocumentChooserBlock(label=_("Sound or video file"))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=[("audio", _("Sound")), ("video", _("Video"))])
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    transcript = blocks.TextBlock(label=_("Transcript"))

    class Meta:
        icon = "media"
        label = _("Sound or video")
        template = "content/blocks/recording.html"


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title"), max_length=120)

    class Meta:
        icon = "download"
        label = _("Download")
        template = "content/blocks/download.html"


class PieceBlock(blocks.StreamBlock):
    text = CleanTextBlock(label=_("Text"), features=PLAIN_TEXT, template="content/blocks/text.html")
    say = SayBlock()
    dialogue = DialogueBlock()
    steps = StepsBlock()
    check = CheckBlock()
    callout = CalloutBlock()
    picture = PictureBlock()
    recording = RecordingBlock()
    download = DownloadBlock()


class ScreenBlock(blocks.StructBlock):
    """One idea a screen."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    pieces = PieceBlock(label=_("Content"))

    class Meta:
        icon = "doc-full"
        label = _("Screen")
        template = "content/blocks/screen.html"
