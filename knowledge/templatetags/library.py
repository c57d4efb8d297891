import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.blocks import StreamValue

register = template.Library()

_SLOT = re.compile(r"\[([^\[\]]+)\]")
# A whole line in one pair of quotation marks.
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]+)[”\"」]")


@register.filter
def slots(text: str) -> SafeString:
    """Wording with what the agent fills in marked: “I’ll ring you at [time]”."""
    parts = _SLOT.split(text)  # words and slots by turns
    shown = [
        format_html('<span class="slot">[{}]</span>', part) if at % 2 else conditional_escape(part)
        for at, part in enumerate(parts)
    ]
    return mark_safe("".join(shown))  # noqa: S308 - each part is escaped above


@register.filter
def headed(piece: StreamValue.StreamChild) -> SafeString:
    """A text piece of a page whose screens have become headings: they are the first level below the title."""
    return mark_safe(piece.render().replace("<h3>", "<h2>").replace("</h3>", "</h2>"))  # noqa: S308 - its block cleans it


@register.filter
def spoken(text: str) -> str:
    """A line as it is pasted into a chat: without the quotation marks it is printed in."""
    line = text.strip()
    quoted = _QUOTED.fullmatch(line)
    return quoted[1] if quoted else line
