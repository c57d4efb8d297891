"""Three levels and the uplift each brings (RULES 6). Uplift is the total over base pay at that level."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from policies.schema.reading import Problem, figure, gettext_noop, mark

LEVELS = ("junior", "intermediate", "senior")
LEAST_UPLIFT, MOST_UPLIFT = 10, 30


@dataclass(frozen=True)
class Level:
    uplift_percent: Decimal = figure(gettext_noop("Uplift on base pay, in total at this level"), high=100, unit="%")
    valid_months: int = figure(gettext_noop("Months the level is valid"), low=1, high=120, unit="months")
    months_live: int = figure(gettext_noop("Months live before it"), high=120, unit="months")
    held_months: int = figure(gettext_noop("Months the level below must be held"), high=120, unit="months")
    kpi_mark: int = mark(gettext_noop("KPI that counts"))
    kpi_months: int = figure(gettext_noop("Months that must reach this KPI"), high=24, unit="months")
    kpi_window: int = figure(gettext_noop("Out of the last months"), low=1, high=24, unit="months")
    theory_paper: str = figure(gettext_noop("Theory paper"))
    theory_mark: int = mark(gettext_noop("Mark of the theory paper"))
    practical: str = figure(gettext_noop("Practical (empty: none)"))
    practical_mark: int = mark(gettext_noop("Mark of the practical"))
    course: str = figure(gettext_noop("Course to be passed (empty: none)"))
    call_mark: int = mark(gettext_noop("Score of a call scored by QA (0: none)"))
    no_open_coaching_plan: bool = figure(gettext_noop("No coaching plan may be open"))

    def problems(self) -> Iterator[Problem]:
        if self.kpi_months > self.kpi_window:
            message = gettext_noop("%(months)s months cannot be reached in the last %(window)s.")
            yield Problem(("kpi_months",), message, {"months": self.kpi_months, "window": self.kpi_window})


@dataclass(frozen=True)
class Ladder:
    grace_days: int = figure(gettext_noop("Days of grace after a level ends"), high=365, unit="days")
    junior: Level = figure(gettext_noop("Junior"))
    intermediate: Level = figure(gettext_noop("Intermediate"))
    senior: Level = figure(gettext_noop("Senior"))

    @property
    def levels(self) -> tuple[tuple[str, Level], ...]:
        """The levels from the lowest to the highest."""
        return tuple((name, getattr(self, name)) for name in LEVELS)

    def problems(self) -> Iterator[Problem]:
        if self.junior.held_months:
            yield Problem(("junior", "held_months"), gettext_noop("There is no level below the first: write 0."))
        uplifts = [level.uplift_percent for _, level in self.levels]
        if uplifts != sorted(uplifts):
            yield Problem(("senior", "uplift_percent"), gettext_noop("A higher level cannot bring a smaller uplift."))

    def exceptions(self) -> Iterator[Problem]:
        """What only a second HR person may let through: an uplift outside 10 to 30 %."""
        for name, level in self.levels:
            if not LEAST_UPLIFT <= level.uplift_percent <= MOST_UPLIFT:
                message = gettext_noop(
                    "An uplift of %(percent)s %% lies outside %(least)s to %(most)s %%: "
                    "a second HR person must approve it."
                )
                params = {"percent": level.uplift_percent, "least": LEAST_UPLIFT, "most": MOST_UPLIFT}
                yield Problem((name, "uplift_percent"), message, params)
