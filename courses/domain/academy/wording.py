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

# Identity-document, telephone and bank card numbers, mail addresses: invented or not, a text may not look like them.
_PERSONAL = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-\d{7,8}|\d{4}(?:[ -]\d{4}){3}|\d{16,19})(?!\d)"
    r"|[\w.+-]+@[\w-]+\.\w+",
    re.ASCII,
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康"
    "毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文简沙严温章鲁倪庞樊兰殷施陶洪翟安颜牛"
)
# 对方先生气了 names nobody.
_NAMED = {
    "en": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+"),
    "zh-Hans": re.compile(rf"[{_SURNAMES}](?:先生(?!气)|女士|小姐|太太|阿姨|大爷|大妈|叔叔|奶奶|爷爷)"),
}

# Careful reading on a noisy floor, with time to picture the scene; slower than silent reading of a novel.
WORDS_A_MINUTE = 150
CHARACTERS_A_MINUTE = 230


def forbidden_wording(text: str, language: str) -> str | None:
    """The first forbidden expression in an agent's sentence, or None."""
    found = _FORBIDDEN[language].search(text.replace("\u2019", "'"))
    return found.group().lstrip(" \t“‘\"'") if found else None


def personal_data(text: str) -> str | None:
    """The first thing that looks like somebody's number or address, or None."""
    found = _PERSONAL.search(text)
    return found.group() if found else None


def named_person(text: str, language: str) -> str | None:
    """The first customer called by name, or None: a case is told without names (RULES 7)."""
    found = _NAMED[language].search(text)
    return found.group() if found else None


def typography(text: str, language: str) -> str | None:
    """A sentence about the first slip of Chinese punctuation, or None; English is left to the editor."""
    if language != "zh-Hans":
        return None
    bare = _LINK_TARGET.sub("", text)
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
