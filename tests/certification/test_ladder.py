"""Boundary tables of the ladder (RULES 6): just under, at, just over."""

from datetime import date
from fractions import Fraction

import pytest

from certification.domain.ladder import Held, LadderFacts, Score, current_level, judge, next_level
from policies import schema

pytestmark = pytest.mark.pure
ON = date(2026, 3, 25)
LADDER = schema.shipped("ladder")


def met(facts: LadderFacts, level: str) -> dict[str, bool]:
    return {one.name: one.met for one in judge(facts, LADDER, ON)[level]}


def test_nobody_knows_anything_of_a_newcomer():
    facts = LadderFacts(live_since=None, has_licence=False)

    assert met(facts, "junior") == {"licence": False, "live": False, "kpi": False, "theory": False, "coaching": True}
    assert next_level(facts.held, ON) == "junior"


@pytest.mark.parametrize(
    ("since", "reached"), [(date(2025, 12, 26), False), (date(2025, 12, 25), True), (date(2025, 12, 24), True)]
)
def test_junior_needs_three_months_live(since, reached):
    assert met(LadderFacts(live_since=since, has_licence=True), "junior")["live"] is reached


@pytest.mark.parametrize(("score", "reached"), [("79.99", False), ("80", True), ("80.01", True)])
def test_theory_is_compared_unrounded(score, reached):
    facts = LadderFacts(
        live_since=None, has_licence=True, theory={"junior-theory": Score(Fraction(score), date(2026, 3, 1))}
    )

    assert met(facts, "junior")["theory"] is reached


@pytest.mark.parametrize(
    ("kpis", "reached"), [([80, 79, 79], False), ([80, 79, 80], True), ([79, 79, 79, 80, 80], False)]
)
def test_junior_needs_kpi_80_in_two_of_the_last_three_months(kpis, reached):
    months = [date(2026, 3, 1), date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)]
    known = tuple((month, Fraction(kpi)) for month, kpi in zip(months, kpis, strict=False))

    assert met(LadderFacts(live_since=None, has_licence=True, kpi=known), "junior")["kpi"] is reached


def test_unknown_kpi_is_not_met_and_says_so():
    kpi = next(one for one in judge(LadderFacts(None, True), LADDER, ON)["intermediate"] if one.name == "kpi")

    assert (kpi.met, kpi.measured) == (False, None)


@pytest.mark.parametrize(("since", "reached"), [(date(2025, 9, 26), False), (date(2025, 9, 25), True)])
def test_intermediate_needs_junior_for_six_months(since, reached):
    facts = LadderFacts(since, True, held=(Held("junior", since, date(2026, 9, 24)),))

    assert met(facts, "intermediate")["held"] is reached


def test_renewed_level_counts_from_its_first_day():
    held = (
        Held("intermediate", date(2025, 1, 1), date(2025, 12, 31)),
        Held("intermediate", date(2026, 1, 1), date(2026, 12, 31)),
    )

    assert met(LadderFacts(None, True, held=held), "senior")["held"] is True


def test_broken_level_counts_from_the_break():
    held = (
        Held("intermediate", date(2025, 1, 1), date(2025, 12, 31)),
        Held("intermediate", date(2026, 2, 1), date(2026, 12, 31)),
    )

    assert met(LadderFacts(None, True, held=held), "senior")["held"] is False


def test_senior_needs_the_course_and_a_call_at_90():
    short = LadderFacts(None, True, last_call=Score(Fraction("89.99"), ON))
    enough = LadderFacts(None, True, last_call=Score(Fraction(90), ON), courses=frozenset({"advanced-agent"}))

    assert [met(short, "senior")[name] for name in ("course", "call")] == [False, False]
    assert [met(enough, "senior")[name] for name in ("course", "call")] == [True, True]


@pytest.mark.parametrize(("until", "level"), [(date(2026, 3, 24), "junior"), (date(2026, 3, 25), "intermediate")])
def test_highest_level_that_holds_today(until, level):
    held = (Held("junior", date(2025, 1, 1), None, recognised=True), Held("intermediate", date(2025, 4, 1), until))

    assert current_level(held, ON).level == level


def test_nothing_comes_after_senior():
    assert next_level((Held("senior", date(2025, 1, 1), None),), ON) is None
