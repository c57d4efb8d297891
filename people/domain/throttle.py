"""Slowing down guesses without locking anybody out (hazards 81, 82).

Failures are counted per account, per address and for the whole site within a window. Past a limit nothing is locked:
the next try has to wait a short while. A browser that the account signed in from before has a count of its own, so
neither a stranger's guesses nor a noisy neighbour behind the same office address keep its owner out.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.utils.translation import ngettext_lazy

from kernel.errors import Refusal
from people.models import SignInAttempt


@dataclass(frozen=True)
class SignInLimits:
    """What this app reads of policy `accounts`, under the same names; the defaults until an edition says otherwise."""

    invitation_days: int = 7
    sign_in_window_minutes: int = 15
    sign_in_per_account: int = 10
    sign_in_per_address: int = 100
    sign_in_in_all: int = 1000
    session_idle_minutes: int = 120


# Seconds between two tries once a limit is passed. Long enough to make guessing hopeless (an account then takes at most
# 120 guesses an hour), short enough that nobody has to be unlocked.
ACCOUNT_WAIT, ADDRESS_WAIT, SITE_WAIT = 30, 2, 1

_source: list[Callable[[], SignInLimits]] = [SignInLimits]


def use_limits(source: Callable[[], SignInLimits]) -> None:
    """Let `source()` give the figures from now on; policies calls this, since people may not import upwards."""
    _source[0] = source


def limits() -> SignInLimits:
    return _source[0]()


class TryLater(Refusal):
    pass


@dataclass(frozen=True)
class Door:
    """Who knocks: the account (its key, or what was typed), the address, and whether this browser is known to it."""

    account: str
    address: str
    known: bool = False

    @property
    def account_hash(self) -> str:
        return keyed("known" if self.known else "account", self.account)

    @property
    def address_hash(self) -> str:
        return keyed("address", self.address)


def keyed(kind: str, text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}:{text}".encode(), hashlib.sha256).hexdigest()


def refuse_too_early(door: Door, *, now: datetime) -> None:
    """Raise TryLater while the account, the address or the site has to wait. A refused try is not counted."""
    wait = max(seconds_to_wait(door, now), default=0)
    if wait > 0:
        raise TryLater(
            ngettext_lazy(
                "Too many tries in a short time. Your account is safe. Try again in %(wait)d second, "
                "or ask HR or your trainer for a new slip.",
                "Too many tries in a short time. Your account is safe. Try again in %(wait)d seconds, "
                "or ask HR or your trainer for a new slip.",
                wait,
            )
            % {"wait": wait}
        )


def seconds_to_wait(door: Door, now: datetime) -> list[int]:
    figures = limits()
    since = now - timedelta(minutes=figures.sign_in_window_minutes)
    recent = SignInAttempt.objects.filter(at__gt=since, at__lte=now)
    ledgers = [(recent.filter(account=door.account_hash), figures.sign_in_per_account, ACCOUNT_WAIT)]
    if not door.known:
        ledgers += [
            (recent.filter(address=door.address_hash), figures.sign_in_per_address, ADDRESS_WAIT),
            (recent, figures.sign_in_in_all, SITE_WAIT),
        ]
    return [left_of(rows, allowed, pause, now) for rows, allowed, pause in ledgers]


def left_of(rows, allowed: int, pause: int, now: datetime) -> int:
    # Counting stops at the limit: an attack must not make each try dearer than the one before.
    if len(rows.values_list("pk")[:allowed]) < allowed:
        return 0
    last = rows.aggregate(last=Max("at"))["last"]
    return max(0, int(pause - (now - last).total_seconds() + 0.999))


def count_failure(door: Door, *, now: datetime) -> None:
    SignInAttempt.objects.create(account=door.account_hash, address=door.address_hash, at=now)


def forget_failures(door: Door) -> None:
    """After a success the account starts from zero; what its address did to other accounts still counts."""
    SignInAttempt.objects.filter(account=door.account_hash).delete()


def sweep(now: datetime) -> int:
    """Drop rows older than a day: they are noise, and addresses are personal."""
    return SignInAttempt.objects.filter(at__lt=now - timedelta(days=1)).delete()[0]
