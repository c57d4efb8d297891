"""Markdown of the curriculum as rich text, cleaned on the way in (nh3) as Wagtail cleans it on the way out."""

import re
from uuid import UUID, uuid5

import nh3
from django.urls import reverse
from markdown_it import MarkdownIt

# Fixed, so that a lesson has the same address in every installation and in both languages.
NAMESPACE = UUID("5d0c3f0e-6d53-4a34-9a3b-2f1f0a4f7a11")
TAGS = {"p", "b", "i", "strong", "em", "a", "ul", "ol", "li", "h3", "br"}
_INTERNAL = re.compile(r"^(lesson|article):([a-z0-9-]+)$")
_markdown = MarkdownIt("commonmark", {"html": False})
# Addresses are judged below; markdown-it would refuse our own `lesson:` scheme in some positions.
_markdown.validateLink = lambda url: True  # type: ignore[method-assign]


def translation_key(kind: str, key: str) -> UUID:
    return uuid5(NAMESPACE, f"{kind}:{key}")


def block_html(markdown: str) -> str:
    return _clean(_markdown.render(markdown))


def inline_html(markdown: str) -> str:
    return _clean(_markdown.renderInline(markdown))


def _clean(html: str) -> str:
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_internal_link,
        url_schemes={"https", "mailto", "lesson", "article"},
        link_rel=None,
    ).strip()


def _internal_link(tag: str, name: str, value: str) -> str | None:
    found = _INTERNAL.match(value)
    if found is None:
        return value
    kind, key = found.groups()
    url_name = "courses:lesson-read" if kind == "lesson" else "knowledge:article-read"
    return reverse(url_name, args=[translation_key(kind, key)])
