"""From where an exam is sat, and the one address that takes what a browser says of itself."""

from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from assessments.domain import watching
from assessments.domain.watching import Place
from assessments.forms import HintsForm
from assessments.models import Attempt
from assessments.permissions import get_own_attempt
from assessments.views import refused_looks
from people.domain.sessions import address_of

SEEN = "exam_place"
LARGEST = 4096  # bytes of a body


def place_of(request: HttpRequest) -> Place:
    agent = request.META.get("HTTP_USER_AGENT", "")[:400]
    return Place(address_of(request), agent, request.session.session_key or "")


def note_place(request: HttpRequest, attempt: Attempt, now: datetime | None = None) -> None:
    """Log a change of place once: the session remembers from where its exam was sat last, so that a save from the
    same place asks the database nothing."""
    refused_looks.write_down(request, now or request.arrived)
    place = place_of(request)
    seen = {attempt.key: place.marks}
    if request.session.get(SEEN) == seen:
        return
    watching.note_place(attempt, place, now=now or request.arrived)
    request.session[SEEN] = seen


@login_required
@never_cache
@require_POST
def attempt_hints(request: HttpRequest, key: str) -> HttpResponse:
    """Hints of the exam page's script. The answer is empty either way: nothing here is worth a word to the learner."""
    attempt = get_own_attempt(request.user, key)
    note_place(request, attempt)
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return HttpResponse(status=413)
    form = HintsForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    watching.keep_hints(attempt, form.cleaned_data["hints"], now=request.arrived)
    return HttpResponse(status=204)
