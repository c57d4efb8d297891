"""Papers on paper for trainers; the key begins on a page of its own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain import papers, printing
from assessments.domain.refusals import AttemptError
from assessments.permissions import get_attempt_to_print, get_paper_for

LANGUAGES = {"en": "English", "zh-hans": "中文"}
SPECIMENS = range(1, 100)


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in LANGUAGES else request.LANGUAGE_CODE


@login_required
@never_cache
@require_safe
def paper_print(request: HttpRequest, key: str) -> HttpResponse:
    """A specimen: what a learner who was never asked anything could get."""
    found = get_paper_for(request.user, key)
    wanted = request.GET.get("specimen", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 3 and int(wanted) in SPECIMENS else 1
    content = papers.newest_content(found)
    with override(language := _language(request)):
        try:
            printed = printing.specimen(content, number)
        except AttemptError as refused:
            messages.error(request, str(refused))
            return redirect("assessments:paper", found.key)
        context = _context(printed, content["minutes"], language) | {"paper": found, "number": number}
        return render(request, "assessments/paper_print.html", context)


@login_required
@never_cache
@require_safe
def attempt_print(request: HttpRequest, key: str) -> HttpResponse:
    """The paper of one attempt again, as it was drawn, without what was answered."""
    attempt = get_attempt_to_print(request.user, key)
    with override(language := _language(request)):
        context = _context(printing.of_attempt(attempt), attempt.minutes, language)
        return render(
            request, "assessments/paper_print.html", context | {"paper": attempt.admission.paper, "attempt": attempt}
        )


def _context(printed, minutes: int, language: str) -> dict[str, object]:
    return {
        "printed": printed,
        "minutes": minutes,
        "total": sum(item.points for item in printed),
        "language": language,
        "languages": LANGUAGES.items(),
    }
