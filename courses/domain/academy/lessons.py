"""The academy as it lies in text files: courses, lessons, articles and the libraries, and the programme's weeks.

The front door of this package: everything other code needs can be imported from here. Reads files, imports no Django.
"""

from collections.abc import Container, Mapping
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
from courses.domain.academy.house import House, fill_pairs, parse, read_house, token_problems, whole
from courses.domain.academy.library import Library, library_link_problems, read_library
from courses.domain.academy.pages import (
    ARTICLE_CLASSES,
    KEY,
    Article,
    Contact,
    Lesson,
    Page,
    Screen,
    read_article,
    read_lesson,
)
from courses.domain.academy.pairs import Twins, link_problems, media_problems, pair_problems, read_pages
from courses.domain.academy.problems import CurriculumError, Findings, Problem, personal_problems, source_hash
from courses.domain.academy.wording import LANGUAGES, forbidden_wording

__all__ = [
    "ARTICLE_CLASSES", "LANGUAGES", "Academy", "Article", "Block", "Callout", "Check", "Company", "Contact", "Course",
    "CurriculumError", "Dialogue", "Findings", "Lesson", "Line", "Media", "Module", "Option", "Page", "Problem",
    "Programme", "SayCard", "Screen", "Session", "Steps", "Task", "Text", "Titles", "Week", "forbidden_wording",
    "paper_problems", "read_academy", "read_article", "read_lesson", "source_hash", "texts_of",
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
    # Keys of papers, sat by whom the course is assigned to: at its end, and by lesson at the end of that lesson.
    paper: str = ""
    case: str = ""
    tests: Mapping[str, str] = field(default_factory=dict)

    @property
    def lessons(self) -> tuple[str, ...]:
        return tuple(key for module in self.modules for key in module.lessons)

    @property
    def papers(self) -> tuple[str, ...]:
        return tuple(key for key in (*self.tests.values(), self.paper, self.case) if key)


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
    lessons: Twins[Lesson] = field(default_factory=dict)
    articles: Twins[Article] = field(default_factory=dict)
    library: Library = field(default_factory=Library)


def read_academy(folder: Path, house: House | None = None) -> Academy:
    """The whole curriculum folder in the words of `house` (none: the shipped ones), checked file by file and whole.

    Raises CurriculumError with every problem found: the files' own, missing translations, shapes that differ between
    the languages, lessons that no module lists, and links or media that lead nowhere; the libraries' too.
    """
    problems: list[Problem] = []
    house = whole(house or read_house(folder))
    lessons = read_pages(folder, "courses", read_lesson, problems, house)
    articles = read_pages(folder, "articles", read_article, problems, house)
    library = read_library(folder, problems, house)
    outline = _Outline(folder / "academy.yaml", house)
    academy = outline.academy(lessons, articles, library)
    problems += outline.findings.problems
    problems += pair_problems(lessons) + pair_problems(articles)
    if academy:
        problems += outline.cross_problems(academy, folder)
    known: dict[str, Container[str]] = {
        "lesson": lessons,
        "article": articles,
        "case": library.cases,
        "script": library.script_keys,
    }
    pages = [
        page for group in (lessons, articles, library.cases) for twins in group.values() for page in twins.values()
    ]
    problems += link_problems(pages, known) + library_link_problems(library, known) + media_problems(folder, pages)
    if problems or academy is None:
        raise CurriculumError(problems)
    return academy


def paper_problems(academy: Academy, papers: Container[str], *, by_person: Container[str]) -> list[Problem]:
    """Courses that ask for a paper which the bank does not hold, or for a case that no person scores."""
    cross = Findings("academy.yaml")
    for course in academy.courses:
        for key in course.papers:
            if key not in papers:
                cross.add(1, f"course {course.key}: there is no paper {key}")
        if course.case and course.case in papers and course.case not in by_person:
            cross.add(1, f"course {course.key}: nobody scores its case {course.case}, which asks for no text")
    return cross.problems


class _Outline:
    """Reads academy.yaml; a problem names the file, and in words the place."""

    def __init__(self, file: Path, house: House) -> None:
        self.findings = Findings(file.name)
        self.fields: dict[str, Any] = {}
        try:
            text = file.read_text(encoding="utf-8")
            self.findings.problems += personal_problems(text, file.name) + token_problems(text, file.name, house)
            loaded = parse(text)
        except FileNotFoundError:
            self.refuse("is missing")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.findings.add(mark.line + 1 if mark else 1, f"cannot be read: {getattr(error, 'problem', error)}")
        else:
            self.fields = fill_pairs(loaded, house) if isinstance(loaded, dict) else {}

    def refuse(self, sentence: str) -> None:
        self.findings.add(1, sentence)

    def academy(self, lessons: Twins[Lesson], articles: Twins[Article], library: Library) -> Academy | None:
        if self.findings.problems:
            return None
        company = self.fields.get("company") or {}
        return Academy(
            company=Company(self.key(company, "company"), self.titles(company, "name"), self.titles(company, "about")),
            courses=tuple(self.course(entry) for entry in self.entries(self.fields, "courses")),
            programmes=tuple(self.programme(entry) for entry in self.entries(self.fields, "programmes")),
            lessons=lessons,
            articles=articles,
            library=library,
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
        paper, case = (self.paper(entry, name, key) for name in ("paper", "case"))
        return Course(key, titles, summary, str(order), modules, months, paper, case, self.tests(entry, key))

    def paper(self, entry: dict[str, Any], name: str, course: str) -> str:
        return self.key({"key": entry[name]}, f"the {name} of {course}") if name in entry else ""

    def tests(self, entry: dict[str, Any], course: str) -> dict[str, str]:
        """By lesson the paper that is its test."""
        value = entry.get("tests", {})
        if not isinstance(value, dict):
            self.refuse(f"course {course}: `tests` names a paper for each lesson, as in `lesson-key: paper-key`")
            return {}
        return {str(lesson): self.key({"key": key}, f"the test of {lesson}") for lesson, key in value.items()}

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
            for lesson in course.tests.keys() - set(course.lessons):
                cross.add(1, f"course {course.key}: `tests` names the lesson {lesson}, which it does not hold")
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
