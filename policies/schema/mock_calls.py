"""The ten scored calls (RULES 2, mock-call rubric and week 4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.schema.reading import Problem, figure, gettext_noop, mark

SLOTS = 10


@dataclass(frozen=True)
class MockCalls:
    consultation: int = figure(gettext_noop("Scored calls: consultation"), high=SLOTS)
    complaint: int = figure(gettext_noop("Scored calls: complaint"), high=SLOTS)
    transaction: int = figure(gettext_noop("Scored calls: transaction"), high=SLOTS)
    pass_mark: int = mark(gettext_noop("Score that goes live"))
    rule: str = figure(
        gettext_noop("What must reach it: the mean of the ten, or every call"), choices=("mean", "every_call")
    )
    free_repeats_per_slot: int = figure(gettext_noop("Repeats of a slot that need no coaching plan"), high=9)
    applicable_weight_min: int = mark(gettext_noop("Least weight of the rubric that must apply to a call"))
    coaching_mark: int = mark(gettext_noop("A released call below this opens a coaching plan"))
    score_within_hours: int = figure(
        gettext_noop("Hours within which a call should be scored"), low=1, high=720, unit="hours"
    )

    chat_reply_seconds: int = figure(
        gettext_noop("Seconds within which a message of the customer should be answered"),
        low=1,
        high=600,
        unit="seconds",
    )

    @property
    def total(self) -> int:
        return self.consultation + self.complaint + self.transaction

    def problems(self) -> Iterator[Problem]:
        if self.total != SLOTS:
            message = gettext_noop("The three types add up to %(total)s calls, not %(slots)s.")
            yield Problem(("transaction",), message, {"total": self.total, "slots": SLOTS})
