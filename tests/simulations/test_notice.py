"""Every recording names the text of the notice it rests on, so new words need a new version."""

import hashlib

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from simulations.domain.notices import TEXT_VERSION

WORDS = {
    ("2026-1", "en"): "28c43edfcabd7e7c",
    ("2026-1", "zh-hans"): "036c03c55feb1ec6",
}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_notice_says_what_its_version_says(language):
    """It fails when the words change: raise TEXT_VERSION then, and write the new fingerprint beside the old."""
    with translation.override(language):
        words = " ".join(render_to_string("simulations/_notice.html").split())

    assert hashlib.sha256(words.encode()).hexdigest()[:16] == WORDS[TEXT_VERSION, language]
