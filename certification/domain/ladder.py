"""The ladder (RULES 6): what each level asks for and how far someone is. Pure: facts, figures and the date come in.

Words are put to the result by `standing`; here stand only what was measured, what is required, and whether it is met.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from certification.domain.validity import months_between
from policies.schema.ladder import LEVELS, Ladder, Level


@dataclass(frozen=True)
class Held:
    """A level held from a day to a last day (None: no end known); `recognised` before the product came."""

    level: str
    from_day: date
    until_day: date | None
    recognised: bool = False

    def holds(self, on: date) -> bool:
        return self.from_day <= on and (self.until_day is None or on <= self.until_day)


@dataclass(frozen=True)
class Score:
    """An exact percentage and the day it was released."""

    percent: Fraction
    on: date


@dataclass(frozen=True)
class LadderFacts:
    """What is known of one person. `kpi` None: no figures are taken in yet; otherwise (first of month, KPI) pairs."""

    live_since: date | None
    has_licence: bool
    held: tuple[Held, ...] = ()
    kpi: tuple[tuple[date, Fraction], ...] | None = None
    theory: dict[str, Score] | None = None
    practical: dict[str, Score] | None = None
    courses: frozenset[str] = frozenset()
    last_call: Score | None = None
    open_coaching_plan: bool = False


@dataclass(frozen=True)
class Requirement:
    """One condition of a level. `measured` None: nothing is known yet. `name` says which (words: standing)."""

    name: str
    met: bool
    measured: object
    required: object
    score: Score | None = None
    subject: str = ""
    window: int = 0
    since: date | None = None


def requirements(facts: LadderFacts, name: str, level: Level, on: date) -> list[Requirement]:
    """Every condition of one level, in the order of the rule book; those a figure switches off are left out."""
    found = [*_time(facts, name, level, on), _kpi(facts, level, on)]
    found.append(_score("theory", (facts.theory or {}).get(level.theory_paper), level.theory_mark, level.theory_paper))
    if level.practical:
        taken = (facts.practical or {}).get(level.practical)
        found.append(_score("practical", taken, level.practical_mark, level.practical))
    if level.course:
        passed = level.course in facts.courses
        found.append(Requirement("course", passed, passed or None, True, subject=level.course))
    if level.call_mark:
        found.append(_score("call", facts.last_call, level.call_mark))
    if level.no_open_coaching_plan:
        found.append(Requirement("coaching", not facts.open_coaching_plan, facts.open_coaching_plan, False))
    return found


def _time(facts: LadderFacts, name: str, level: Level, on: date) -> Iterable[Requirement]:
    if name == LEVELS[0]:
        yield Requirement("licence", facts.has_licence, facts.has_licence or None, True)
    if level.months_live:
        live = months_between(facts.live_since, on) if facts.live_since else None
        yield Requirement("live", (live or 0) >= level.months_live, live, level.months_live, since=facts.live_since)
    if level.held_months:
        below = LEVELS[LEVELS.index(name) - 1]
        since = held_since(facts.held, below, on)
        held = months_between(since, on) if since else None
        met = (held or 0) >= level.held_months
        yield Requirement("held", met, held, level.held_months, subject=below, since=since)


def held_since(held: Iterable[Held], level: str, on: date) -> date | None:
    """Since when the level, or a higher one, has been held without a break up to today; None: not held."""
    enough = [one for one in held if LEVELS.index(one.level) >= LEVELS.index(level)]
    standing = [one for one in enough if one.holds(on)]
    if not standing:
        return None
    start = min(one.from_day for one in standing)
    for earlier in sorted(enough, key=lambda one: one.from_day, reverse=True):
        if earlier.from_day < start and earlier.until_day and (start - earlier.until_day).days <= 1:
            start = earlier.from_day
    return start


def _kpi(facts: LadderFacts, level: Level, on: date) -> Requirement:
    if facts.kpi is None:
        return Requirement("kpi", False, None, level.kpi_months, window=level.kpi_window)
    months = sorted(facts.kpi, reverse=True)[: level.kpi_window]
    reached = sum(score >= level.kpi_mark for month, score in months if month <= on)
    return Requirement("kpi", reached >= level.kpi_months, reached, level.kpi_months, window=level.kpi_window)


def _score(name: str, score: Score | None, required: int, subject: str = "") -> Requirement:
    met = score is not None and score.percent >= required
    return Requirement(name, met, score.percent if score else None, required, score=score, subject=subject)


def current_level(held: Iterable[Held], on: date) -> Held | None:
    """The highest level held that day."""
    standing = [one for one in held if one.holds(on)]
    return max(standing, key=lambda one: (LEVELS.index(one.level), one.from_day), default=None)


def next_level(held: Iterable[Held], on: date) -> str | None:
    """The level above the one held; None at the top."""
    current = current_level(held, on)
    place = LEVELS.index(current.level) + 1 if current else 0
    return LEVELS[place] if place < len(LEVELS) else None


def judge(facts: LadderFacts, ladder: Ladder, on: date) -> dict[str, list[Requirement]]:
    return {name: requirements(facts, name, level, on) for name, level in ladder.levels}
