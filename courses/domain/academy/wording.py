"""Checks of the wording itself: what an agent never says (RULES 2), typography, and how long a text takes to read."""

import re

LANGUAGES = ("en", "zh-Hans")

# 能不能 and 行不行 ask a question and stay allowed.
_FORBIDDEN = {
    "en": re.compile(
        r"\b(?:(?:do not|don't) know|not clear|can't|cannot|can not|no can do)\b|^\W*no[,.!]",
        re.IGNORECASE,
    ),
    "zh-Hans": re.compile(r"不知道|不清楚|(?<!行)不行|(?<!能)不能"),
}
_HAN = r"\u3400-\u9fff"
_SPACED_HAN = re.compile(rf"[{_HAN}，。；：？！、”）][ \t]+[{_HAN}“（]")
_HALF_WIDTH = re.compile(rf"[{_HAN}”）][,;:?!](?!\])|[,;?!][{_HAN}“（]|[{_HAN}]\(|\)[{_HAN}]")
_LINK_TARGET = re.compile(r"(?<=\])\([a-z]+:[^)\s]*\)")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’\-]*")

# Careful reading on a noisy floor, with time to picture the scene; slower than silent reading of a novel.
WORDS_A_MINUTE = 150
CHARACTERS_A_MINUTE = 230


def forbidden_wording(text: str, language: str) -> str | None:
    """The first forbidden expression in an agent's sentence, or None."""
    found = _FORBIDDEN[language].search(text.replace("\u2019", "'"))
    return found.group().lstrip(" \t“‘\"'") if found else None


def typography(text: str, language: str) -> str | None:
    """A sentence about the first slip of Chinese punctuation, or None; English is left to the editor."""
    if language != "zh-Hans":
        return None
    bare = _LINK_TARGET.sub("", text) if "](" in text else text
    if found := _HALF_WIDTH.search(bare):
        return f"half-width punctuation in Chinese: “{found.group()}”"
    if found := _SPACED_HAN.search(bare):
        return f"a space between Chinese characters: “{found.group()}”"
    return None


def reading_minutes(text: str, language: str) -> float:
    """Minutes a careful reader needs for the text, for judging the figure an author gives."""
    if language == "zh-Hans":
        return len(re.findall(rf"[{_HAN}]", text)) / CHARACTERS_A_MINUTE
    return len(_WORD.findall(text)) / WORDS_A_MINUTE
