"""From parsed texts to the JSON both languages are kept in."""

from typing import Any


def both(text: Any) -> dict[str, str]:
    return {"en": text.en, "zh-hans": text.zh_hans}
