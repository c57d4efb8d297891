"""Invitations, sign-in limits and sessions. Limits are soft: they pause, they never lock an office out."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.schema.reading import Problem, figure, gettext_noop

MOST_IN_ALL = 1_000_000


@dataclass(frozen=True)
class Accounts:
    invitation_days: int = figure(gettext_noop("Days an invitation is good for"), low=1, high=60, unit="days")
    sign_in_window_minutes: int = figure(
        gettext_noop("Minutes over which failed sign-ins are counted"), low=1, high=1440, unit="minutes"
    )
    sign_in_per_account: int = figure(gettext_noop("Failed sign-ins allowed for one account"), low=3, high=1000)
    sign_in_per_address: int = figure(
        gettext_noop("Failed sign-ins allowed from one address (an office shares one)"), low=20, high=100_000
    )
    sign_in_in_all: int = figure(gettext_noop("Failed sign-ins allowed in all"), low=100, high=MOST_IN_ALL)
    session_idle_minutes: int = figure(
        gettext_noop("Minutes without a click after which a session ends"), low=5, high=720, unit="minutes"
    )

    def problems(self) -> Iterator[Problem]:
        if not self.sign_in_per_account <= self.sign_in_per_address <= self.sign_in_in_all:
            message = gettext_noop("An address must be allowed at least as much as an account, and all as an address.")
            yield Problem(("sign_in_per_address",), message)
