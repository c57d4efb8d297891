"""The words of a page without their markup, written in one way, for the simple search to look in."""

import re
import unicodedata
from typing import Any

from django.utils.html import strip_tags


def normalised(text: str) -> str:
    """NFKC, lower case, single spaces: so that full-width letters and line ends do not hide a word."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


# Marks within a sentence: Chinese has no space there, so a word may begin in bold and end outside.
WITHIN = re.compile(r"</?(?:b|i|strong|em|a)\b[^>]*>")


def words_of(raw: Any) -> str:
    """Every text in the raw value of a stream, as one line."""
    return strip_tags(WITHIN.sub("", " ".join(_texts(raw))).replace("<", " <"))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, inner in value.items() if name not in ("id", "type") for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []
