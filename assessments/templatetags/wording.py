"""The words of a question in a template. The variable `words` says how they are written (`rich_text.Words`)."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from assessments.rich_text import Words, around_gaps
from assessments.rich_text import bare as bare_words

register = template.Library()


def _words(context: template.Context) -> Words:
    return context.get("words") or Words()


@register.simple_tag(takes_context=True)
def rich(context: template.Context, text: str) -> SafeString:
    """Words that may hold paragraphs, lists, pictures and sounds."""
    return _words(context).shown(text)


@register.simple_tag(takes_context=True)
def rich_line(context: template.Context, text: str) -> SafeString:
    """The same inside a label or a row."""
    return _words(context).shown(text, line=True)


@register.simple_tag(takes_context=True)
def bare(context: template.Context, text: str) -> str:
    """The words alone, for an option of a list or the name of a control."""
    return bare_words(text, _words(context).format)


@register.simple_tag(takes_context=True)
def with_gaps(context: template.Context, text: str, gaps: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The words cut at their [[number]]s: `html` and the `gap` after it (None after the last)."""
    by_number = {gap["number"]: gap for gap in gaps}
    pieces = around_gaps(_words(context).shown(text))
    return [{"html": html, "gap": by_number.get(number)} for html, number in pieces]
