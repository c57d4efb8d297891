"""Reads one lesson, article or case: front matter, screens, blocks. Knows nothing of other files."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import yaml
from markdown_it import MarkdownIt

from courses.domain.academy import wording
from courses.domain.academy.blocks import (
    HEADING,
    LINE,
    READERS,
    Block,
    Check,
    Dialogue,
    SayCard,
    Text,
    read_block,
    texts_of,
)
from courses.domain.academy.house import NOBODY, House, Words, fill, parse, token_problems
from courses.domain.academy.problems import CurriculumError, Findings, personal_problems, source_hash
from kernel.personal_data import named_person

ARTICLE_CLASSES = ("product", "after-sales", "rules-and-process", "faq")
CASE_CLASSES = ("complaint", "hard-case", "warm-service")
# Told in this order: what happened, what was tried, what turned it, what we learnt, questions to discuss.
CASE_SCREENS, LEAST_QUESTIONS, MOST_SCENES = 5, 2, 4
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
KINDS = ("lesson", "article", "case", "script")
LINK = re.compile(rf"\]\(({'|'.join(KINDS)}):([^)\s]*)\)")
REFERENCE = re.compile(rf"({'|'.join(KINDS)}):([a-z0-9-]+)")
MINUTES = range(2, 13)
CHECK_MINUTES = 0.5
AIM, SUMMARY = 200, 400
_DIRECTIVE = re.compile(r":::\s*(\S*)\s*$")
_TARGET = re.compile(r"\]\(([^)\s]*)")
_ALLOWED_TARGETS = (*(f"{kind}:" for kind in KINDS), "https://")
_QUESTION = re.compile(r"^(?:[-*]|\d+\.) .*[?？]$", re.MULTILINE)
_COMMONMARK = MarkdownIt("commonmark", {"html": False})
_HTML = re.compile(r"<[A-Za-z/!][^>\n]*>")


@dataclass(frozen=True)
class Screen:
    title: str
    blocks: tuple[Block, ...]
    line: int


@dataclass(frozen=True)
class Page:
    key: str
    language: str
    title: str
    review_by: datetime.date
    screens: tuple[Screen, ...]
    path: str
    source_hash: str

    @property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(block for screen in self.screens for block in screen.blocks)

    @property
    def shape(self) -> tuple[tuple[str, ...], ...]:
        """The kinds of blocks, screen by screen; the same in both languages."""
        return tuple(tuple(block.kind for block in screen.blocks) for screen in self.screens)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(`lesson`, `article`, `case` or `script`, key) of each internal link."""
        return tuple(pair for block in self.blocks for text in texts_of(block) for pair in LINK.findall(text))


@dataclass(frozen=True)
class Lesson(Page):
    aim: str
    minutes: int
    tags: tuple[str, ...]
    covers: tuple[str, ...] = ()  # keys of requirements.yaml


@dataclass(frozen=True)
class Contact:
    department: str
    when: str


@dataclass(frozen=True)
class Article(Page):
    """`summary` is the short answer, shown in search results and at the head of the article."""

    article_class: str
    summary: str
    keywords: tuple[str, ...]
    contacts: tuple[Contact, ...]


@dataclass(frozen=True)
class Case(Page):
    """A past complaint or hard case without personal data. `see` is what to read next, as (kind, key)."""

    case_class: str
    summary: str
    scenes: tuple[str, ...]
    see: tuple[tuple[str, str], ...]


class _Front:
    """The front matter; every field is asked for once, what is left over is a problem."""

    def __init__(self, fields: dict[str, Any], findings: Findings) -> None:
        self.fields, self.findings = fields, findings

    def take(self, name: str, kind: type, *, most: int = HEADING) -> Any:
        value = self.fields.pop(name, None)
        if not isinstance(value, kind) or isinstance(value, bool) or value in ("", []):
            self.findings.add(1, f"the front matter needs `{name}` ({_KIND_NAMES[kind]})")
            return kind() if kind is not datetime.date else datetime.date.min
        if isinstance(value, str) and len(value) > most:
            self.findings.add(1, f"`{name}` has {len(value)} characters; {most} fit")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        entries = self.take(name, list)
        if not all(isinstance(entry, str) for entry in entries):
            self.findings.add(1, f"`{name}` must be a list of texts; put figures in quotes")
        return tuple(str(entry) for entry in entries)

    def close(self) -> None:
        for name in self.fields:
            self.findings.add(1, f"the front matter does not know `{name}`")


_KIND_NAMES = {str: "text", int: "a whole number", list: "a list", datetime.date: "a date such as 2027-05-31"}


def read_lesson(text: str, *, path: PurePath | str, house: House = NOBODY) -> Lesson:
    """The lesson in a text file; the path gives the language. Raises CurriculumError with all problems of the file."""
    findings = Findings(path)
    front, page = _page(text, path, findings, house)
    minutes = front.take("minutes", int)
    covers = front.texts("covers") if "covers" in front.fields else ()
    aim, tags = front.take("aim", str, most=AIM), front.texts("tags")
    lesson = Lesson(**page, aim=aim, minutes=minutes, tags=tags, covers=covers)
    front.close()
    _check_minutes(lesson, findings)
    findings.refuse_if_any()
    return lesson


def read_article(text: str, *, path: PurePath | str, house: House = NOBODY) -> Article:
    """The knowledge article in a text file. Raises CurriculumError with all problems of the file."""
    findings = Findings(path)
    front, page = _page(text, path, findings, house)
    article_class = front.take("class", str)
    if article_class and article_class not in ARTICLE_CLASSES:
        findings.add(1, f"`class: {article_class}`; known are {', '.join(ARTICLE_CLASSES)}")
    summary, keywords = front.take("summary", str, most=SUMMARY), front.texts("keywords")
    if len(", ".join(keywords)) > LINE:
        findings.add(1, f"`keywords` are longer than {LINE} characters together")
    contacts = tuple(_contacts(front.take("contacts", list), findings))
    front.close()
    findings.refuse_if_any()
    return Article(**page, article_class=article_class, summary=summary, keywords=keywords, contacts=contacts)


def read_case(text: str, *, path: PurePath | str, house: House = NOBODY) -> Case:
    """The case in a text file. Raises CurriculumError with all problems of the file."""
    findings = Findings(path)
    front, page = _page(text, path, findings, house)
    case_class = front.take("class", str)
    if case_class and case_class not in CASE_CLASSES:
        findings.add(1, f"`class: {case_class}`; known are {', '.join(CASE_CLASSES)}")
    case = Case(
        **page,
        case_class=case_class,
        summary=front.take("summary", str, most=SUMMARY),
        scenes=front.texts("scenes"),
        see=tuple(_references(front.texts("see"), findings)),
    )
    front.close()
    _check_telling(case, findings)
    for number, line in enumerate(text.splitlines(), start=1):
        if name := named_person(line, case.language):
            findings.add(number, f"“{name}”: a case is told without names")
    findings.refuse_if_any()
    return case


def _references(entries: tuple[str, ...], findings: Findings) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if found := REFERENCE.fullmatch(entry):
            yield found[1], found[2]
        else:
            findings.add(1, f"`see` holds {entry}; it names pages such as lesson:words-that-calm")


def _check_telling(case: Case, findings: Findings) -> None:
    if not 1 <= len(case.scenes) <= MOST_SCENES:
        findings.add(1, f"a case has 1 to {MOST_SCENES} `scenes`")
    if len(case.screens) != CASE_SCREENS:
        findings.add(1, f"a case is told in {CASE_SCREENS} screens, not {len(case.screens)}")
        return
    last = case.screens[-1]
    asked = sum(len(_QUESTION.findall(block.markdown)) for block in last.blocks if isinstance(block, Text))
    if asked < LEAST_QUESTIONS:
        findings.add(last.line, f"the last screen lists at least {LEAST_QUESTIONS} questions to discuss")


def language_of(path: PurePath | str) -> str | None:
    return next((language for language in wording.LANGUAGES if str(path).endswith(f".{language}.md")), None)


def key_of(path: PurePath | str) -> str:
    return PurePath(path).name.split(".")[0]


def _page(text: str, path: PurePath | str, findings: Findings, house: House) -> tuple[_Front, dict[str, Any]]:
    language = language_of(path)
    if language is None:
        findings.add(1, "the file name must end in .en.md or .zh-Hans.md")
    words = house.get(language or "", {})
    findings.problems += personal_problems(text, str(path)) + token_problems(text, str(path), house)
    lines = text.removeprefix("\ufeff").splitlines()
    front, body_line = _front(lines, findings, words)
    key = front.take("key", str)
    if not KEY.fullmatch(key) or key != key_of(path):
        findings.add(1, f"`key` must be the file's name, {key_of(path)}, in small letters, figures and hyphens")
    page = {
        "key": key,
        "language": language or wording.LANGUAGES[0],
        "title": front.take("title", str),
        "review_by": front.take("review_by", datetime.date),
        "screens": tuple(_screens(lines, body_line, findings, words)),
        "path": str(path),
        "source_hash": source_hash(text),
    }
    _check_wording(page, findings)
    return front, page


def _front(lines: list[str], findings: Findings, words: Words) -> tuple[_Front, int]:
    """The front matter and the index of the first line after it."""
    rules = [at for at, line in enumerate(lines) if line.rstrip() == "---"][:2]
    if len(rules) < 2 or rules[0] != 0:
        findings.add(1, "the file must begin with front matter between two lines of ---")
        raise CurriculumError(findings.problems)
    end = rules[1]
    try:
        fields = parse("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        findings.add(mark.line + 2 if mark else 1, "the front matter cannot be read; quote texts that hold a colon")
        fields = None
    if not isinstance(fields, dict):
        findings.add(1, "the front matter must be fields such as `key: …`")
        raise CurriculumError(findings.problems)
    return _Front(fill(fields, words), findings), end + 1


def _screens(lines: list[str], start: int, findings: Findings, words: Words) -> Iterator[Screen]:
    heads = [at for at in range(start, len(lines)) if lines[at].startswith("## ")]
    if not heads:
        findings.add(start + 1, "there is no screen: each begins with a `## ` heading")
    for at in range(start, heads[0] if heads else start):
        if lines[at].strip():
            findings.add(at + 1, "text stands before the first `## ` heading")
            break
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        blocks, title = tuple(_blocks(lines, head + 1, end, findings, words)), fill(lines[head][3:].strip(), words)
        if not 0 < len(title) <= HEADING:
            findings.add(head + 1, f"a heading has 1 to {HEADING} characters")
        if not blocks:
            findings.add(head + 1, "the screen is empty")
        yield Screen(title=title, blocks=blocks, line=head + 1)


def _blocks(lines: list[str], start: int, end: int, findings: Findings, words: Words) -> Iterator[Block]:
    prose: list[str] = []
    at = start
    while at < end:
        directive = _DIRECTIVE.match(lines[at])
        if directive is None:
            _check_prose(lines[at], at + 1, findings)
            prose.append(fill(lines[at], words))
            at += 1
            continue
        yield from _text(prose)
        prose = []
        closing = next((n for n in range(at + 1, end) if lines[n].rstrip() == ":::"), end)
        if _is_readable(directive[1], at, closing < end, findings):
            source = "\n".join(lines[at + 1 : closing])
            block = read_block(directive[1], source, line=at + 1, findings=findings, words=words)
            if block is not None:
                yield block
        at = closing + 1
    yield from _text(prose)


def _text(prose: list[str]) -> Iterator[Text]:
    markdown = "\n".join(prose).strip()
    if markdown:
        yield Text(markdown)


def _is_readable(kind: str, at: int, closed: bool, findings: Findings) -> bool:
    if kind not in READERS:
        findings.add(at + 1, f"unknown block :::{kind}; known are {', '.join(READERS)}")
    elif not closed:
        findings.add(at + 1, f":::{kind} is not closed by a line of ::: before the next screen")
    return kind in READERS and closed


def _check_prose(line: str, number: int, findings: Findings) -> None:
    if line.startswith(("# ", "### ", "#### ")):
        findings.add(number, "only `## ` headings: one idea a screen")


def _contacts(entries: list[Any], findings: Findings) -> Iterator[Contact]:
    for entry in entries:
        if not isinstance(entry, dict) or set(entry) != {"department", "when"}:
            findings.add(1, "each of `contacts` needs `department` and `when`, nothing else")
            continue
        yield Contact(department=str(entry["department"]), when=str(entry["when"]))


def _check_minutes(lesson: Lesson, findings: Findings) -> None:
    if lesson.minutes not in MINUTES:
        findings.add(1, f"`minutes: {lesson.minutes}`; a lesson takes {MINUTES[0]} to {MINUTES[-1]}")
        return
    checks = sum(isinstance(block, Check) for block in lesson.blocks)
    needed = sum(wording.reading_minutes(text, lesson.language) for block in lesson.blocks for text in texts_of(block))
    needed += checks * CHECK_MINUTES
    if not needed * 0.65 <= lesson.minutes <= needed * 1.5:
        findings.add(1, f"`minutes: {lesson.minutes}`, but reading and the checks take about {needed:.1f}")


def _check_wording(page: dict[str, Any], findings: Findings) -> None:
    language = page["language"]
    for screen in page["screens"]:
        for block in screen.blocks:
            for sentence in _agent_sentences(block):
                if found := wording.forbidden_wording(sentence, language):
                    findings.add(screen.line, f"forbidden wording “{found}” in the screen “{screen.title}”")
            for text in (screen.title, *texts_of(block)):
                for slip in _slips(text, language):
                    findings.add(screen.line, f"{slip} in the screen “{screen.title}”")


def _slips(text: str, language: str) -> Iterator[str]:
    if slip := wording.typography(text, language):
        yield slip
    if "<" in text and _HTML.search(text):
        yield "HTML"
    if "**" in text and "**" in _COMMONMARK.render(text):
        yield "bold that does not close (a full stop or colon of Chinese stands after the **, not before)"
    for target in _TARGET.findall(text) if "](" in text else ():
        if not target.startswith(_ALLOWED_TARGETS):
            yield f"a link to {target or 'nowhere'}, which is neither a page of the academy nor https,"


def _agent_sentences(block: Block) -> Iterator[str]:
    """What learners will repeat: the better sentence of a card, and the decisive moves."""
    if isinstance(block, SayCard):
        yield block.say
    if isinstance(block, Dialogue):
        yield from (line.text for line in block.lines if line.move and line.who == "agent")
