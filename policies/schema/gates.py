"""Week gates of onboarding (RULES 2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.schema.reading import Problem, figure, gettext_noop, mark


@dataclass(frozen=True)
class Gates:
    pass_mark: int = mark(gettext_noop("Mark that opens a week gate"))
    week1_theory_weight: int = figure(gettext_noop("Week 1: weight of the theory paper"), high=100, unit="%")
    week1_practical_weight: int = figure(gettext_noop("Week 1: weight of the practical"), high=100, unit="%")
    week_working_days: int = figure(gettext_noop("Working days in a week of the programme"), low=1, high=7, unit="days")
    reviewed_recordings: int = figure(gettext_noop("Week 3: practice recordings the mentor has reviewed"), high=30)
    last_of_each_mark: int = mark(gettext_noop("Week 3: mark of the last practice call of each type"))

    def problems(self) -> Iterator[Problem]:
        total = self.week1_theory_weight + self.week1_practical_weight
        if total != 100:
            message = gettext_noop("The weights of theory and practical add up to %(total)s, not 100.")
            yield Problem(("week1_practical_weight",), message, {"total": total})
