"""The shipped texts through the site's own blocks: what was written must come out whole."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from courses.domain.academy.lessons import LANGUAGES, Block, Media, Page, Screen, read_academy, texts_of
from courses.domain.academy.text_checks import texts_within
from courses.domain.loading import library, stream
from courses.models import LessonPage
from knowledge.models import ScriptPage, TonePage

ACADEMY = read_academy(Path(__file__).parents[2] / "curriculum")
GROUPS = (ACADEMY.lessons, ACADEMY.articles, ACADEMY.library.cases)
PAGES = [page for group in GROUPS for twins in group.values() for page in twins.values()]
NOT_SHOWN = re.compile(r"\*\*|\]\([^)]*\)|\[|^- |\s", re.MULTILINE)


def written(screen: Screen) -> tuple[Block, ...]:
    """The blocks that are text alone; files come out of the database, see test_loading."""
    return tuple(block for block in screen.blocks if not isinstance(block, Media))


def shown(page: Page) -> str:
    screens = tuple(replace(screen, blocks=written(screen)) for screen in page.screens)
    body = LessonPage._meta.get_field("body").stream_block.to_python(stream.screens(screens))
    return html.unescape(re.sub(r"<[^>]+>", "", str(body)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_every_text_is_shown(page):
    plain = NOT_SHOWN.sub("", shown(page))
    blocks = [block for screen in page.screens for block in written(screen)]

    missing = [text for block in blocks for text in texts_of(block) if NOT_SHOWN.sub("", text) not in plain]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_scripts_and_the_lexicon_is_shown(language, db):
    missing = []
    for script in ACADEMY.library.scripts:
        plain = rendered(ScriptPage, library.script_values(script, language, ACADEMY), without=("scene_keys",))
        missing += [text for text in texts_within(script) if bare(text.within(language)) not in plain]
    tone = ACADEMY.library.tone
    plain = rendered(TonePage, library.tone_values(tone, language))
    missing += [text for text in texts_within(tone) if bare(text.within(language)) not in plain]
    missing += [words for entry in tone.entries for words in entry.avoid[language] if bare(words) not in plain]

    assert missing == []


def rendered(model, values, without=()) -> str:
    """The words of an unsaved page as a reader sees them, without spaces."""
    body = json.dumps(values["body"])
    page = model(**{name: value for name, value in values.items() if name not in ("body", *without)})
    page.body = model._meta.get_field("body").to_python(body)
    shown = render_to_string(page.words_template, {"page": page})
    return bare(html.unescape(re.sub(r"<[^>]+>", "", shown)))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)
