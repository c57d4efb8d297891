"""What the rule book asks the academy to teach (`curriculum/requirements.yaml`), and which lessons do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from courses.domain.academy.bank_items import Bank
from courses.domain.academy.fields import Node, Place, Text, open_file, read_each
from courses.domain.academy.house import NOBODY
from courses.domain.academy.lessons import Academy
from courses.domain.academy.problems import CurriculumError, Problem
from courses.domain.academy.text_checks import text_slips


@dataclass(frozen=True)
class Requirement:
    """One thing to be taught. `topics`: those of the bank that ask about it; none where only people can judge it."""

    key: str
    title: Text
    topics: tuple[str, ...]
    place: Place


@dataclass(frozen=True)
class Covered:
    """A requirement with the lessons that teach it, in the order of the courses, and how many questions ask for it."""

    requirement: Requirement
    lessons: tuple[str, ...]
    questions: int


def read_requirements(folder: Path) -> tuple[Requirement, ...]:
    """Raises CurriculumError with every problem of the file."""
    problems: list[Problem] = []
    file = open_file(folder / "requirements.yaml", folder, problems, NOBODY)
    found = read_each(file.nodes("requirements"), _requirement) if file else ()
    for item in found:
        problems += [Problem(item.place.path, item.place.line, slip) for slip in text_slips(item.title)]
    if problems:
        raise CurriculumError(problems)
    return found


def _requirement(node: Node) -> Requirement:
    topics = node.words("topics") if "topics" in node.content else ()
    return Requirement(node.key(), node.text("title"), topics, node.place)


def coverage(requirements: tuple[Requirement, ...], academy: Academy, bank: Bank) -> list[Covered]:
    lessons = [(key, academy.lessons[key]["en"].covers) for course in academy.courses for key in course.lessons]
    return [
        Covered(
            item,
            tuple(key for key, covers in lessons if item.key in covers),
            sum(question.topic in item.topics for question in bank.questions),
        )
        for item in requirements
    ]


def coverage_slips(requirements: tuple[Requirement, ...], academy: Academy, bank: Bank) -> Iterator[str]:
    """What is not taught, not asked about, or named by a lesson or a requirement and unknown."""
    keys, topics = [item.key for item in requirements], {topic.key for topic in bank.topics}
    yield from (f"the requirement {key} stands twice" for key in sorted({key for key in keys if keys.count(key) > 1}))
    for row in coverage(requirements, academy, bank):
        if not row.lessons:
            yield f"no lesson covers {row.requirement.key}: {row.requirement.title.en}"
        if row.requirement.topics and not row.questions:
            yield f"no question asks about {row.requirement.key}"
        yield from (f"{row.requirement.key}: no topic {key}" for key in row.requirement.topics if key not in topics)
    for key, twins in academy.lessons.items():
        yield from (f"{key} covers {named}, which is not required" for named in twins["en"].covers if named not in keys)
