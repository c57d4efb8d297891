"""The one back end of every door, with the one limiter (hazard 81)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.domain import access, sessions, throttle
from people.models import User

KNOWN_COOKIE = f"{settings.COOKIE_PREFIX}known"
KNOWN_DAYS = 180
# A shared computer knows this many people; the longest unused is forgotten first.
KNOWN_ACCOUNTS = 30


class StaffBackend(ModelBackend):
    """Signs in by staff number, user name or e-mail. `request.try_later` tells the view when a wait is due."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if request is None or not username or password is None:
            return None
        known = throttle.keyed("device", access.account_of(username)) in known_accounts(request)
        address = sessions.address_of(request)
        try:
            return access.verify(username, password, address=address, known=known, now=timezone.now())
        except throttle.TryLater as refusal:
            request.try_later = refusal  # type: ignore[attr-defined]
            raise PermissionDenied from refusal


def known_accounts(request: HttpRequest) -> list[str]:
    """Accounts (as keyed hashes) that have signed in from this browser."""
    try:
        value = signing.loads(request.COOKIES.get(KNOWN_COOKIE, ""), salt="people.known", max_age=KNOWN_DAYS * 86400)
    except signing.BadSignature:
        return []
    return list(value)


def remember(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """After a sign-in this browser is known to the account: others' failures no longer make it wait."""
    mine = throttle.keyed("device", person.key)
    accounts = [mine, *[account for account in known_accounts(request) if account != mine]][:KNOWN_ACCOUNTS]
    response.set_cookie(
        KNOWN_COOKIE,
        signing.dumps(accounts, salt="people.known", compress=True),
        max_age=KNOWN_DAYS * 86400,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
