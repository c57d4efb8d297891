"""The bank is shut to whoever sits an exam: the answer in words, with 403, and the note of it."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.domain import watching
from assessments.models import Attempt
from assessments.permissions import SittingError

log = logging.getLogger("assessments.bank_door")
ASKED, MOST_ASKED = "asked_bank", 20


class BankDoor:
    """Answers a `SittingError` of any page, those of the editors' admin among them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SittingError):
            return None
        _note(request, exception.attempt)
        return render(request, "assessments/bank_shut.html", {"sentence": str(exception)}, status=403)


def _note(request: HttpRequest, attempt: str) -> None:
    """A refused change goes into the journal at once. Looking writes no row (hazard 15): it is a line of the server's
    log, and the session remembers it until the exam's next save takes it to the journal."""
    asked = request.resolver_match.view_name
    log.warning("bank refused attempt=%s asked=%s method=%s", attempt, asked, request.method)
    before = request.session.get(ASKED, {}).get(attempt, [])
    request.session[ASKED] = {attempt: [*before, asked][:MOST_ASKED]}
    if request.method == "POST":
        write_down(request, request.arrived)


def write_down(request: HttpRequest, now: datetime) -> None:
    """Into the journal with what the session remembers."""
    for key, asked in request.session.pop(ASKED, {}).items():
        for attempt in Attempt.objects.filter(key=key, admission__person=request.user):
            watching.log_bank_refusal(attempt, asked, by=request.user, now=now)
