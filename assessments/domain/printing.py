"""A paper on paper: as one attempt drew it, or a specimen that nobody sits; and its key on a sheet of its own."""

from dataclasses import dataclass
from typing import Any

from assessments.domain import blueprints, files
from assessments.domain.drawing import drawn_of
from assessments.domain.kinds import kind_of
from assessments.domain.pools import Pools
from assessments.domain.screens import ScreenQuestion, asked, screen
from assessments.models import Attempt, AttemptQuestion, QuestionVersion
from assessments.models.wording import within
from assessments.rich_text import Words

Content = dict[str, Any]


@dataclass(frozen=True)
class Printed:
    question: ScreenQuestion
    opens_section: bool
    shown: dict[str, Any]  # what the kind's review template shows: the key
    explanation: str
    template: str
    source: str  # the question's key and version, for the trainer

    @property
    def points(self) -> int:
        return self.question.points


def of_attempt(attempt: Attempt) -> list[Printed]:
    """The paper again, question by question, from what the attempt pinned: whatever became of bank and paper since."""
    return _printed(list(attempt.questions.select_related("question_version__question").order_by("position")))


def specimen(content: Content, number: int) -> list[Printed]:
    """A paper drawn for nobody by a seed that everybody may know. Raises AttemptError when none can be drawn."""
    drawn = drawn_of(content, Pools([content]), f"specimen {number}")
    versions = QuestionVersion.objects.select_related("question").in_bulk([item.version for item in drawn])
    return _printed(
        [
            AttemptQuestion(
                position=position,
                question_version=versions[item.version],
                option_order=list(item.option_order),
                points=item.points,
                section=blueprints.section_of(content, item.part),
            )
            for position, item in enumerate(drawn, 1)
        ]
    )


def _printed(questions: list[AttemptQuestion]) -> list[Printed]:
    sections = [None, *(question.section for question in questions)]
    words = files.words_of(question.question_version for question in questions)
    return [
        _one(question, sections[number] != question.section, words[question.question_version_id])
        for number, question in enumerate(questions)
    ]


def _one(question: AttemptQuestion, opens_section: bool, words: Words) -> Printed:
    version = question.question_version
    kind = kind_of(version.question.kind)
    return Printed(
        question=screen(question, None, words),
        opens_section=opens_section,
        shown=kind.review(version.content, {}, asked(question, {}), within),
        explanation=within(version.content["explanation"]),
        template=f"assessments/kinds/{kind.TEMPLATES}/review.html",
        source=f"{version.question.key} · {version.number}",
    )
