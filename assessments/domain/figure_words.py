"""The figures of papers and questions in words: a name and one sentence each."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kernel.exact import shown


@dataclass(frozen=True)
class Figure:
    key: str
    name: str | Promise
    sentence: str | Promise
    unit: str = ""


PAPER = [
    Figure("mean", _("Mean"), _("What people earn on average.")),
    Figure("median", _("Median"), _("Half of the people earned this much or less.")),
    Figure("sd", _("Spread"), _("How far results usually lie from the mean (standard deviation).")),
    Figure(
        "skewness",
        _("Skewness"),
        _("Below 0 a few results lie far down, as is usual where most people pass; above 0 a few lie far up."),
    ),
    Figure(
        "kurtosis",
        _("Kurtosis"),
        _("Above 0 more results lie very far from the mean than in a bell curve, below 0 fewer do."),
    ),
    Figure(
        "cic",
        _("Consistency"),
        _("How far the questions measure the same (Cronbach's alpha); defined where everybody gets the same ones."),
        "%",
    ),
    Figure(
        "drawn_consistency",
        _("Consistency of draws"),
        _("How far results would stay with other questions from the bank; defined for equally many of equal points."),
        "%",
    ),
    Figure("error_ratio", _("Share of chance"), _("How much of the spread is chance and not knowledge."), "%"),
    Figure("standard_error", _("Standard error"), _("How far one person's points may lie from what they really know.")),
]

QUESTION = [
    Figure("facility", _("Facility"), _("The share of its points that people earn; the higher, the easier."), "%"),
    Figure("sd", _("Spread"), _("How far the points differ from person to person."), "%"),
    Figure("guess", _("By chance"), _("What somebody who guesses earns on average; a dash where nobody can say."), "%"),
    Figure("intended_weight", _("Weight"), _("Its share of the points of the paper."), "%"),
    Figure(
        "effective_weight",
        _("Real weight"),
        _("How much it moves the results; defined where everybody gets the same questions."),
        "%",
    ),
    Figure(
        "discrimination_index",
        _("Discrimination"),
        _("Whether those who do well elsewhere do well here; below 0 the better people miss it more often."),
        "%",
    ),
    Figure(
        "discriminative_efficiency",
        _("Efficiency"),
        _("The discrimination as a share of the most that a question of this facility could reach."),
        "%",
    ),
]

CLASSICAL = [
    Figure("upper", _("Best 27 %"), _("What the best quarter or so earns on it."), "%"),
    Figure("lower", _("Weakest 27 %"), _("What the weakest quarter or so earns on it."), "%"),
    Figure("discrimination", _("Difference"), _("Best less weakest; from 0.3 on it tells people apart well.")),
    Figure(
        "point_biserial",
        _("Correlation"),
        _("How closely it goes with the whole result, itself included: from -1 through 0 to 1."),
    ),
    Figure("guess", _("By chance"), _("What somebody who guesses earns on average; a dash where nobody can say."), "%"),
]

SHARES = {"upper", "lower"}  # kept as 0 to 1, shown in percent


def words(figure: Figure, value: Any) -> Decimal | None:
    """A figure as it is shown, rounded down; None where it is undefined."""
    if value is None:
        return None
    number = Decimal(repr(value)) if isinstance(value, float) else value
    if figure.key in SHARES:
        number *= 100
    return shown(number, 1 if figure.unit else 2)
