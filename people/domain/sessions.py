"""Browsers in which a person is signed in: seen by them, ended by them, by idling, by age or by leaving (hazard 84)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import logout
from django.db.models import F, QuerySet
from django.http import HttpRequest

from people.domain import throttle
from people.domain.address import client_address
from people.models import SignedIn, User

STARTED, SEEN = "signed_in_at", "seen_at"
# Last-seen is written at most this often: often enough for an idle limit in minutes, rare enough for SQLite.
SEEN_EVERY = timedelta(minutes=1)
# No policy may ask for less, so below it the figures need not be looked up at every request.
SHORTEST_IDLE = timedelta(minutes=5)
AGENT_LENGTH = 200

# Reasons to stay signed in past the idle limit (a running exam); upper apps add theirs in AppConfig.ready.
_busy: list[Callable[[User, datetime], bool]] = []


def stay_while(busy: Callable[[User, datetime], bool]) -> None:
    """Register a question; while it says yes, idling does not sign the person out."""
    _busy.append(busy)


def address_of(request: HttpRequest) -> str:
    meta = request.META
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    return client_address(meta.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)


def note(request: HttpRequest, person: User, *, now: datetime) -> None:
    """Remember this browser as signed in; called by the signal of every sign-in, whatever the door."""
    session = request.session
    session[STARTED] = session[SEEN] = now.timestamp()
    if session.session_key is None:
        session.create()
    SignedIn.objects.update_or_create(
        session_key=session.session_key,
        defaults={
            "person": person,
            "address": address_of(request),
            "agent": request.META.get("HTTP_USER_AGENT", "")[:AGENT_LENGTH],
            "started_at": now,
            "seen_at": now,
            "ended_at": None,
        },
    )


def renewed(request: HttpRequest, *, old_key: str) -> None:
    """The session's key was changed (password change): the row follows."""
    SignedIn.objects.filter(session_key=old_key).update(session_key=request.session.session_key)


def expired(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the session is too old (the cookie's age) or idled past the figure of policy `accounts`."""
    moment = now.timestamp()
    if moment - request.session.get(STARTED, 0) > settings.SESSION_COOKIE_AGE:
        return True
    idle = moment - request.session.get(SEEN, 0)
    if idle <= SHORTEST_IDLE.total_seconds() or idle <= throttle.limits().session_idle_minutes * 60:
        return False
    return not any(busy(request.user, now) for busy in _busy)


def touch(request: HttpRequest, *, now: datetime) -> None:
    """Write last-seen when it is older than a minute."""
    if now.timestamp() - request.session.get(SEEN, 0) < SEEN_EVERY.total_seconds():
        return
    request.session[SEEN] = now.timestamp()
    SignedIn.objects.filter(session_key=request.session.session_key).update(seen_at=now)


def end_here(request: HttpRequest, *, now: datetime) -> None:
    """Sign this browser out."""
    SignedIn.objects.filter(session_key=request.session.session_key, ended_at=None).update(ended_at=now)
    logout(request)


def open_of(person: User, *, now: datetime) -> QuerySet[SignedIn]:
    """Where the person is signed in now, latest first."""
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return person.sign_ins.filter(ended_at=None, started_at__gt=oldest).order_by("-seen_at", "-pk")


def end(sign_in: SignedIn, *, now: datetime) -> None:
    """End one browser's session; its next request is that of a stranger."""
    SignedIn.objects.filter(pk=sign_in.pk, ended_at=None).update(ended_at=now)
    session_store()(sign_in.session_key).delete()


def end_all(person: User, *, now: datetime) -> None:
    """End every session and every mailed link of the person at once, by raising the epoch both are bound to."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])
    person.sign_ins.filter(ended_at=None).update(ended_at=now)


def session_store():
    return import_module(settings.SESSION_ENGINE).SessionStore
