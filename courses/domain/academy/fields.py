"""Reading mappings out of YAML: each field is asked for by name, what is wrong is noted with file and line."""

import datetime
import json
import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from courses.domain.academy.house import House, SafeLoader, fill_pairs, token_problems
from courses.domain.academy.problems import Problem, personal_problems, source_hash
from courses.domain.academy.wording import LANGUAGES

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Text:
    en: str
    zh_hans: str

    def within(self, language: str) -> str:
        """The Chinese for any spelling of a Chinese code, else the English."""
        return self.zh_hans if language.lower().startswith("zh") else self.en


@dataclass(frozen=True)
class Place:
    path: str
    line: int


class Hashed:
    """A dataclass whose content has a fingerprint, so that a loader can tell what a centre edited."""

    @property
    def source_hash(self) -> str:
        content = asdict(self)  # type: ignore[call-overload]
        content.pop("place")
        for added in fields(self):  # type: ignore[arg-type]
            # A field that came later and is not used leaves the fingerprints of before as they were.
            if added.metadata.get("optional") and content[added.name] == added.default:
                content.pop(added.name)
        return source_hash(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


class Row(dict[str, Any]):
    line = 1


class RowLoader(SafeLoader):  # type: ignore[misc]
    """Keeps line numbers, and refuses a field that stands twice (YAML lets the second win silently)."""


def _construct_row(loader: RowLoader, node: yaml.MappingNode) -> Iterator[Row]:
    row = Row()
    row.line = node.start_mark.line + 1
    yield row
    for name_node, value_node in node.value:
        name: Hashable = loader.construct_object(name_node, deep=True)
        if name in row:
            problem = f"field {name} stands twice"
            raise yaml.constructor.ConstructorError(None, None, problem, name_node.start_mark)
        row[str(name)] = loader.construct_object(value_node, deep=True)


RowLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_row)


class Node:
    """One mapping of a file. Every read marks its field as known; `finish` reports the others."""

    def __init__(self, problems: list[Problem], path: str, where: str, content: object, line: int = 1) -> None:
        self.problems, self.path, self.where = problems, path, where
        self.known: set[str] = set()
        self.content = content if isinstance(content, Row) else Row()
        self.line = content.line if isinstance(content, Row) else line
        if not isinstance(content, Row):
            self.note("should be a mapping of fields")

    @property
    def place(self) -> Place:
        return Place(self.path, self.line)

    def note(self, what: str) -> None:
        self.problems.append(Problem(self.path, self.line, f"{self.where}: {what}" if self.where else what))

    def take(self, name: str) -> Any:
        self.known.add(name)
        return self.content.get(name)

    def finish(self) -> None:
        for name in sorted(set(self.content) - self.known):
            self.note(f"unknown field {name}")

    def key(self, name: str = "key") -> str:
        value = self.take(name)
        if isinstance(value, str) and KEY.fullmatch(value):
            return value
        self.note(f"{name} should be lower-case words joined by hyphens")
        return ""

    def choice(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.take(name)
        if value not in allowed:
            self.note(f"{name} should be one of {', '.join(allowed)}")
            return allowed[0]
        return str(value)

    def whole(self, name: str, low: int, high: int) -> int:
        value = self.take(name)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.note(f"{name} should be a whole number from {low} to {high}")
        return low

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        value = self.take(name)
        if isinstance(value, bool):
            return value
        if value is not None or default is None:
            self.note(f"{name} should be true or false")
        return bool(default)

    def sentence(self, name: str) -> str:
        value = self.take(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.note(f"{name} should be a text (quote numbers)")
        return ""

    def day(self, name: str) -> datetime.date:
        value = self.take(name)
        if isinstance(value, datetime.date):
            return value
        self.note(f"{name} should be a date such as 2027-05-31")
        return datetime.date.min

    def words(self, name: str) -> tuple[str, ...]:
        value = self.take(name)
        if isinstance(value, list) and value and all(isinstance(row, str) and row.strip() for row in value):
            return tuple(row.strip() for row in value)
        self.note(f"{name} should be a list of texts (quote numbers)")
        return ()

    def one(self, name: str) -> "Node":
        return self.child(name, self.take(name))

    def nodes(self, name: str, *, at_least: int = 1) -> list["Node"]:
        value = self.take(name)
        if value is None and at_least == 0:
            return []
        if not isinstance(value, list) or len(value) < at_least:
            self.note(f"{name} should be a list of at least {at_least}")
            return []
        return [self.child(f"{name} {number}", row) for number, row in enumerate(value, 1)]

    def child(self, name: str, content: object) -> "Node":
        where = f"{self.where} > {name}" if self.where else name
        return Node(self.problems, self.path, where, content, self.line)

    def text(self, name: str) -> Text:
        return read_text(self.one(name))

    def texts(self, name: str, *, at_least: int = 1) -> tuple[Text, ...]:
        return tuple(read_text(node) for node in self.nodes(name, at_least=at_least))


def read_text(node: Node) -> Text:
    text = Text(*(node.sentence(language) for language in LANGUAGES))
    node.finish()
    return text


def read_each[T](nodes: list[Node], read: Callable[[Node], T]) -> tuple[T, ...]:
    """Reads every node and reports the fields that nobody asked for."""
    items = []
    for node in nodes:
        items.append(read(node))
        node.finish()
    return tuple(items)


def open_file(path: Path, folder: Path, problems: list[Problem], house: House) -> Node | None:
    """The file's mapping, or None with a problem noted when it is missing or no YAML."""
    name = path.relative_to(folder).as_posix()
    try:
        text = path.read_text("utf-8")
        problems += personal_problems(text, name) + token_problems(text, name, house)
        content = yaml.load(text, Loader=RowLoader)  # noqa: S506 - built on SafeLoader
        content = fill_pairs(content, house) if "{{" in text else content
    except FileNotFoundError:
        problems.append(Problem(name, 1, "the file is missing"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        problems.append(Problem(name, mark.line + 1 if mark else 1, f"is no readable YAML: {reason}"))
    else:
        return Node(problems, name, "", content)
    return None
