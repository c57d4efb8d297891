"""What results say of the questions of a paper that draws: not everybody answers the same ones. Pure, exact sums.

The definitions are those of `item_statistics`, taken over the attempts that drew the question, with points in shares
of the maximum, so that papers of different maxima lie side by side; where everybody got the same questions, the
figures are the same (proved by a test). Moodle's "Quiz statistics calculations" treats its random questions likewise:
each question that was drawn is judged over the attempts that drew it, and has no effective weight. Cronbach's alpha
(1951) needs everybody's points on every question; for papers drawn afresh each time `drawn_consistency` takes the
coefficient of the nested design instead (Brennan 2001, Generalizability Theory, 3.1; over many attempts at questions
that are right or wrong it is formula 21 of Kuder and Richardson 1937, Psychometrika 2).
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt
from statistics import median_high, median_low

from assessments.domain.item_statistics import (
    GROUP_SHARE,
    GroupStatistics,
    Moments,
    PaperStatistics,
    QuestionStatistics,
)
from assessments.domain.item_tally import Cell, QuestionTally, Tally, Total

PERCENT = Fraction(100)


@dataclass(frozen=True)
class OptionShare:
    """How many chose an option, and its share (0 to 1) of all and of each group; a share is None without people."""

    option: int
    chosen: int
    share: float | None
    upper: float | None
    middle: float | None
    lower: float | None


@dataclass(frozen=True)
class _Part:
    """One question as integers: shares of its maximum, of the attempt's, and of the rest of the attempt's."""

    count: int
    rows: list[tuple[int, int, int, int]]  # how many, share here, share in all, share in the rest
    unit: int  # so many make the whole maximum of the question


def analyse_drawn[K: Hashable](tally: Tally[K], keys: Sequence[K]) -> PaperStatistics:
    """All figures of a paper; its `questions` in the order of `keys`.

    In points of the paper where all attempts have the same maximum (`maximum_of`), else in percent of each one's own.
    """
    same = is_same_for_all(tally)
    weights = _effective_weights(tally, keys) if same else {}
    questions = [question_drawn(tally.questions[key].cells, weights.get(key)) for key in keys]
    return paper_drawn(tally.totals, _cic(tally) if same else None, questions)


def paper_drawn(
    totals: Counter[Total], cic: float | None = None, questions: Sequence[QuestionStatistics] = ()
) -> PaperStatistics:
    """The figures of the paper itself, which follow from the attempts' totals and the consistency.

    Without `cic` the error is that of the nested design (`drawn_consistency`).
    """
    top = maximum_of(totals)
    values, unit = _in_one_unit([_points(total, top) for total in totals.elements()])
    paper = Moments(values)
    variance = paper.variance
    sd = None if variance is None else sqrt(variance) / unit
    consistency = drawn_consistency(totals) if cic is None else cic
    error = None if consistency is None else sqrt(max(0.0, 1 - consistency / 100))
    return PaperStatistics(
        mean=None if paper.mean is None else float(paper.mean / unit),
        median=float(Fraction(median_low(values) + median_high(values), 2 * unit)) if values else None,
        sd=sd,
        skewness=paper.skewness,
        kurtosis=paper.kurtosis,
        cic=cic,
        error_ratio=None if error is None else 100 * error,
        standard_error=None if error is None or sd is None else error * sd,
        questions=list(questions),
    )


def maximum_of(totals: Counter[Total]) -> Fraction | None:
    """The points of the paper where all attempts have the same; else None."""
    tops = {Fraction(total.maximum, total.scale) for total in totals}
    return tops.pop() if len(tops) == 1 else None


def is_same_for_all[K: Hashable](tally: Tally[K]) -> bool:
    """Whether everybody got the same questions for the same points."""
    return maximum_of(tally.totals) is not None and all(
        question.drawn == tally.attempts and len({Fraction(cell.maximum, cell.scale) for cell in question.cells}) == 1
        for question in tally.questions.values()
    )


def question_drawn(cells: Counter[Cell], effective_weight: float | None = None) -> QuestionStatistics:
    """One question over the attempts that drew it, in percent; a value that is undefined is None.

    intended_weight: the mean share of the attempt's maximum. discrimination_index: correlation of the points with
    the share earned in the rest of the same attempt.
    """
    part = _part(cells)
    here = [(many, mine) for many, mine, _all, _rest in part.rows]
    spread = _spread([(many, mine, mine) for many, mine in here])
    together = _spread([(many, mine, rest) for many, mine, _all, rest in part.rows])
    rests = [(many, rest) for many, _mine, _all, rest in part.rows]
    most = _most_together(here, rests)
    correlation = _correlation([(many, mine, rest) for many, mine, _all, rest in part.rows])
    return QuestionStatistics(
        facility=float(PERCENT * sum(many * mine for many, mine in here) / (part.count * part.unit)),
        sd=100 * sqrt(Fraction(spread, part.count * (part.count - 1))) / part.unit if part.count > 1 else None,
        intended_weight=float(
            PERCENT * sum(many * Fraction(cell.maximum, cell.whole) for cell, many in cells.items()) / part.count
        ),
        effective_weight=effective_weight,
        discrimination_index=None if correlation is None else 100 * correlation,
        discriminative_efficiency=float(Fraction(100 * together, most)) if most else None,
    )


def classify_drawn(cells: Counter[Cell]) -> GroupStatistics:
    """The classical view of one question over the attempts that drew it, as `classify` gives it."""
    part = _part(cells)
    scored = [(many, mine, whole) for many, mine, whole, _rest in part.rows]
    upper, lower = _group_mean(scored), _group_mean([(many, mine, -whole) for many, mine, whole in scored])
    high, low = (None if mean is None else float(mean / part.unit) for mean in (upper, lower))
    difference = None if upper is None or lower is None else float((upper - lower) / part.unit)
    return GroupStatistics(high, low, difference, _correlation(scored))


def options_drawn(question: QuestionTally, options: int) -> list[OptionShare]:
    """How often each of so many options was chosen, by all and by the best, middle and weakest 27-46-27 %."""
    scores: Counter[Fraction] = Counter()
    for cell, many in question.cells.items():
        scores[Fraction(cell.total, cell.whole)] += many
    count = question.drawn
    shares = _shares_of_groups(scores)
    middle = count - 2 * _places(count)
    found = []
    for option in range(options):
        by_score = {Fraction(c.total, c.whole): n for c, n in question.choices.items() if c.option == option}
        chosen = sum(by_score.values())
        tops, bottoms = (sum((n * part[at] for at, n in by_score.items()), Fraction(0)) for part in shares)
        found.append(
            OptionShare(
                option,
                chosen,
                float(Fraction(chosen, count)) if count else None,
                float(tops / _places(count)) if count else None,
                float((chosen - tops - bottoms) / middle) if middle > 0 else None,
                float(bottoms / _places(count)) if count else None,
            )
        )
    return found


def drawn_consistency(totals: Counter[Total]) -> float | None:
    """How far a result would repeat with other questions of the same bank, in percent; None where it is undefined.

    100 x (1 - MS within attempts / MS between attempts), for attempts with the same number of questions, each worth
    the same.
    """
    designs = {(total.questions, Fraction(total.each, total.scale)) for total in totals}
    attempts = totals.total()
    if len(designs) != 1 or attempts < 2:
        return None
    many, worth = designs.pop()
    sums = [(n, Fraction(total.points, total.scale)) for total, n in totals.items()]
    squares = sum((n * Fraction(total.squares, total.scale**2) for total, n in totals.items()), Fraction(0))
    of_totals = sum((n * points**2 for n, points in sums), Fraction(0))
    all_points = sum((n * points for n, points in sums), Fraction(0))
    between = (of_totals - all_points**2 / attempts) / (attempts - 1) / many
    if many < 2 or not worth or not between:
        return None
    within = (squares - of_totals / many) / (attempts * (many - 1))
    return float(100 * (1 - within / between))


def histogram(totals: Counter[Total], bands: int) -> list[int]:
    """How many attempts earned which share of their maximum, in bands of equal width; everything ends in the last."""
    counts = [0] * bands
    for total, many in totals.items():
        counts[min(bands * total.points // total.maximum, bands - 1)] += many
    return counts


def _points(total: Total, top: Fraction | None) -> Fraction:
    return Fraction(total.points, total.scale) if top else PERCENT * Fraction(total.points, total.maximum)


def _in_one_unit(values: Sequence[Fraction]) -> tuple[list[int], int]:
    unit = lcm(*{value.denominator for value in values})
    return [value.numerator * (unit // value.denominator) for value in values], unit


def _part(cells: Counter[Cell]) -> _Part:
    unit = lcm(*{cell.maximum for cell in cells})
    of_all = lcm(*{cell.whole for cell in cells})
    # An attempt of one question has no rest; it counts as nothing earned there, as in `analyse`.
    of_rest = lcm(*{cell.whole - cell.maximum or 1 for cell in cells})
    rows = [
        (
            many,
            cell.points * (unit // cell.maximum),
            cell.total * (of_all // cell.whole),
            (cell.total - cell.points) * (of_rest // (cell.whole - cell.maximum or 1)),
        )
        for cell, many in cells.items()
    ]
    return _Part(cells.total(), rows, unit)


def _spread(rows: Iterable[tuple[int, int, int]]) -> int:
    """Count x (count - 1) x the sample covariance of rows of how many, one value and another."""
    count = both = one = other = 0
    for many, mine, theirs in rows:
        count += many
        both += many * mine * theirs
        one += many * mine
        other += many * theirs
    return count * both - one * other


def _correlation(rows: Sequence[tuple[int, int, int]]) -> float | None:
    mine = _spread((many, one, one) for many, one, _other in rows)
    theirs = _spread((many, other, other) for many, _one, other in rows)
    return _spread(rows) / sqrt(mine) / sqrt(theirs) if mine and theirs else None


def _most_together(ones: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> int:
    """`_spread` of the same values paired least with least: the largest covariance that they can have."""
    left, right = (sorted((value, many) for many, value in side) for side in (ones, others))
    pairs = []
    at = taken = 0
    for value, many in left:
        while many:
            other, there = right[at]
            step = min(many, there - taken)
            pairs.append((step, value, other))
            many, taken = many - step, taken + step
            if taken == there:
                at, taken = at + 1, 0
    return _spread(pairs)


def _places(count: int) -> int:
    return max(1, round(GROUP_SHARE * count))


def _edge[N: (int, Fraction)](scores: Counter[N], places: int) -> tuple[N, Fraction]:
    """The least score in the group of the best, and the share of the places that those at it get."""
    above = 0
    for score in sorted(scores, reverse=True):
        if above + scores[score] >= places:
            return score, Fraction(places - above, scores[score])
        above += scores[score]
    raise ValueError("There are fewer people than places.")


def _group_mean(rows: Sequence[tuple[int, int, int]]) -> Fraction | None:
    """The mean of the best 27 % by the third entry; those that tie at the edge share the places left there."""
    scores: Counter[int] = Counter()
    for many, _mine, score in rows:
        scores[score] += many
    if not scores:
        return None
    places = _places(scores.total())
    edge, share = _edge(scores, places)
    above = sum(many * mine for many, mine, score in rows if score > edge)
    return (above + share * sum(many * mine for many, mine, score in rows if score == edge)) / places


def _shares_of_groups(scores: Counter[Fraction]) -> tuple[dict[Fraction, Fraction], dict[Fraction, Fraction]]:
    """How much of an attempt with a score is in the best group, and how much in the weakest."""
    if not scores:
        return {}, {}
    places = _places(scores.total())
    upper, at_upper = _edge(scores, places)
    lower, at_lower = _edge(Counter({-score: many for score, many in scores.items()}), places)

    def part(score: Fraction, edge: Fraction, at_edge: Fraction) -> Fraction:
        return Fraction(1) if score > edge else at_edge if score == edge else Fraction(0)

    return (
        {score: part(score, upper, at_upper) for score in scores},
        {score: part(-score, lower, at_lower) for score in scores},
    )


def _with_total(cells: Counter[Cell]) -> Fraction:
    """`_spread` of the points with the total, in square points."""
    scale = lcm(*{cell.scale for cell in cells})
    rows = [
        (many, cell.points * (scale // cell.scale), cell.total * (scale // cell.scale)) for cell, many in cells.items()
    ]
    return Fraction(_spread(rows), scale * scale)


def _effective_weights[K: Hashable](tally: Tally[K], keys: Sequence[K]) -> dict[K, float]:
    if tally.attempts < 2:
        return {}
    spreads = {key: _with_total(tally.questions[key].cells) for key in keys}
    roots = {key: sqrt(spread) for key, spread in spreads.items() if spread >= 0}
    total = sum(roots.values())
    return {key: 100 * root / total for key, root in roots.items()} if total else {}


def _cic[K: Hashable](tally: Tally[K]) -> float | None:
    positions, count = len(tally.questions), tally.attempts
    values, unit = _in_one_unit([_points(total, Fraction(1)) for total in tally.totals.elements()])
    whole = Fraction(_spread((1, value, value) for value in values), unit**2)
    if positions < 2 or not whole or count < 2:
        return None
    parts = Fraction(0)
    for question in tally.questions.values():
        part = _part(question.cells)
        cell = next(iter(question.cells))
        worth = Fraction(cell.maximum, cell.scale) / part.unit
        parts += _spread((many, mine, mine) for many, mine, _all, _rest in part.rows) * worth**2
    return float(100 * Fraction(positions, positions - 1) * (1 - parts / whole))
