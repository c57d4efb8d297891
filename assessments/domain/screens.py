"""What a page shows of an attempt: words in the reader's language, nothing of the key (hazard 30)."""

from dataclasses import dataclass
from datetime import datetime

from assessments.domain.kinds import kind_of
from assessments.domain.marking import kept_answers
from assessments.models import AnswerSave, Attempt, AttemptQuestion
from assessments.models.wording import within
from kernel.keys import random_key


@dataclass(frozen=True)
class ScreenOption:
    place: int  # where it stands on this person's screen; all that the browser ever sends back
    text: str
    chosen: bool

    @property
    def number(self) -> int:
        return self.place + 1


@dataclass(frozen=True)
class ScreenQuestion:
    position: int
    label: str
    input: str
    points: int
    stem: str
    options: list[ScreenOption]
    text: str
    version: int
    answered: bool
    flagged: bool
    saved_at: datetime | None
    save_key: str  # the idempotency key of a plain form

    @property
    def last_number(self) -> int:
        return len(self.options)


@dataclass(frozen=True)
class Sheet:
    attempt: Attempt
    questions: list[ScreenQuestion]

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
    questions = attempt.questions.select_related("question_version__question").order_by("position")
    return Sheet(attempt, [screen(question, answers.get(question.pk)) for question in questions])


def screen(question: AttemptQuestion, save: AnswerSave | None) -> ScreenQuestion:
    version = question.question_version
    kind = kind_of(version.question.kind)
    value = save.value if save else {}
    chosen = set(value.get("chosen", []))
    options = [
        ScreenOption(place, within(version.content["options"][number]["text"]), number in chosen)
        for place, number in enumerate(question.option_order)
    ]
    return ScreenQuestion(
        position=question.position,
        label=kind.LABEL,
        input=kind.INPUT,
        points=version.points,
        stem=version.stem,
        options=options,
        text=value.get("text", ""),
        version=save.version or 0 if save else 0,
        answered=kind.is_answered(value),
        flagged=question.flagged,
        saved_at=save.received_at if save else None,
        save_key=random_key(),
    )


def places(question: AttemptQuestion, value: dict) -> list[str]:
    """A stored answer as the browser knows it: places on the screen, or the text."""
    if "text" in value:
        return [value["text"]]
    return [str(question.option_order.index(number)) for number in value.get("chosen", [])]
