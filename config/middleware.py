import secrets
import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.translation import gettext

from people.domain import looks, sessions
from people.views.looks import SESSION

Handler = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("readyline.web")


def arrival(get_response: Handler) -> Handler:
    """When the request reached us, before anything of ours held it up: the time of a receipt (hazard 23)."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.arrived = timezone.now()
        return get_response(request)

    return respond


def request_log(get_response: Handler) -> Handler:
    """One line a request, by route instead of address (an address may hold a token) and by the person's key."""

    def respond(request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(8)
        structlog.contextvars.bind_contextvars(request=request.id)
        began = time.perf_counter()
        try:
            response = get_response(request)
            match = request.resolver_match
            # Only a user that was already fetched: the log asks the database nothing.
            person = getattr(getattr(request, "_cached_user", None), "key", "")
            log.info(
                "request",
                method=request.method,
                route=match.route if match else "",
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000),
                person=person,
            )
            response.headers["X-Request-ID"] = request.id
            return response
        finally:
            structlog.contextvars.unbind_contextvars("request")

    return respond


def body_limits(get_response: Handler) -> Handler:
    """Refuse a body that is larger than its address takes, before a byte of it is read (hazard 67)."""

    def respond(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = next((most for start, most in settings.BODY_LIMITS.items() if request.path.startswith(start)), None)
        if most is None or (length.isdigit() and int(length) <= most):
            return get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            words = gettext("This file is larger than this page takes. Nothing was read or kept.")
        return HttpResponse(words, status=413, content_type="text/plain; charset=utf-8")

    return respond


def admin_content_security_policy(get_response: Handler) -> Handler:
    """Wagtail's admin alone gets the relaxed policy (docs/decisions/0003)."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CSP
        return response

    return respond


def signed_in_limits(get_response: Handler) -> Handler:
    """End sessions that idled or grew too old, and note when the person was last seen (hazard 84)."""

    def respond(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if sessions.expired(request, now=now):
                sessions.end_here(request, now=now)
            else:
                sessions.touch(request, now=now)
        return get_response(request)

    return respond


def person_language(get_response: Handler) -> Handler:
    """The person's own language and time zone; before sign-in the cookie, then the browser's wish."""

    def respond(request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated:
            language, zone = person.language, person.zone
        else:
            language, zone = translation.get_language_from_request(request), None
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
        response.headers.setdefault("Content-Language", "zh-Hans" if language == "zh-hans" else language)
        return response

    return respond


def looking_as(get_response: Handler) -> Handler:
    """Show an administrator a learner's pages while their look lasts; every change and what is private stays shut."""

    def respond(request: HttpRequest) -> HttpResponse:
        key = request.session.get(SESSION) if request.user.is_authenticated else None
        if not key:
            return get_response(request)
        looking = looks.current(key, by=request.user, now=timezone.now())
        if looking is None:
            del request.session[SESSION]
            return get_response(request)
        request.looking = looking
        structlog.contextvars.bind_contextvars(looks_as=looking.subject.key)
        try:
            return _as_somebody(request, get_response)
        finally:
            structlog.contextvars.unbind_contextvars("looks_as")

    return respond


def _as_somebody(request: HttpRequest, get_response: Handler) -> HttpResponse:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return get_response(request)
    if name in looks.CHANGES and request.method == "POST":
        return get_response(request)  # the administrator's own: they stop or sign out
    request.user = request.looking.subject
    if not looks.is_open(name, request.method or ""):
        return render(request, "people/look_closed.html", {"looking": request.looking}, status=403)
    response = get_response(request)
    response.headers["Cache-Control"] = "no-store, private"
    return response
