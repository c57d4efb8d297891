"""The house facts that the texts rest on (`curriculum/house-facts.yaml`), and what in a folder holds a token."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from courses.domain.academy.fields import Node, Text, open_file, read_each
from courses.domain.academy.house import read_house, tokens_in, whole
from courses.domain.academy.problems import CurriculumError, Problem
from courses.domain.academy.wording import LANGUAGES

_QUESTION = re.compile(r"^ *- key: *(\S+)", re.MULTILINE)
_KINDS = {"articles": "article", "cases": "case", "courses": "lesson"}
_FILES = {"scripts": "script", "scenarios": "scenario", "rubrics": "rubric"}


@dataclass(frozen=True)
class HouseFact:
    key: str
    title: Text
    value: Text
    find: tuple[re.Pattern[str], ...]

    def stands_in(self, text: str) -> bool:
        """`text` in small letters: ignoring capitals would make every search three times as long."""
        return any(pattern.search(text) for pattern in self.find)


def read_facts(folder: Path) -> tuple[HouseFact, ...]:
    """What a centre replaces. Raises CurriculumError with every problem of the file."""
    problems: list[Problem] = []
    file = open_file(folder / "house-facts.yaml", folder, problems, whole(read_house(folder)))
    facts = read_each(file.nodes("facts"), _fact) if file else ()
    if problems:
        raise CurriculumError(problems)
    return facts


def _fact(node: Node) -> HouseFact:
    find = node.one("find")
    patterns = tuple(_pattern(find, language) for language in LANGUAGES)
    find.finish()
    return HouseFact(node.key(), node.text("title"), node.text("value"), patterns)


def _pattern(node: Node, language: str) -> re.Pattern[str]:
    wanted = node.sentence(language)
    if wanted != wanted.lower():
        node.note(f"{language} is looked for in small letters, so write it in small letters")
    try:
        return re.compile(wanted)
    except re.error as error:
        node.note(f"{language} is no expression that can be looked for: {error}")
        return re.compile("$^")


@dataclass(frozen=True)
class TokenUse:
    """A text of the folder and the tokens in it. `language` is empty where one file holds both."""

    kind: str
    key: str
    language: str
    tokens: frozenset[str]


def token_uses(folder: Path) -> Iterator[TokenUse]:
    """Every lesson, article, case, script, scenario, rubric and question that holds a token."""
    for under, kind in _KINDS.items():
        for file in sorted((folder / under).rglob("*.md")):
            key, language = file.name.split(".")[:2]
            yield from _use(kind, key, language, file.read_text("utf-8"))
    for under, kind in _FILES.items():
        for file in sorted((folder / under).glob("*.yaml")):
            yield from _use(kind, file.stem, "", file.read_text("utf-8"))
    for file in sorted((folder / "questions").glob("*.yaml")):
        parts = _QUESTION.split(file.read_text("utf-8"))
        for key, text in zip(parts[1::2], parts[2::2], strict=True):
            yield from _use("question", key, "", text)


def _use(kind: str, key: str, language: str, text: str) -> Iterator[TokenUse]:
    if tokens := tokens_in(text):
        yield TokenUse(kind, key, language, frozenset(tokens))
