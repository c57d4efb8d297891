"""Whoever reads the journal reads words: every verb that the code writes as a text has its own."""

import re
from pathlib import Path

import pytest

from people.domain.journal_words import VERBS

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "people",
    "policies",
    "content",
    "knowledge",
    "assessments",
    "mentoring",
    "simulations",
    "courses",
    "certification",
)
# journal.record("verb", …) and the verbs that go through a function of the app.
WRITTEN = re.compile(r'(?:record|_move|_note|_note_refusal)\(\s*(?:\w[\w.]*, )*"([a-z]+(?:-[a-z]+)+)"')


@pytest.mark.parametrize("app", APPS)
def test_every_verb_written_has_words(app):
    sources = [path.read_text("utf-8") for path in (ROOT / app / "domain").rglob("*.py")]
    verbs = {verb for source in sources for verb in WRITTEN.findall(source)}

    assert verbs
    assert sorted(verbs - VERBS.keys()) == []
