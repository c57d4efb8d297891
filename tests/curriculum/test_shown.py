"""The shipped texts through the site's own blocks: what was written must come out whole."""

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from courses.domain.academy.lessons import Block, Media, Page, Screen, read_academy, texts_of
from courses.domain.loading import stream
from courses.models import LessonPage

ACADEMY = read_academy(Path(__file__).parents[2] / "curriculum")
PAGES = [page for twins in (*ACADEMY.lessons.values(), *ACADEMY.articles.values()) for page in twins.values()]
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
