"""Checks of single texts that every kind of curriculum file shares."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from courses.domain.academy.fields import Text
from courses.domain.academy.wording import typography

_HAN = re.compile(r"[\u3400-\u9fff]")


def texts_within(part: object) -> Iterator[Text]:
    """Every bilingual text of an item, however deep it lies."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, tuple):
        for row in part:
            yield from texts_within(row)
    elif is_dataclass(part):
        for each in fields(part):
            yield from texts_within(getattr(part, each.name))


def text_slips(text: Text) -> Iterator[str]:
    """One sentence for a text in the wrong language, one for Chinese punctuation."""
    if _HAN.search(text.en):
        yield f"Chinese characters in the English text: {text.en}"
    if not _HAN.search(text.zh_hans) and re.search(r"[A-Za-z]{3}", text.zh_hans):
        yield f"the Chinese text is not Chinese: {text.zh_hans}"
    if slip := typography(text.zh_hans, "zh-Hans"):
        yield slip
