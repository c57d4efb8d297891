"""What a full lesson holds, and what its check questions must not give away; asked of the shipped academy."""

from collections import Counter
from collections.abc import Iterator

from assessments.domain.kinds.short import plain_form
from courses.domain.academy.bank_checks import LONGEST_TO_SHORTEST, SPREAD_FROM, SPREAD_SHARE
from courses.domain.academy.bank_items import Bank
from courses.domain.academy.blocks import Check
from courses.domain.academy.lessons import Academy, Course, Lesson
from courses.domain.academy.wording import LANGUAGES

# What a full lesson has at least; a short refresher has less.
LEAST = {"say": 1, "dialogue": 1, "check": 2, "task": 1}
MINUTES = range(5, 13)
SHORT_COURSES = ("service-standards-refresher",)


def lesson_slips(academy: Academy, bank: Bank) -> Iterator[str]:
    """One sentence for each fault, with the lesson it lies in."""
    for course in academy.courses:
        for key in course.lessons:
            if course.key not in SHORT_COURSES:
                yield from _parts(academy.lessons[key]["en"])
            for language in LANGUAGES:
                yield from _lengths(academy.lessons[key][language])
        yield from _places(course, academy)
    yield from _stems(academy, bank)


def checks_of(lesson: Lesson) -> list[Check]:
    return [block for block in lesson.blocks if isinstance(block, Check)]


def _parts(lesson: Lesson) -> Iterator[str]:
    kinds = Counter(block.kind for block in lesson.blocks)
    missing = [f"{least} × {kind}" for kind, least in LEAST.items() if kinds[kind] < least]
    if missing:
        yield f"{lesson.key}: a full lesson has at least {', '.join(missing)}"
    if lesson.minutes not in MINUTES:
        yield f"{lesson.key}: {lesson.minutes} minutes; a full lesson takes {MINUTES[0]} to {MINUTES[-1]}"


def _lengths(lesson: Lesson) -> Iterator[str]:
    for check in checks_of(lesson):
        lengths = [len(option.text) for option in check.options]
        if max(lengths) > min(lengths) * LONGEST_TO_SHORTEST:
            shown = ", ".join(map(str, lengths))
            yield f"{lesson.path}: options of {shown} characters; the longest is at most twice the shortest"


def _places(course: Course, academy: Academy) -> Iterator[str]:
    """No place holds more than half as much again as its fair share of a course's right answers."""
    places: dict[int, Counter[int]] = {}
    for key in course.lessons:
        for check in checks_of(academy.lessons[key]["en"]):
            if not check.several:
                rights = [option.right for option in check.options]
                places.setdefault(len(rights), Counter())[rights.index(True)] += 1
    for size, found in places.items():
        if found.total() >= SPREAD_FROM and max(found.values()) > SPREAD_SHARE * found.total() / size:
            shares = ", ".join(str(found[place]) for place in range(size))
            yield f"{course.key}: right answers of checks with {size} options lean to one place: {shares}"


def _stems(academy: Academy, bank: Bank) -> Iterator[str]:
    for language in LANGUAGES:
        seen = {plain_form(question.stem.within(language)): question.key for question in bank.questions}
        for key, twins in academy.lessons.items():
            for check in checks_of(twins[language]):
                where = seen.setdefault(stem := plain_form(check.stem), key)
                if where != key or [plain_form(one.stem) for one in checks_of(twins[language])].count(stem) > 1:
                    yield f"{key}: this question is asked in {where} already: {check.stem}"
