"""The centre's own words in the curriculum: tokens such as {{company}}, filled in while a file is read.

What is loaded is plain text, so search, versions, exports and papers never meet a token. YAML is parsed first and
filled afterwards: no name of a company can break a file.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from courses.domain.academy.problems import Problem
from courses.domain.academy.wording import LANGUAGES

# In this order on the page.
TOKENS = ("company", "staff_number", "greeting", "hours")
LONGEST = {"company": 60, "staff_number": 12, "greeting": 200, "hours": 60}
# Only the greeting is made of other tokens.
INSIDE = {"greeting": ("company", "staff_number")}
_TOKEN = re.compile(r"\{\{\s*([A-Za-z_-]+)\s*\}\}")
# What would be read as markup once it stands in a text.
MARKUP = re.compile(r"[*_`<>\[\]{}|\\\r\n]")

# The safe loader in C reads the academy seven times as fast; it is missing only where PyYAML was built without libyaml.
SafeLoader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

Words = Mapping[str, str]
House = Mapping[str, Words]  # by language, then by token
NOBODY: House = {}


def parse(text: str) -> Any:
    return yaml.load(text, Loader=SafeLoader)  # noqa: S506 - safe, in C


def read_house(folder: Path) -> House:
    """The words shipped in academy.yaml under `house`, by language. What is wrong with that file is said elsewhere."""
    try:
        outline = parse((folder / "academy.yaml").read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return NOBODY
    shipped = outline.get("house") if isinstance(outline, dict) else None
    found: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for token, texts in shipped.items() if isinstance(shipped, dict) else ():
        for language in LANGUAGES:
            if isinstance(texts, dict) and isinstance(texts.get(language), str):
                found[language][str(token)] = texts[language]
    return found


def own(shipped: House, rows: Mapping[str, Words]) -> House:
    """The shipped words with the centre's in their place; `rows` by token, then by language, empty: as shipped."""
    return {
        language: {token: rows.get(token, {}).get(language) or text for token, text in words.items()}
        for language, words in shipped.items()
    }


def whole(house: House) -> House:
    """Every token of a token replaced too: the greeting with the company and the number in it."""
    return {language: {token: fill(text, words) for token, text in words.items()} for language, words in house.items()}


def fill(value: Any, words: Words) -> Any:
    """The same text, list or mapping with each known token replaced."""
    if isinstance(value, str):
        return _TOKEN.sub(lambda found: words.get(found[1], found[0]), value) if "{{" in value else value
    if isinstance(value, list):
        return [fill(inner, words) for inner in value]
    if isinstance(value, dict):
        return {name: fill(inner, words) for name, inner in value.items()}
    return value


def fill_pairs(value: Any, house: House, language: str = "") -> Any:
    """Fill a parsed file with both languages in it, in place: what stands under `en` gets the English words."""
    if isinstance(value, str):
        return fill(value, house.get(language, {}))
    if isinstance(value, list):
        value[:] = [fill_pairs(inner, house, language) for inner in value]
    elif isinstance(value, dict):
        for name, inner in value.items():
            value[name] = fill_pairs(inner, house, name if name in LANGUAGES else language)
    return value


def tokens_in(text: str) -> set[str]:
    return set(_TOKEN.findall(text))


def token_problems(text: str, path: str, house: House) -> list[Problem]:
    """Tokens that stand for nothing, line by line: a slip of the pen would be read by learners."""
    known = set.intersection(*(set(house.get(language, {})) for language in LANGUAGES))
    return [
        Problem(path, number, f"there is no token {{{{{token}}}}}; known are {', '.join(sorted(known)) or 'none'}")
        for number, line in enumerate(text.splitlines(), 1)
        if "{{" in line
        for token in sorted(tokens_in(line) - known)
    ]
