"""Papers against the clock (RULES 2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.schema.reading import Problem, figure, gettext_noop, mark


@dataclass(frozen=True)
class Exams:
    grace_seconds: int = figure(
        gettext_noop("Seconds after the end in which an answer still counts"), high=300, unit="seconds"
    )
    autosubmit: bool = figure(gettext_noop("Hand in for the person when the time is over"))
    low_time_minutes: tuple[int, ...] = figure(
        gettext_noop("Minutes left at which the clock is announced"), low=1, high=240, unit="minutes"
    )
    keys_wait: bool = figure(
        gettext_noop("A right answer waits while another exam open to the person may ask the question")
    )

    # When a question's figures ask a trainer to look at it.
    least_answers: int = figure(gettext_noop("Answers from which a question is judged by its figures"), low=2)
    low_facility: int = mark(gettext_noop("Share of points below which a question counts as too hard"))
    high_facility: int = mark(gettext_noop("Share of points above which a question counts as too easy"))
    dead_option: int = mark(gettext_noop("Share of people below which a wrong option counts as dead"))

    def problems(self) -> Iterator[Problem]:
        if list(self.low_time_minutes) != sorted(set(self.low_time_minutes), reverse=True):
            message = gettext_noop("List the minutes from most to fewest, each once.")
            yield Problem(("low_time_minutes",), message)
        if self.low_facility >= self.high_facility:
            message = gettext_noop("Too hard lies below too easy.")
            yield Problem(("low_facility",), message)
