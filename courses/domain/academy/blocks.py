"""The blocks a lesson or an article is made of, each read from the YAML body of its directive."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any

import yaml

from courses.domain.academy.house import Words, fill, parse
from courses.domain.academy.problems import Findings

CALLOUT_KINDS = ("rule", "tip", "warning")
SPEAKERS = ("customer", "agent")
# The site's fields: single lines, and texts of a few sentences. A longer one would be cut or refused on loading.
LINE, PARAGRAPH, HEADING = 300, 600, 120
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_MARKUP = re.compile(r"\*\*|\]\(|`")


@dataclass(frozen=True)
class Text:
    kind = "text"
    markdown: str


@dataclass(frozen=True)
class SayCard:
    """Say this, not that, and why."""

    kind = "say"
    say: str
    avoid: str
    why: str


@dataclass(frozen=True)
class Line:
    """One turn of a dialogue. `decisive` are the words within `text` that make the move, or nothing for all of it."""

    who: str
    text: str
    move: bool = False
    note: str = ""
    decisive: str = ""


@dataclass(frozen=True)
class Dialogue:
    kind = "dialogue"
    lines: tuple[Line, ...]
    title: str = ""


@dataclass(frozen=True)
class Steps:
    kind = "steps"
    items: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Option:
    text: str
    feedback: str
    right: bool = False


@dataclass(frozen=True)
class Check:
    kind = "check"
    stem: str
    options: tuple[Option, ...]

    @property
    def several(self) -> bool:
        return sum(option.right for option in self.options) > 1


@dataclass(frozen=True)
class Callout:
    kind = "callout"
    callout: str
    text: str


@dataclass(frozen=True)
class Task:
    """What the learner does on the floor, and by what it is seen to be done."""

    kind = "task"
    text: str
    done_when: str
    title: str = ""


@dataclass(frozen=True)
class Media:
    """A picture, video, audio or download; `file` lies beside the lesson, `alt` says the same in words."""

    kind: str
    file: str
    alt: str
    caption: str = ""


Block = Text | SayCard | Dialogue | Steps | Check | Callout | Task | Media
Body = dict[str, Any]


class _Reader:
    """Takes named fields out of one YAML mapping and notes what is missing, surplus or of the wrong shape."""

    def __init__(self, body: object, what: str, line: int, findings: Findings) -> None:
        self.what, self.line, self.findings = what, line, findings
        self.body: Body = dict(body) if isinstance(body, dict) else {}
        self.is_readable = isinstance(body, dict)
        if not self.is_readable:
            findings.add(line, f"{what} must be fields such as `text: …`")

    def refuse(self, sentence: str) -> None:
        if self.is_readable:
            self.findings.add(self.line, f"{self.what} {sentence}")

    def text(self, name: str, *, most: int = PARAGRAPH, required: bool = True, markup: bool = False) -> str:
        value = self._words(name, required=required)
        if len(value) > most:
            self.refuse(f"has a `{name}` of {len(value)} characters; {most} fit")
        if not markup and _MARKUP.search(value):
            self.refuse(f"has Markdown in `{name}`, which is shown as plain text")
        return value

    def _words(self, name: str, *, required: bool) -> str:
        value = self.body.pop(name, None)
        if value is None or value == "":
            if required:
                self.refuse(f"needs `{name}`")
            return ""
        if not isinstance(value, str):
            self.refuse(f"has a `{name}` that is not text; put it in quotes")
            return ""
        return value.strip()

    def flag(self, name: str) -> bool:
        value = self.body.pop(name, False)
        if not isinstance(value, bool):
            self.refuse(f"has a `{name}` that is neither true nor false")
        return value is True

    def one_of(self, name: str, allowed: tuple[str, ...]) -> str:
        value = self.text(name)
        if value and value not in allowed:
            self.refuse(f"has `{name}: {value}`; known are {', '.join(allowed)}")
        return value

    def several(self, name: str, *, least: int) -> list[Any]:
        value = self.body.pop(name, None)
        if not isinstance(value, list) or len(value) < least:
            self.refuse(f"needs `{name}` with at least {least} entries")
            return value if isinstance(value, list) else []
        return value

    def inner(self, entries: list[Any], what: str) -> Iterator["_Reader"]:
        for number, entry in enumerate(entries, start=1):
            reader = _Reader(entry, f"{self.what}, {what} {number}", self.line, self.findings)
            yield reader
            reader.close()

    def close(self) -> None:
        if self.body:
            self.refuse(f"does not know {', '.join(f'`{name}`' for name in self.body)}")


def _say(reader: _Reader) -> SayCard:
    return SayCard(reader.text("say", most=LINE), reader.text("not", most=LINE), reader.text("why"))


def _line(reader: _Reader) -> Line:
    who, text = reader.one_of("who", SPEAKERS), reader.text("text", markup=True)
    bold = _BOLD.search(text)
    move, note = reader.flag("move"), reader.text("note", most=LINE, required=False)
    if bool(note) != move or (bold and not move):
        reader.refuse("needs a `note` if it is a move; without `move: true` it has neither note nor bold words")
    return Line(who, _BOLD.sub(r"\1", text), move=move, note=note, decisive=bold[1] if bold else "")


def _dialogue(reader: _Reader) -> Dialogue:
    entries = reader.several("lines", least=2)
    lines = tuple(_line(line) for line in reader.inner(entries, "line"))
    if not any(line.move and line.who == "agent" for line in lines):
        reader.refuse("marks no decisive move: one agent line needs `move: true`")
    return Dialogue(lines, title=reader.text("title", most=HEADING, required=False))


def _steps(reader: _Reader) -> Steps:
    items = reader.several("items", least=2)
    if not all(isinstance(item, str) and item.strip() for item in items):
        reader.refuse("has an item that is not text; put it in quotes")
    return Steps(tuple(str(item).strip() for item in items), title=reader.text("title", most=HEADING, required=False))


def _check(reader: _Reader) -> Check:
    entries = reader.several("options", least=2)
    options = tuple(
        Option(option.text("text", most=LINE), option.text("feedback"), right=option.flag("right"))
        for option in reader.inner(entries, "option")
    )
    if not any(option.right for option in options):
        reader.refuse("has no right answer: one option needs `right: true`")
    if options and all(option.right for option in options):
        reader.refuse("has no wrong answer")
    return Check(reader.text("stem"), options)


def _callout(reader: _Reader) -> Callout:
    return Callout(reader.one_of("kind", CALLOUT_KINDS), reader.text("text", markup=True))


def _task(reader: _Reader) -> Task:
    text, done_when = reader.text("text", markup=True), reader.text("done_when")
    return Task(text, done_when, title=reader.text("title", most=HEADING, required=False))


def _media(kind: str) -> Callable[[_Reader], Media]:
    def read(reader: _Reader) -> Media:
        return Media(kind, reader.text("file"), reader.text("alt"), reader.text("caption", most=LINE, required=False))

    return read


READERS: dict[str, Callable[[_Reader], Block]] = {
    "say": _say,
    "dialogue": _dialogue,
    "steps": _steps,
    "check": _check,
    "callout": _callout,
    "task": _task,
    **{kind: _media(kind) for kind in ("picture", "video", "audio", "download")},
}


def read_block(kind: str, source: str, *, line: int, findings: Findings, words: Words) -> Block | None:
    """The block of a directive that opens at `line`, or None when its YAML is broken; problems go to `findings`."""
    try:
        body = fill(parse(source), words)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = line + 1 + mark.line if mark else line
        findings.add(
            at, f"this line of :::{kind} cannot be read; put a text in quotes if it holds a colon or begins with **"
        )
        return None
    reader = _Reader(body, f":::{kind}", line, findings)
    block = READERS[kind](reader)
    reader.close()
    return block


def texts_of(block: object) -> Iterator[str]:
    """Every text a reader sees in a block, in order."""
    for field in fields(block):  # type: ignore[arg-type]
        value = getattr(block, field.name)
        if isinstance(value, str) and field.name not in ("kind", "who", "callout", "file", "decisive"):
            yield value
        for entry in value if isinstance(value, tuple) else ():
            if isinstance(entry, str):
                yield entry
            else:
                yield from texts_of(entry)
