"""What a file's questions bring along beside words: pictures, sounds and markup, made fit for the bank or refused."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import unquote

from assessments.domain import files
from assessments.domain.exchange.drafts import Draft
from assessments.domain.exchange.into_bank import NotTakenError
from assessments.domain.exchange.items import Attachment, Item, Problem
from assessments.domain.exchange.markup import map_words
from assessments.domain.exchange.sentences import gettext_noop
from assessments.domain.kinds.shared import LANGUAGES, LONGEST_WORDS
from assessments.rich_text import BLOCK_TAGS, LINE_TAGS, cleaned
from content.uploads import PICTURES

PLACE = "@@PLUGINFILE@@/"
_NAMED = re.compile(r"@@PLUGINFILE@@/([^\"'\s<>)]+)")
_SOUND = re.compile(r'<audio\b[^>]*>(?:(?!</audio).)*?<source\b[^>]*?src="([^"]*)"(?:(?!</audio).)*</audio>', re.DOTALL)
_OWN = re.compile(r"\bfile:([a-z0-9][a-z0-9._-]*)")
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\b")
_MEDIUM = re.compile(r"<(img|audio)\b([^<>]*)>(</audio>)?")
_SOURCE = re.compile(r'\bsrc="file:([^"]*)"')
_DESCRIPTION = re.compile(r'\b(?:alt|title)="([^"]*)"')
_MARKDOWN = re.compile(r"!\[\]\(file:([^)\s]+)\)")
# Of markup that only arranges, nothing is missed.
_SILENT = {"div", "section", "article", "header", "footer", "font", "center", "tt", "big", "small"}


def settled(found: Iterable[Draft], problems: list[Problem]) -> Iterator[Draft]:
    """The drafts with their files named as the bank names them and their HTML cleaned; what cannot be is a problem."""
    for draft in found:
        try:
            yield _settled(draft)
        except NotTakenError as refused:
            problems.append(Problem(draft.where, refused.sentence))


def _settled(draft: Draft) -> Draft:
    form = draft.content.get("format", "plain")
    losses = list(draft.losses)
    names, kept = _taken(draft.attachments)
    content = draft.content
    if form != "plain":
        content = texts_changed(content, lambda text: _words(text, form, names, losses))
    elif kept:
        losses.append(gettext_noop("Its files are left out: plain text shows none."))
        kept = []
    texts_changed(content, _refuse_long)
    return replace(draft, content=content, attachments=tuple(kept), losses=tuple(dict.fromkeys(losses)))


def _refuse_long(text: str) -> str:
    if len(text) > LONGEST_WORDS:
        raise NotTakenError(gettext_noop("A text of it is longer than %(most)s characters.", most=LONGEST_WORDS))
    return text


def texts_changed(part: Any, change: Callable[[str], str]) -> Any:
    """The content with every text that a learner reads changed; accepted answers and numbers stay."""
    if isinstance(part, list):
        return [texts_changed(one, change) for one in part]
    if not isinstance(part, dict):
        return part
    if part and set(part) <= set(LANGUAGES):
        return {language: change(text) if isinstance(text, str) and text else text for language, text in part.items()}
    return {name: texts_changed(inner, change) for name, inner in part.items()}


def _taken(attachments: Iterable[Attachment]) -> tuple[dict[str, str], list[Attachment]]:
    """The names that words use → the names in the bank, and the files under those."""
    names: dict[str, str] = {}
    kept: dict[str, bytes] = {}
    for file in attachments:
        ending = files.ending_of(file.content)
        limit = files.LARGEST_PICTURE if ending in PICTURES else files.LARGEST_SOUND
        if not ending:
            raise NotTakenError(gettext_noop("The file %(name)s is no picture or sound that is taken.", name=file.name))
        if len(file.content) > limit:
            raise NotTakenError(
                gettext_noop("The file %(name)s is larger than %(most)s MB.", name=file.name, most=limit // files.MB)
            )
        stored = start = files.name_of(file.name, ending)
        number = 2
        while kept.get(stored, file.content) != file.content:
            stored, number = start.replace(".", f"-{number}."), number + 1
        kept[stored] = file.content
        names[file.name] = stored
    if len(kept) > files.MOST_FILES:
        raise NotTakenError(gettext_noop("A question holds at most %(number)s files.", number=files.MOST_FILES))
    return names, [Attachment(name, content) for name, content in kept.items()]


def _words(text: str, form: str, names: dict[str, str], losses: list[str]) -> str:
    text = _NAMED.sub(lambda found: f"file:{names.get(unquote(found[1]), 'missing')}", text)
    if form == "markdown":
        return _MARKDOWN.sub(lambda found: f"![{found[1]}](file:{found[1]})", text)
    text = _SOUND.sub(r'<audio src="\1"></audio>', text)
    odd = {tag.lower() for tag in _TAG.findall(text)} - LINE_TAGS - BLOCK_TAGS - _SILENT
    if odd:
        losses.append(
            gettext_noop("Markup that is not shown here is left out: %(tags)s.", tags=", ".join(sorted(odd)[:5]))
        )
    return _MEDIUM.sub(lambda found: _medium(found, set(names.values()), losses), cleaned(text))


def _medium(found: re.Match[str], known: set[str], losses: list[str]) -> str:
    """A picture or sound of this question, described by its name where nobody did; any other as its words alone."""
    source, said = _SOURCE.search(found[2]), _DESCRIPTION.search(found[2])
    words = said[1].strip() if said else ""
    if source is None or source[1] not in known:
        losses.append(gettext_noop("Pictures and sounds that are not in the file are left out."))
        return f"[{words}]" if words else ""
    if not words:
        losses.append(gettext_noop("Pictures and sounds without a description are described by their names."))
    shown = words or escape(source[1])
    if found[1] == "img":
        return f'<img src="file:{source[1]}" alt="{shown}">'
    return f'<audio src="file:{source[1]}" title="{shown}"></audio>'


def placed(item: Item, known: set[str]) -> Item:
    """The item with its files named as files beside it, as other systems look for them."""
    return map_words(
        item, lambda text: _OWN.sub(lambda found: PLACE + found[1] if found[1] in known else found[0], text)
    )
