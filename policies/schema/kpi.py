"""The monthly KPI: rows, weights, floors and targets, bands (RULES 5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from policies.schema.reading import MOST, Problem, figure, gettext_noop, mark

ROWS = ("csat", "fcr", "call_minutes", "handle_time", "training", "rules", "attendance", "qa_score")


@dataclass(frozen=True)
class Row:
    """A row runs straight from 0 at the floor to 100 at the target, capped at both ends."""

    weight: int = figure(gettext_noop("Weight"), high=100, unit="%")
    floor: Decimal = figure(gettext_noop("Floor (scores 0)"), low=-100, high=MOST)
    target: Decimal = figure(gettext_noop("Target (scores 100)"), low=-100, high=MOST)

    def problems(self) -> Iterator[Problem]:
        if self.floor == self.target:
            yield Problem(("target",), gettext_noop("Floor and target must differ."))


@dataclass(frozen=True)
class Kpi:
    formula: str = figure(
        gettext_noop("How a row is scored: straight from floor to target, or its ratio to the target"),
        choices=("floor_to_target", "ratio_to_target"),
    )
    least_weight: int = mark(gettext_noop("Weight that must have figures, or no KPI is given"))
    top_band: int = mark(gettext_noop("Top band from"))
    normal_band: int = mark(gettext_noop("Normal band from"))
    training_band: int = mark(gettext_noop("Training band from"))
    csat: Row = figure(gettext_noop("Customer satisfaction, mean of 1 to 5"))
    fcr: Row = figure(gettext_noop("Solved at first contact, %"))
    call_minutes: Row = figure(gettext_noop("Call minutes a month"))
    handle_time: Row = figure(gettext_noop("Handle time of consultation calls, minutes"))
    training: Row = figure(gettext_noop("Training participation, %"))
    rules: Row = figure(gettext_noop("Violations of the rules"))
    attendance: Row = figure(gettext_noop("Attendance, %"))
    qa_score: Row = figure(gettext_noop("Supplementary QA score"))

    @property
    def rows(self) -> tuple[tuple[str, Row], ...]:
        return tuple((name, getattr(self, name)) for name in ROWS)

    def problems(self) -> Iterator[Problem]:
        total = sum(row.weight for _, row in self.rows)
        if total != 100:
            message = gettext_noop("The weights of all rows add up to %(total)s, not 100.")
            yield Problem(("csat", "weight"), message, {"total": total})
        if not self.top_band > self.normal_band > self.training_band:
            yield Problem(("normal_band",), gettext_noop("The bands must fall from top to training."))
