"""What somebody in the middle of an exam asked to look at and was refused: the bank, or a question out of turn.

Looking writes no row (hazard 15). It is a line of the server's log, and the session remembers it until the exam's next
save takes it to the journal.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.domain import steps, watching
from assessments.models import Attempt
from assessments.permissions import SittingError

log = logging.getLogger("assessments.refused_looks")
LOOKS, MOST = "refused_looks", 20


class BankDoor:
    """Answers a `SittingError` of any page with 403 and its sentence, in the editors' admin as elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, SittingError):
            return None
        asked = request.resolver_match.view_name
        log.warning("bank refused attempt=%s asked=%s method=%s", exception.attempt, asked, request.method)
        _remember(request, exception.attempt, [asked])
        if request.method == "POST":
            write_down(request, request.arrived)
        context = {"sentence": str(exception), "attempt": exception.attempt}
        return render(request, "assessments/bank_shut.html", context, status=403)


def refuse_step(request: HttpRequest, attempt: Attempt, asked: int) -> None:
    log.warning("step refused attempt=%s asked=%d reached=%d", attempt.key, asked, attempt.reached)
    _remember(request, attempt.key, [asked, attempt.reached])


def _remember(request: HttpRequest, attempt: str, look: list[object]) -> None:
    request.session[LOOKS] = [*request.session.get(LOOKS, ()), [attempt, *look]][:MOST]


def write_down(request: HttpRequest, now: datetime) -> None:
    """Into the journal with what the session remembers."""
    looks = request.session.pop(LOOKS, [])
    for attempt in Attempt.objects.filter(key__in={look[0] for look in looks}, admission__person=request.user):
        own = [look[1:] for look in looks if look[0] == attempt.key]
        if pages := [look[0] for look in own if len(look) == 1]:
            watching.log_bank_refusal(attempt, pages, by=request.user, now=now)
        for asked, reached in (look for look in own if len(look) == 2):
            steps.log_refusal(attempt, asked, by=request.user, now=now, reached=reached)
