"""What a paper's results say of its questions. Pure: no Django, no clock.

Sums are exact (integers over one common denominator), so that "no spread" is known and never guessed from a rounding
error; roots and quotients are floats, for show only: nothing here decides about a person.

Sources: Moodle's "Quiz statistics calculations" for the definitions and the k-statistics; Cronbach (1951),
Psychometrika 16, for the coefficient of internal consistency (alpha); Kelley (1939), Journal of Educational
Psychology 30, for groups of 27 %; Ebel (1965), Measuring Educational Achievement, for the discrimination D.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt
from statistics import median

type Points = Fraction | int | None

# The share of all attempts in the upper and in the lower group (Kelley 1939).
GROUP_SHARE = Fraction(27, 100)


@dataclass(frozen=True)
class QuestionStatistics:
    """One question, in percent; a value that is undefined is None.

    facility: mean points of the maximum. sd: sample standard deviation of the maximum. intended_weight: the maximum
    of all maxima. effective_weight: root of the covariance with the total, of the sum of these roots; None where that
    covariance is negative. discrimination_index: correlation with the points of all other questions.
    discriminative_efficiency: covariance with those, of the largest that these two sets of points could have.
    """

    facility: float | None
    sd: float | None
    intended_weight: float | None
    effective_weight: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None


@dataclass(frozen=True)
class PaperStatistics:
    """A paper, in points of the paper (`cic` and `error_ratio` in percent); a value that is undefined is None.

    sd, skewness, kurtosis: of the sample (k-statistics, so that a normal distribution has the kurtosis 0). cic:
    coefficient of internal consistency. error_ratio: standard error of the sd. standard_error: of one person's total.
    """

    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    cic: float | None
    error_ratio: float | None
    standard_error: float | None
    questions: list[QuestionStatistics]


@dataclass(frozen=True)
class GroupStatistics:
    """The classical view of one question; a value that is undefined is None.

    upper, lower: facility (0 to 1) in the best and in the weakest 27 % of the attempts. discrimination: upper less
    lower (Ebel's D). point_biserial: correlation (-1 to 1) with the total that holds the question itself.
    """

    upper: float | None
    lower: float | None
    discrimination: float | None
    point_biserial: float | None


def analyse(responses: Sequence[Sequence[Points]], maxima: Sequence[Fraction | int]) -> PaperStatistics:
    """All figures of one paper.

    `responses`: a row for each finished attempt, in it the points for each question in the order of `maxima`; None
    (not answered) counts as 0. `maxima`: the maximum points of each question. Raises ValueError when a row is not as
    long as `maxima`.
    """
    scores = _Scores(responses, maxima)
    paper = Moments(scores.totals)
    variance, cic = paper.variance, _cic(scores, paper)
    # Cronbach's alpha is at most 1, so the difference below is negative by rounding only.
    error = None if cic is None else sqrt(max(0.0, 1 - cic / 100))
    unit = scores.unit
    sd = None if variance is None else sqrt(variance) / unit
    return PaperStatistics(
        mean=None if paper.mean is None else float(paper.mean / unit),
        median=float(Fraction(median(map(Fraction, scores.totals))) / unit) if scores.totals else None,
        sd=sd,
        skewness=paper.skewness,
        kurtosis=paper.kurtosis,
        cic=cic,
        error_ratio=None if error is None else 100 * error,
        standard_error=None if error is None or sd is None else error * sd,
        questions=_questions(scores),
    )


def classify(responses: Sequence[Sequence[Points]], maxima: Sequence[Fraction | int]) -> list[GroupStatistics]:
    """The classical view of each question; takes what `analyse` takes.

    Attempts that tie at a group's edge share the places left in it, so that the order of the rows changes nothing.
    """
    scores = _Scores(responses, maxima)
    upper, lower = _group(scores.totals), _group([-total for total in scores.totals])
    return [
        _classical(column, maximum, scores.totals, upper, lower)
        for column, maximum in zip(scores.columns, scores.maxima, strict=True)
    ]


class _Scores:
    """Points as integers: `unit` of them make one point of the paper."""

    def __init__(self, responses: Sequence[Sequence[Points]], maxima: Sequence[Fraction | int]) -> None:
        rows = []
        for number, row in enumerate(responses, start=1):
            if len(row) != len(maxima):
                raise ValueError(f"Row {number} has {len(row)} points for {len(maxima)} questions.")
            rows.append([Fraction(points or 0) for points in row])
        self.unit = lcm(*(points.denominator for row in rows for points in row))
        self.columns = [
            [points.numerator * (self.unit // points.denominator) for points in column]
            for column in zip(*rows, strict=True)
        ] or [[] for _question in maxima]
        self.totals = [sum(row) for row in zip(*self.columns, strict=True)]
        self.maxima = [Fraction(maximum) * self.unit for maximum in maxima]


class Moments:
    """Mean and k-statistics of a list of integers, exact as long as no root is needed."""

    def __init__(self, values: Sequence[int]) -> None:
        self.count = count = len(values)
        self.mean = Fraction(sum(values), count) if count else None
        # Differences from the mean, times the count, are integers again.
        total = sum(values)
        shifts = [count * value - total for value in values]
        squares = [shift * shift for shift in shifts]
        self._second = Fraction(sum(squares), count**3) if count else Fraction(0)
        self._third = Fraction(sum(map(_product, squares, shifts)), count**4) if count else Fraction(0)
        self._fourth = Fraction(sum(map(_product, squares, squares)), count**5) if count else Fraction(0)

    @property
    def variance(self) -> Fraction | None:
        return self._second * self.count / (self.count - 1) if self.count > 1 else None

    @property
    def skewness(self) -> float | None:
        s, variance = self.count, self.variance
        if s < 3 or not variance:
            return None
        return float(self._third * s * s / ((s - 1) * (s - 2)) / variance) / sqrt(variance)

    @property
    def kurtosis(self) -> float | None:
        s, variance = self.count, self.variance
        if s < 4 or not variance:
            return None
        fourth = s * s * ((s + 1) * self._fourth - 3 * (s - 1) * self._second**2) / ((s - 1) * (s - 2) * (s - 3))
        return float(fourth / variance**2)


def _product(one: int, other: int) -> int:
    return one * other


def _spread(one: Sequence[int], other: Sequence[int]) -> int:
    """Count x (count - 1) x the sample covariance: an integer, with the sign and the zeros of the covariance."""
    return len(one) * sum(map(_product, one, other)) - sum(one) * sum(other)


def _cic(scores: _Scores, paper: Moments) -> float | None:
    positions = len(scores.columns)
    if positions < 2 or not paper.variance:
        return None
    parts = Fraction(sum(_spread(column, column) for column in scores.columns), _spread(scores.totals, scores.totals))
    return float(100 * Fraction(positions, positions - 1) * (1 - parts))


def _questions(scores: _Scores) -> list[QuestionStatistics]:
    with_total = [_spread(column, scores.totals) if len(column) > 1 else None for column in scores.columns]
    roots = [None if spread is None or spread < 0 else sqrt(spread) for spread in with_total]
    all_roots, all_points = sum(root for root in roots if root), sum(scores.maxima)
    found = []
    for column, maximum, root in zip(scores.columns, scores.maxima, roots, strict=True):
        count = len(column)
        found.append(
            QuestionStatistics(
                facility=float(100 * Fraction(sum(column), count) / maximum) if count and maximum else None,
                sd=100 * sqrt(Fraction(_spread(column, column), count * (count - 1)) / maximum**2)
                if count > 1 and maximum
                else None,
                intended_weight=float(100 * maximum / all_points) if all_points else None,
                effective_weight=None if root is None or not all_roots else 100 * root / all_roots,
                **_discrimination(column, scores.totals),
            )
        )
    return found


def _discrimination(column: Sequence[int], totals: Sequence[int]) -> dict[str, float | None]:
    others = [total - points for total, points in zip(totals, column, strict=True)]
    together, most = _spread(column, others), _spread(sorted(column), sorted(others))
    correlation = _correlation(column, others)
    return {
        "discrimination_index": None if correlation is None else 100 * correlation,
        "discriminative_efficiency": float(Fraction(100 * together, most)) if most else None,
    }


def _correlation(one: Sequence[int], other: Sequence[int]) -> float | None:
    mine, theirs = _spread(one, one), _spread(other, other)
    return _spread(one, other) / sqrt(mine) / sqrt(theirs) if mine and theirs else None


def _group(values: Sequence[int]) -> list[int]:
    """The weight of each attempt in the highest 27 %: those that tie at the edge share the places left there."""
    if not values:
        return []
    places = max(1, round(GROUP_SHARE * len(values)))
    edge = sorted(values, reverse=True)[places - 1]
    above = sum(value > edge for value in values)
    at_edge = values.count(edge)
    return [at_edge if value > edge else places - above if value == edge else 0 for value in values]


def _classical(
    column: Sequence[int],
    maximum: Fraction,
    totals: Sequence[int],
    upper: Sequence[int],
    lower: Sequence[int],
) -> GroupStatistics:
    biserial = _correlation(column, totals)
    if not column or not maximum:
        return GroupStatistics(None, None, None, biserial)
    high, low = (sum(map(_product, column, group)) / (sum(group) * maximum) for group in (upper, lower))
    return GroupStatistics(float(high), float(low), float(high - low), biserial)
