"""The words of a question as a page shows them: plain, Markdown or HTML, and never more than the list below allows.

Pictures and sounds are named `file:NAME` and come from the question's own files; links, and pictures from elsewhere,
are left out (nothing on an exam page leads away from it or tells another server who sits it).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape

import nh3
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

FORMATS = ("plain", "markdown", "html")
LINE_TAGS = {"b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "br", "span", "img", "audio"}
BLOCK_TAGS = set("p ul ol li blockquote pre hr h3 h4 table caption thead tbody tr th td".split())
ATTRIBUTES = {"img": {"src", "alt"}, "audio": {"src", "title"}, "ol": {"start"}}
GAP = re.compile(r"\[\[(\d{1,2})\]\]")

_markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
# Addresses are judged by the cleaner.
_markdown.validateLink = lambda url: True  # type: ignore[method-assign]
_FILE = re.compile(r"file:([a-z0-9][a-z0-9._-]{0,119})")
_MEDIA = re.compile(r'<(img|audio)((?: [a-z]+="[^"<>]*")*)>(?:[^<]*</audio>)?')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_BLOCK_TAG = re.compile(r"</?(?:p|br|hr|li|ul|ol|h3|h4|pre|blockquote|table|caption|tr|th|td)\b[^>]*>")


@dataclass(frozen=True)
class Source:
    """Where a browser gets a file of a question."""

    address: str
    is_sound: bool


@dataclass(frozen=True)
class Named:
    """A picture or sound that words ask for: its name (empty: from elsewhere) and what it is in words."""

    name: str
    description: str


@dataclass(frozen=True)
class Words:
    """How the words of one version are written, and its files by name."""

    format: str = "plain"
    files: Mapping[str, Source] = field(default_factory=dict)

    def shown(self, text: str, *, line: bool = False) -> SafeString:
        """Safe HTML; `line` for a place that holds no paragraphs, such as a label."""
        if self.format == "plain":
            return mark_safe(escape(text).replace("\n", "<br>"))  # noqa: S308 - escaped
        cleaned = _cleaned(text, self.format, line)
        return mark_safe(_MEDIA.sub(self._medium, cleaned))  # noqa: S308 - cleaned, and the media are ours

    def _medium(self, found: re.Match[str]) -> str:
        named = _named(found)
        source = self.files.get(named.name)
        if source is None:
            return format_html("[{}]", named.description) if named.description else ""
        shape = (
            '<audio class="words-sound" controls preload="metadata" src="{}" aria-label="{}"></audio>'
            if source.is_sound
            else '<img class="words-picture" src="{}" alt="{}">'
        )
        return format_html(shape, source.address, named.description)


def _cleaned(text: str, form: str, line: bool) -> str:
    if form == "markdown":
        text = _markdown.renderInline(text) if line else _markdown.render(text)
    return nh3.clean(
        text,
        tags=LINE_TAGS if line else LINE_TAGS | BLOCK_TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"file"},
        link_rel=None,
    ).strip()


def cleaned(html: str) -> str:
    """HTML from outside as it may be kept: what is shown of it, and nothing else."""
    return _cleaned(html, "html", line=False)


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Only own files as sources; in descriptions no sign that could end them or be taken for a gap."""
    if name == "src":
        return value if _FILE.fullmatch(value) else None
    return " ".join(re.sub(r'["<>\[\]]', " ", value).split())


def _named(found: re.Match[str]) -> Named:
    given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[2])}
    name = _FILE.fullmatch(given.get("src", ""))
    return Named(name[1] if name else "", given.get("alt") or given.get("title", ""))


def media(text: str, form: str) -> list[Named]:
    """The pictures and sounds of a text, in their order."""
    return [] if form == "plain" else [_named(found) for found in _MEDIA.finditer(_cleaned(text, form, False))]


def bare(text: str, form: str) -> str:
    """The words alone, for a list, a summary or the name of a control; a picture is its description."""
    if form != "plain":
        cleaned = _MEDIA.sub(lambda found: escape(_named(found).description), _cleaned(text, form, False))
        text = unescape(nh3.clean(_BLOCK_TAG.sub(" ", cleaned), tags=set()))
    return " ".join(GAP.sub("____", text).split())


def around_gaps(html: str) -> list[tuple[SafeString, int]]:
    """Cleaned HTML cut at its gaps: what stands before each, with the gap's number; the rest comes with 0."""
    parts = GAP.split(html)
    pieces = [*zip(parts[::2], map(int, parts[1::2]), strict=False), (parts[-1], 0)]
    return [(mark_safe(piece), number) for piece, number in pieces]  # noqa: S308 - pieces of what was cleaned
