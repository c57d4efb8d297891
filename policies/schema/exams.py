"""Papers against the clock (RULES 2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.schema.reading import Problem, figure, gettext_noop


@dataclass(frozen=True)
class Exams:
    grace_seconds: int = figure(
        gettext_noop("Seconds after the end in which an answer still counts"), high=300, unit="seconds"
    )
    autosubmit: bool = figure(gettext_noop("Hand in for the person when the time is over"))
    low_time_minutes: tuple[int, ...] = figure(
        gettext_noop("Minutes left at which the clock is announced"), low=1, high=240, unit="minutes"
    )

    def problems(self) -> Iterator[Problem]:
        if list(self.low_time_minutes) != sorted(set(self.low_time_minutes), reverse=True):
            message = gettext_noop("List the minutes from most to fewest, each once.")
            yield Problem(("low_time_minutes",), message)
