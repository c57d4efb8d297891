"""Texts kept in both languages: `{"en": …, "zh-hans": …}` in JSON, or a pair of columns."""

from django.utils.translation import get_language


def is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def within(text: dict[str, str]) -> str:
    """The text in the language of whoever reads it; where it is missing, the other one (a bank may have but one)."""
    first, second = ("zh-hans", "en") if is_chinese() else ("en", "zh-hans")
    return text.get(first) or text.get(second, "")
