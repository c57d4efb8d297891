"""Coaching plans (RULES 3)."""

from dataclasses import dataclass

from policies.schema.reading import figure, gettext_noop, mark


@dataclass(frozen=True)
class Coaching:
    closing_score: int = mark(gettext_noop("Score of the call that lets a plan be closed"))
    closing_in_a_row: int = figure(gettext_noop("Calls in a row that must reach it"), low=1, high=5)
    follow_up_days: int = figure(
        gettext_noop("Days within which the next follow-up of a plan is held"), low=1, high=31, unit="days"
    )
