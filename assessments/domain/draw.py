"""Drawing a paper from a seed. Pure: the same seed and the same facts give the same paper (hazard 32).

Never asked before comes first, then least used, then the order of a hash of the seed. Where the paper drawn so would be
harder or easier than the paper is meant to be, questions are exchanged for others that the person has seen as often.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

# So many orders of the hash are tried before the nearest paper is taken.
MOST_ORDERS = 16


@dataclass(frozen=True)
class Candidate:
    version: int  # the id of the question version
    options: int  # how many options it has
    fixed_order: bool  # true or false stays as it is
    always_shuffled: bool = False  # its right order is the answer
    points: int = 1  # its own points
    seen: int = 0  # how often this person was asked it
    used: int = 0  # how often anybody was
    ease: int = 700  # the share of the points it is expected to earn, in thousandths


@dataclass(frozen=True)
class Row:
    """`count` of a pool, each worth `points` (None: its own), in one part of the paper. Pools may overlap."""

    count: int
    pool: Sequence[Candidate]
    points: int | None = None
    part: int = 0

    def worth(self, candidate: Candidate) -> int:
        return self.points or candidate.points


@dataclass(frozen=True)
class Drawn:
    version: int
    option_order: tuple[int, ...]
    points: int = 1
    part: int = 0


@dataclass(frozen=True)
class Pick:
    row: int
    candidate: Candidate


class TooFewError(Exception):
    """A row asks for more questions than its pool holds."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def place(seed: str, *parts: object) -> bytes:
    """Where something falls in the shuffled order: a hash nobody can foresee without the seed."""
    return sha256(":".join([seed, *map(str, parts)]).encode()).digest()


def draw(seed: str, rows: Sequence[Row], *, shuffle: bool, tolerance: int | None = None) -> list[Drawn]:
    """A paper: which questions, in which order, with which order of options.

    `tolerance`: how far two papers may lie apart in expected difficulty, in points of 100; None: no matter.
    Raises TooFewError for the first row that the pools cannot fill.
    """
    picks = choose(seed, rows, tolerance=tolerance)
    return arrange(seed, [(rows[pick.row], pick.candidate) for pick in picks], shuffle=shuffle)


def choose(seed: str, rows: Sequence[Row], *, tolerance: int | None = None) -> list[Pick]:
    """The questions alone, row by row. Within the tolerance wherever one of the tries gets there, else the nearest."""
    nearest: list[Pick] = []
    distance = Fraction(-1)
    for order in range(MOST_ORDERS):
        picks = _first_choice(seed, order, rows)
        if tolerance is None:
            return picks
        picks = _exchanged(seed, rows, picks, Fraction(tolerance * 10, 2))
        found = abs(off_target(rows, picks))
        if distance < 0 or found < distance:
            nearest, distance = picks, found
        if found <= Fraction(tolerance * 10, 2):
            break
    return nearest


def _first_choice(seed: str, order: int, rows: Sequence[Row]) -> list[Pick]:
    """The best by freshness that can be matched to the rows: taken one by one, moving earlier ones to other rows
    where that makes room (the greedy of a transversal matroid, so no better set of the same size exists)."""
    pools = [{candidate.version for candidate in row.pool} for row in rows]
    candidates = {candidate.version: candidate for row in rows for candidate in row.pool}
    taken: dict[int, int] = {}
    wanted = sum(row.count for row in rows)

    def by_freshness(candidate: Candidate) -> tuple[int, int, bytes]:
        return candidate.seen, candidate.used, place(seed, *([order] if order else []), "pick", candidate.version)

    for candidate in sorted(candidates.values(), key=by_freshness):
        if len(taken) == wanted:
            break
        _make_room(candidate.version, rows, pools, taken, set())
    for number, row in enumerate(rows):
        if sum(held == number for held in taken.values()) < row.count:
            raise TooFewError(number)
    picks = [Pick(row, candidates[version]) for version, row in taken.items()]
    return sorted(picks, key=lambda pick: (pick.row, pick.candidate.version))


def _make_room(
    version: int, rows: Sequence[Row], pools: Sequence[set[int]], taken: dict[int, int], tried: set[int]
) -> bool:
    """Give the version a place in one of its rows, if need be by moving another on (an augmenting path)."""
    for number, pool in enumerate(pools):
        if number in tried or version not in pool or not rows[number].count:
            continue
        tried.add(number)
        held = [other for other, row in taken.items() if row == number]
        if len(held) < rows[number].count or any(_make_room(other, rows, pools, taken, tried) for other in held):
            taken[version] = number
            return True
    return False


def missing(rows: Sequence[Row]) -> list[int]:
    """How many questions each row lacks when the rows share what there is as well as they can."""
    pools = [{candidate.version for candidate in row.pool} for row in rows]
    taken: dict[int, int] = {}
    for version in sorted(set().union(*pools)):
        _make_room(version, rows, pools, taken, set())
    return [row.count - sum(held == number for held in taken.values()) for number, row in enumerate(rows)]


def target(rows: Sequence[Row]) -> Fraction:
    """The share of the points that the paper is expected to earn, in thousandths: each row by the mean of its pool."""
    return _mean((row.count * row.worth(row.pool[0]), _mean_ease(row.pool)) for row in rows if row.pool and row.count)


def expected(rows: Sequence[Row], picks: Iterable[Pick]) -> Fraction:
    """The same of the questions picked."""
    return _mean((rows[pick.row].worth(pick.candidate), Fraction(pick.candidate.ease)) for pick in picks)


def off_target(rows: Sequence[Row], picks: Iterable[Pick]) -> Fraction:
    return expected(rows, picks) - target(rows)


def _mean_ease(pool: Sequence[Candidate]) -> Fraction:
    return Fraction(sum(candidate.ease for candidate in pool), len(pool))


def _mean(weighed: Iterable[tuple[int, Fraction]]) -> Fraction:
    points, earned = 0, Fraction(0)
    for weight, ease in weighed:
        points += weight
        earned += weight * ease
    return earned / points if points else Fraction(0)


def _exchanged(seed: str, rows: Sequence[Row], picks: list[Pick], reach: Fraction) -> list[Pick]:
    """One exchange after the other until the paper lies within `reach` of its target, or none brings it nearer.

    Always for one that the person has seen as often, so what is fresh stays first; of those that suffice the least
    used, else the one that brings it nearest.
    """
    for _step in range(2 * len(picks)):
        off = off_target(rows, picks)
        better = _best_exchange(seed, rows, picks, off, reach) if abs(off) > reach else None
        if better is None:
            break
        picks = [Pick(pick.row, better[1]) if number == better[0] else pick for number, pick in enumerate(picks)]
    return picks


def _best_exchange(
    seed: str, rows: Sequence[Row], picks: list[Pick], off: Fraction, reach: Fraction
) -> tuple[int, Candidate] | None:
    """Which pick to give up for which candidate. In whole numbers: everything times the points of the paper."""
    points = sum(rows[pick.row].worth(pick.candidate) for pick in picks)
    scale = (off * points).denominator * reach.denominator
    distance, near = int(off * points * scale), int(reach * points * scale)
    held = {pick.candidate.version for pick in picks}
    best: tuple[tuple[bool, int, bytes], int, Candidate] | None = None
    for number, pick in enumerate(picks):
        row, out = rows[pick.row], pick.candidate
        worth = row.worth(out)
        for other in row.pool:
            if other.version in held or other.seen != out.seen or row.worth(other) != worth:
                continue
            left = abs(distance + worth * (other.ease - out.ease) * scale)
            if left >= abs(distance):
                continue
            suffices = left <= near
            rank = (not suffices, other.used - out.used if suffices else left, place(seed, "swap", other.version))
            if best is None or rank < best[0]:
                best = (rank, number, other)
    return best and (best[1], best[2])


def arrange(seed: str, chosen: Sequence[tuple[Row, Candidate]], *, shuffle: bool) -> list[Drawn]:
    """Part by part; inside a part as shuffled, or as it stands."""
    order = list(chosen)
    if shuffle:
        order.sort(key=lambda item: place(seed, "question", item[1].version))
    order.sort(key=lambda item: item[0].part)
    return [
        Drawn(candidate.version, option_order(seed, candidate, shuffle), row.worth(candidate), row.part)
        for row, candidate in order
    ]


def option_order(seed: str, candidate: Candidate, shuffle: bool) -> tuple[int, ...]:
    numbers = range(candidate.options)
    if candidate.fixed_order or not (shuffle or candidate.always_shuffled):
        return tuple(numbers)
    return tuple(sorted(numbers, key=lambda option: place(seed, "option", candidate.version, option)))


@dataclass(frozen=True)
class Trial:
    """What papers drawn for a trial would be like: expected scores of 100, and how many miss the tolerance."""

    papers: int
    target: Fraction
    low: Fraction
    high: Fraction
    outside: int


def trial(rows: Sequence[Row], tolerance: int, papers: int = 40) -> Trial:
    """Draw so many papers for nobody, from seeds that everybody may know. Raises TooFewError."""
    aim = target(rows)
    found = [expected(rows, choose(f"trial {n}", rows, tolerance=tolerance)) for n in range(papers)]
    outside = sum(abs(one - aim) > Fraction(tolerance * 10, 2) for one in found)
    return Trial(papers, aim / 10, min(found) / 10, max(found) / 10, outside)
