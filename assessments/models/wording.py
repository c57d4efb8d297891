"""Texts kept in both languages: `{"en": …, "zh-hans": …}` in JSON, or a pair of columns."""

from django.utils.translation import get_language


def within(text: dict[str, str]) -> str:
    """The text in the language of whoever reads it."""
    return text["zh-hans"] if (get_language() or "").startswith("zh") else text["en"]
