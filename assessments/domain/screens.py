"""What a page shows of an attempt: words in the reader's language, nothing of the key (hazard 30)."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from assessments.domain import files
from assessments.domain.kinds import kind_of
from assessments.domain.kinds.shared import Asked
from assessments.domain.marking import kept_answers
from assessments.domain.steps import is_open
from assessments.models import AnswerSave, Attempt, AttemptQuestion
from assessments.models.wording import is_chinese, within
from assessments.rich_text import Words
from kernel.keys import random_key


@dataclass(frozen=True)
class ScreenQuestion:
    position: int
    label: str
    input: str
    templates: str
    points: int
    stem: str
    heading: str  # instead of the stem, where the kind shows it with the answer
    words: Words
    shown: dict[str, Any]  # what the kind's template asks with
    value: list[str]  # the answer as the browser knows it
    version: int
    answered: bool
    flagged: bool
    saved_at: datetime | None
    save_key: str  # the idempotency key of a plain form
    section: dict[str, Any] | None = None  # its part of the paper as pinned, in both languages

    @property
    def section_title(self) -> str:
        return within(self.section["title"]) if self.section else ""

    @property
    def section_words(self) -> str:
        return within(self.section["words"]) if self.section else ""

    @property
    def last_number(self) -> int:
        return len(self.shown.get("options", []))

    @property
    def answer_template(self) -> str:
        return f"assessments/kinds/{self.templates}/answer.html"


@dataclass(frozen=True)
class Part:
    """The questions of one section, beside each other on the map."""

    title: str
    questions: list[ScreenQuestion]


@dataclass(frozen=True)
class Sheet:
    attempt: Attempt
    questions: list[ScreenQuestion]

    @property
    def parts(self) -> list[Part]:
        groups = groupby(self.questions, key=lambda question: question.section)
        return [Part(found[0].section_title, found) for found in (list(group) for _section, group in groups)]

    @property
    def first_of_sections(self) -> set[int]:
        return {part.questions[0].position for part in self.parts}

    @property
    def shown(self) -> list[ScreenQuestion]:
        """What may be on the page: where one goes one way the question reached alone, no byte of another."""
        return [question for question in self.questions if is_open(self.attempt, question.position)]

    @property
    def answered(self) -> int:
        return sum(question.answered for question in self.questions)

    @property
    def open(self) -> list[ScreenQuestion]:
        return [question for question in self.questions if not question.answered]

    @property
    def flagged(self) -> list[ScreenQuestion]:
        return [question for question in self.questions if question.flagged]

    @property
    def saved_at(self) -> datetime | None:
        return max((question.saved_at for question in self.questions if question.saved_at), default=None)


def sheet_of(attempt: Attempt) -> Sheet:
    answers = kept_answers(attempt)
    questions = list(attempt.questions.select_related("question_version__question").order_by("position"))
    words = files.words_of(question.question_version for question in questions)
    return Sheet(
        attempt,
        [screen(question, answers.get(question.pk), words[question.question_version_id]) for question in questions],
    )


def screen(question: AttemptQuestion, save: AnswerSave | None, words: Words) -> ScreenQuestion:
    version = question.question_version
    kind = kind_of(version.question.kind)
    value = save.value if save else {}
    stands = asked(question, value)
    return ScreenQuestion(
        position=question.position,
        label=kind.LABEL,
        input=kind.INPUT,
        templates=kind.TEMPLATES,
        points=question.points,
        stem=within(version.content["stem"]),
        heading=getattr(kind, "HEADING", ""),
        words=words,
        shown=kind.screen(version.content, value, stands, within),
        value=kind.shown(value, stands),
        version=save.version or 0 if save else 0,
        answered=kind.is_answered(value),
        flagged=question.flagged,
        saved_at=save.received_at if save else None,
        save_key=random_key(),
        section=question.section,
    )


def places(question: AttemptQuestion, value: dict) -> list[str]:
    """A stored answer as the browser knows it: places on the screen, or texts."""
    shown: list[str] = kind_of(question.question_version.question.kind).shown(value, asked(question, value))
    return shown


def asked(question: AttemptQuestion, before: dict[str, Any], now: datetime | None = None) -> Asked:
    """How a pinned question stands before this person."""
    return Asked(tuple(question.option_order), before, now, "zh-hans" if is_chinese() else "en")
