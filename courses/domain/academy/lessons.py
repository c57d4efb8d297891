"""The academy as it lies in text files: courses, lessons and articles in both languages, and the programme's weeks.

The front door of this package: everything other code needs can be imported from here. Reads files, imports no Django.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from courses.domain.academy.blocks import (
    Block,
    Callout,
    Check,
    Dialogue,
    Line,
    Media,
    Option,
    SayCard,
    Steps,
    Task,
    Text,
    texts_of,
)
from courses.domain.academy.pages import (
    ARTICLE_CLASSES,
    KEY,
    Article,
    Contact,
    Lesson,
    Page,
    Screen,
    key_of,
    read_article,
    read_lesson,
)
from courses.domain.academy.problems import CurriculumError, Findings, Problem, source_hash
from courses.domain.academy.wording import LANGUAGES, forbidden_wording

__all__ = [
    "ARTICLE_CLASSES", "LANGUAGES", "Academy", "Article", "Block", "Callout", "Check", "Company", "Contact", "Course",
    "CurriculumError", "Dialogue", "Findings", "Lesson", "Line", "Media", "Module", "Option", "Page", "Problem",
    "Programme", "SayCard", "Screen", "Session", "Steps", "Task", "Text", "Titles", "Week", "forbidden_wording",
    "read_academy", "read_article", "read_lesson", "source_hash", "texts_of",
]  # fmt: skip

ORDERS = ("sequential", "free")
LONGEST_MONTHS = 120
Titles = dict[str, str]


@dataclass(frozen=True)
class Company:
    key: str
    name: Titles
    about: Titles


@dataclass(frozen=True)
class Module:
    key: str
    title: Titles
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    key: str
    title: Titles
    summary: Titles
    order: str
    modules: tuple[Module, ...]
    valid_months: int | None = None  # how long a completion holds; none named: as the policy on certificates says

    @property
    def lessons(self) -> tuple[str, ...]:
        return tuple(key for module in self.modules for key in module.lessons)


@dataclass(frozen=True)
class Session:
    """A classroom session whose attendance is marked."""

    key: str
    title: Titles
    led_by: Titles


@dataclass(frozen=True)
class Week:
    """What one week asks for; the figures of its gate (weights, marks, quotas) are policy, not curriculum."""

    key: str
    title: Titles
    working_days: int
    lessons: tuple[str, ...]
    papers: tuple[str, ...] = ()
    practical: str = ""
    sessions: tuple[Session, ...] = ()
    sign_off: str = ""
    mock_calls: bool = False


@dataclass(frozen=True)
class Programme:
    key: str
    title: Titles
    summary: Titles
    course: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True)
class Academy:
    """`lessons[key][language]` and `articles[key][language]` hold both languages of every text."""

    company: Company
    courses: tuple[Course, ...]
    programmes: tuple[Programme, ...]
    lessons: dict[str, dict[str, Lesson]] = field(default_factory=dict)
    articles: dict[str, dict[str, Article]] = field(default_factory=dict)


def read_academy(folder: Path) -> Academy:
    """The whole curriculum folder, checked file by file and against itself.

    Raises CurriculumError with every problem found: the files' own, missing translations, shapes that differ between
    the languages, lessons that no module lists, and links or media that lead nowhere.
    """
    problems: list[Problem] = []
    lessons = _read_pages(folder, "courses", read_lesson, problems)
    articles = _read_pages(folder, "articles", read_article, problems)
    outline = _Outline(folder / "academy.yaml")
    academy = outline.academy(lessons, articles)
    problems += outline.findings.problems
    problems += _pair_problems(lessons) + _pair_problems(articles)
    if academy:
        problems += outline.cross_problems(academy, folder)
    problems += _link_problems(lessons, articles) + _media_problems(folder, lessons, articles)
    if problems or academy is None:
        raise CurriculumError(problems)
    return academy


def _read_pages[P: Page](
    folder: Path, under: str, read: Callable[..., P], problems: list[Problem]
) -> dict[str, dict[str, P]]:
    pages: dict[str, dict[str, P]] = {}
    for file in sorted((folder / under).rglob("*.md")):
        path = file.relative_to(folder).as_posix()
        try:
            page = read(file.read_text(encoding="utf-8"), path=path)
        except CurriculumError as error:
            problems += error.problems
            # Known though unreadable, so that its twin is not reported as missing a translation.
            pages.setdefault(key_of(path), {})
            continue
        except UnicodeDecodeError:
            problems.append(Problem(path, 1, "the file is not UTF-8 text"))
            continue
        if page.language in pages.setdefault(page.key, {}):
            problems.append(
                Problem(path, 1, f"the key {page.key} is already taken by {pages[page.key][page.language].path}")
            )
        pages[page.key][page.language] = page
    return pages


def _pair_problems(pages: dict[str, dict[str, Any]]) -> list[Problem]:
    problems: list[Problem] = []
    for key, twins in pages.items():
        if len(twins) == len(LANGUAGES):
            problems += _shape_problems(*(twins[language] for language in LANGUAGES))
        elif twins:
            (page,) = twins.values()
            missing = next(language for language in LANGUAGES if language not in twins)
            problems.append(Problem(page.path, 1, f"{key} has no readable {missing} text"))
    return problems


def _shape_problems(one: Page, other: Page) -> Iterator[Problem]:
    if Path(one.path).parent != Path(other.path).parent:
        yield Problem(other.path, 1, f"lies in another folder than {one.path}")
    if len(one.screens) != len(other.screens):
        yield Problem(other.path, 1, f"has {len(other.screens)} screens, {one.path} has {len(one.screens)}")
    for here, there in zip(one.screens, other.screens, strict=False):
        kinds = [[block.kind for block in screen.blocks] for screen in (here, there)]
        if kinds[0] != kinds[1]:
            yield Problem(other.path, there.line, f"blocks {', '.join(kinds[1])}; {one.path} has {', '.join(kinds[0])}")
        elif [_parts(block) for block in here.blocks] != [_parts(block) for block in there.blocks]:
            yield Problem(other.path, there.line, f"a block has other parts than in {one.path}, line {here.line}")
    for name in ("review_by", "minutes", "tags", "article_class"):
        if getattr(one, name, None) != getattr(other, name, None):
            yield Problem(other.path, 1, f"`{name.removeprefix('article_')}` differs from {one.path}")


def _parts(block: Block) -> tuple[object, ...]:
    """What must agree between the languages inside a block: who speaks, which answers are right, how many steps."""
    match block:
        case Dialogue():
            return tuple((line.who, line.move) for line in block.lines)
        case Check():
            return tuple(option.right for option in block.options)
        case Steps():
            return (len(block.items),)
        case Callout():
            return (block.callout,)
    return ()


def _link_problems(*kinds: dict[str, dict[str, Any]]) -> list[Problem]:
    known = dict(zip(("lesson", "article"), kinds, strict=True))
    pages: Iterable[Page] = [page for pages in kinds for twins in pages.values() for page in twins.values()]
    return [
        Problem(page.path, 1, f"the link {kind}:{key} leads nowhere")
        for page in pages
        for kind, key in page.links
        if key not in known[kind]
    ]


def _media_problems(folder: Path, *kinds: dict[str, dict[str, Any]]) -> list[Problem]:
    pages: Iterable[Page] = [page for pages in kinds for twins in pages.values() for page in twins.values()]
    return [
        Problem(page.path, 1, f"the file {block.file} is not beside the text")
        for page in pages
        for block in page.blocks
        if isinstance(block, Media) and not _lies_beside(folder / page.path, block.file)
    ]


def _lies_beside(text: Path, name: str) -> bool:
    file = (text.parent / name).resolve()
    return file.is_file() and file.is_relative_to(text.parent.resolve())


class _Outline:
    """Reads academy.yaml; a problem names the file, and in words the place."""

    def __init__(self, file: Path) -> None:
        self.findings = Findings(file.name)
        self.fields: dict[str, Any] = {}
        try:
            loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.refuse("is missing")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.findings.add(mark.line + 1 if mark else 1, f"cannot be read: {getattr(error, 'problem', error)}")
        else:
            self.fields = loaded if isinstance(loaded, dict) else {}

    def refuse(self, sentence: str) -> None:
        self.findings.add(1, sentence)

    def academy(self, lessons: dict[str, dict[str, Lesson]], articles: dict[str, dict[str, Article]]) -> Academy | None:
        if self.findings.problems:
            return None
        company = self.fields.get("company") or {}
        return Academy(
            company=Company(self.key(company, "company"), self.titles(company, "name"), self.titles(company, "about")),
            courses=tuple(self.course(entry) for entry in self.entries(self.fields, "courses")),
            programmes=tuple(self.programme(entry) for entry in self.entries(self.fields, "programmes")),
            lessons=lessons,
            articles=articles,
        )

    def course(self, entry: dict[str, Any]) -> Course:
        key = self.key(entry, "a course")
        order = entry.get("order")
        if order not in ORDERS:
            self.refuse(f"course {key}: `order` is one of {', '.join(ORDERS)}")
        modules = tuple(
            Module(self.key(module, f"a module of {key}"), self.titles(module, "title"), self.keys(module, "lessons"))
            for module in self.entries(entry, "modules")
        )
        months = entry.get("valid_months")
        if months is not None and not (type(months) is int and 1 <= months <= LONGEST_MONTHS):
            self.refuse(f"course {key}: `valid_months` is a number from 1 to {LONGEST_MONTHS}")
        titles, summary = self.titles(entry, "title"), self.titles(entry, "summary")
        return Course(key, titles, summary, str(order), modules, months)

    def programme(self, entry: dict[str, Any]) -> Programme:
        key = self.key(entry, "a programme")
        weeks = tuple(self.week(week, f"a week of {key}") for week in self.entries(entry, "weeks"))
        titles = self.titles(entry, "title"), self.titles(entry, "summary")
        return Programme(key, *titles, course=str(entry.get("course", "")), weeks=weeks)

    def week(self, entry: dict[str, Any], what: str) -> Week:
        key, days = self.key(entry, what), entry.get("working_days")
        if not isinstance(days, int) or not 1 <= days <= 10:
            self.refuse(f"week {key}: `working_days` is a whole number from 1 to 10")
        sessions = tuple(
            Session(
                self.key(session, f"a session of {key}"), self.titles(session, "title"), self.titles(session, "led_by")
            )
            for session in self.entries(entry, "sessions", required=False)
        )
        return Week(
            key=key,
            title=self.titles(entry, "title"),
            working_days=days if isinstance(days, int) else 0,
            lessons=self.keys(entry, "lessons"),
            papers=self.keys(entry, "papers"),
            practical=str(entry.get("practical", "")),
            sessions=sessions,
            sign_off=str(entry.get("sign_off", "")),
            mock_calls=entry.get("mock_calls") is True,
        )

    def entries(self, fields: dict[str, Any], name: str, *, required: bool = True) -> list[dict[str, Any]]:
        value = fields.get(name)
        if value is None and not required:
            return []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.refuse(f"`{name}` must be a list of entries")
            return []
        return value

    def key(self, fields: dict[str, Any], what: str) -> str:
        key = fields.get("key")
        if not isinstance(key, str) or not KEY.fullmatch(key):
            self.refuse(f"{what} needs a `key` of small letters, figures and hyphens, not {key!r}")
            return ""
        return key

    def keys(self, fields: dict[str, Any], name: str) -> tuple[str, ...]:
        value = fields.get(name, [])
        if not isinstance(value, list) or not all(isinstance(key, str) and KEY.fullmatch(key) for key in value):
            self.refuse(f"{fields.get('key')}: `{name}` must be a list of keys")
            return ()
        return tuple(value)

    def titles(self, fields: dict[str, Any], name: str) -> Titles:
        value = fields.get(name)
        if not isinstance(value, dict) or set(value) != set(LANGUAGES) or not all(value.values()):
            self.refuse(f"{fields.get('key')}: `{name}` is needed in {' and '.join(LANGUAGES)}")
            return {}
        return {language: str(value[language]) for language in LANGUAGES}

    def cross_problems(self, academy: Academy, folder: Path) -> list[Problem]:
        cross = Findings(self.findings.path)
        homes: dict[str, str] = {}
        for course in academy.courses:
            for module in course.modules:
                for lesson in module.lessons:
                    _check_home(academy, lesson, f"courses/{course.key}/{module.key}", homes, cross)
        for lesson in academy.lessons.keys() - homes.keys():
            cross.add(1, f"no module lists the lesson {lesson}")
        courses = {course.key: course for course in academy.courses}
        for programme in academy.programmes:
            _check_programme(programme, courses.get(programme.course), cross)
        return cross.problems


def _check_home(academy: Academy, lesson: str, home: str, homes: dict[str, str], cross: Findings) -> None:
    if lesson in homes:
        cross.add(1, f"the lesson {lesson} is listed in {homes[lesson]} and in {home}")
    homes[lesson] = home
    if lesson not in academy.lessons:
        cross.add(1, f"the lesson {lesson} has no text in {home}")
    for page in academy.lessons.get(lesson, {}).values():
        if Path(page.path).parent.as_posix() != home:
            cross.add(1, f"{page.path} lies outside {home}, where the lesson is listed")


def _check_programme(programme: Programme, course: Course | None, cross: Findings) -> None:
    if course is None:
        cross.add(1, f"programme {programme.key}: there is no course {programme.course}")
        return
    for week in programme.weeks:
        for lesson in week.lessons:
            if lesson not in course.lessons:
                cross.add(1, f"week {week.key} requires {lesson}, which course {course.key} does not hold")
