"""What the pages of figures show: a paper's, a question's, and the tables of both for export."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.domain.figure_words import CLASSICAL, PAPER, QUESTION, Figure, words
from assessments.domain.kinds import guess_of
from assessments.domain.question_alerts import causes
from assessments.models import Paper, PaperFigures, Question, QuestionAlert, QuestionFigures, QuestionVersion
from policies.domain.editions import figures as figures_in_force

VIEWS = {"standard": QUESTION, "classical": CLASSICAL}
FIRST_ORDER = "facility"


@dataclass(frozen=True)
class Line:
    """One version of a question in one paper."""

    number: int
    row: QuestionFigures
    values: dict[str, Any]
    causes: list[str]

    @property
    def version(self) -> QuestionVersion:
        return self.row.version

    def cells(self, columns: Iterable[Figure]) -> list[tuple[Figure, Decimal | None]]:
        return [(column, words(column, self.values[column.key])) for column in columns]

    @property
    def standard(self) -> list[tuple[Figure, Decimal | None]]:
        return self.cells(QUESTION)

    @property
    def classical(self) -> list[tuple[Figure, Decimal | None]]:
        return self.cells(CLASSICAL)


def line_of(number: int, row: QuestionFigures, rules: Any) -> Line:
    version = row.version
    chance = guess_of(version.question.kind, version.content)
    values = {**row.figures, "guess": None if chance is None else 100 * chance}
    found = causes(row.figures, row.drawn, version.content, rules)
    return Line(number, row, values, [str(QuestionAlert.Cause(cause).label) for cause in found])


def lines(rows: QuerySet[QuestionFigures], on: date, order: str = FIRST_ORDER) -> list[Line]:
    """The questions by one figure, the least first; those without it come last. Numbered in that order."""
    rules = figures_in_force("exams", on)
    found = rows.select_related("version__question__topic").defer("cells", "choices").order_by("version__question__key")
    read = [line_of(0, row, rules) for row in found]
    ordered = sorted(read, key=lambda line: (line.values[order] is None, line.values[order] or 0))
    return [Line(number, line.row, line.values, line.causes) for number, line in enumerate(ordered, start=1)]


def order_from(wanted: str, view: str) -> str:
    keys = [figure.key for figure in VIEWS[view]]
    return wanted if wanted in keys else keys[0]


def paper_figures(kept: PaperFigures) -> list[tuple[Figure, Decimal | None]]:
    """The paper's own figures that are defined; those of the other way of drawing are left out."""
    left = "drawn_consistency" if kept.is_same_for_all else "cic"
    return [(figure, words(figure, kept.figures.get(figure.key))) for figure in PAPER if figure.key != left]


def information(lines: Iterable[Line], attempts: int, bands: int = 10) -> list[Fraction]:
    """How much the questions of one sitting tell about people, by how hard they are.

    A question whose share of points is p tells p x (1 - p): the information of a question in the Rasch model for
    somebody in the middle of the group (Birnbaum 1968, in Lord and Novick, Statistical Theories of Mental Test
    Scores, chapter 20). Each counts as often as a sitting holds it.
    """
    found = [Fraction(0)] * bands
    for line in lines:
        p = Fraction(line.values["facility"]).limit_denominator(10**6) / 100
        found[min(int(p * bands), bands - 1)] += p * (1 - p) * Fraction(line.row.drawn, attempts)
    return found


def table(paper: Paper, rows: QuerySet[QuestionFigures], on: date) -> tuple[list[str], list[list[object]]]:
    """Every figure of every question, for export."""
    columns = [*QUESTION, *(figure for figure in CLASSICAL if figure.key != "guess")]
    headers = [_("Question"), _("Key"), _("Version"), _("Topic"), _("Answers")]
    headers += [f"{column.name}, %" if column.unit else str(column.name) for column in columns] + [_("To look at")]
    found = [
        [
            line.version.stem,
            line.version.question.key,
            line.version.number,
            line.version.question.topic.title,
            line.row.drawn,
            *(value for _figure, value in line.cells(columns)),
            "; ".join(line.causes),
        ]
        for line in lines(rows, on)
    ]
    return headers, found


def in_short(question: Question) -> list[dict[str, Any]]:
    """How the live version does in each paper, the most answered first."""
    by_key = {figure.key: figure for figure in QUESTION}
    rows = QuestionFigures.objects.filter(version=question.live_version_id).select_related("paper").order_by("-drawn")
    return [
        {
            "paper": row.paper,
            "answers": row.drawn,
            "facility": words(by_key["facility"], row.figures["facility"]),
            "discrimination": words(by_key["discrimination_index"], row.figures["discrimination_index"]),
        }
        for row in rows.defer("cells", "choices")
    ]
