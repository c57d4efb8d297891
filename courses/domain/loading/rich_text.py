"""Markdown of the curriculum as rich text, cleaned on the way in (nh3) as Wagtail cleans it on the way out."""

import re
from uuid import UUID, uuid5

import nh3
from django.urls import reverse
from django.utils.html import escape
from markdown_it import MarkdownIt

# Fixed, so that a lesson has the same address in every installation and in both languages.
NAMESPACE = UUID("5d0c3f0e-6d53-4a34-9a3b-2f1f0a4f7a11")
TAGS = {"p", "b", "i", "strong", "em", "a", "ul", "ol", "li", "h3", "br"}
PLACES = {
    "lesson": "courses:lesson-read",
    "article": "knowledge:article-read",
    "case": "knowledge:case-read",
    "script": "knowledge:script-read",
}
_INTERNAL = re.compile(rf"^({'|'.join(PLACES)}):([a-z0-9-]+)$")
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
        url_schemes={"https", "mailto", *PLACES},
        link_rel=None,
    ).strip()


def _internal_link(tag: str, name: str, value: str) -> str | None:
    found = _INTERNAL.match(value)
    if found is None:
        return value
    return _address(*found.groups())


def _address(kind: str, key: str) -> str:
    return reverse(PLACES[kind], args=[translation_key(kind, key)])


def link_to(kind: str, key: str, words: str) -> str:
    """A link to a page of the academy, in words that are shown as they stand."""
    return f'<a href="{_address(kind, key)}">{escape(words)}</a>'
