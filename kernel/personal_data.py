"""What looks like somebody's number, address or name in a text that may hold nobody's (RULES 7)."""

import re

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
# 对方先生气了, 等了十分钟阿姨才来 and 保安先生 name nobody.
_NAMED = {
    "en": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+"),
    "zh-Hans": re.compile(rf"(?<![分保])[{_SURNAMES}](?:先生(?!气)|女士|小姐|太太|阿姨|大爷|大妈|叔叔|奶奶|爷爷)"),
}


def personal_data(text: str) -> str | None:
    """The first thing that looks like somebody's number or address, or None."""
    found = _PERSONAL.search(text)
    return found.group() if found else None


def named_person(text: str, language: str) -> str | None:
    """The first person called by name, or None: a case is told without names (RULES 7)."""
    found = _NAMED[language].search(text)
    return found.group() if found else None
