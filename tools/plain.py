"""The answer save of an exam as anybody would write it in Django: its queries, no checks, no receipt, no middleware.

What ours is measured beside: in the process (tools/bench.py), and over HTTP as `plain:application`.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, re_path


def save(session_key: str, attempt_key: str, position: int, place: int) -> int:
    """Session, person, attempt, question, latest answer; then a row. The version it has now."""
    from django.contrib.sessions.models import Session
    from django.db import transaction
    from django.utils import timezone

    from assessments.models import AnswerSave, Attempt, AttemptQuestion
    from people.models import User

    session = Session.objects.get(session_key=session_key, expire_date__gt=timezone.now())
    user = User.objects.get(pk=session.get_decoded()["_auth_user_id"])
    mine = Attempt.objects.get(key=attempt_key, admission__person=user)
    with transaction.atomic():
        asked = AttemptQuestion.objects.select_related("attempt", "question_version__question")
        asked = asked.get(attempt=mine, position=position)
        latest = asked.saves.filter(standing="kept").order_by("-version").first()
        number = latest.version + 1 if latest else 1
        AnswerSave.objects.create(
            attempt=mine,
            attempt_question=asked,
            version=number,
            key=f"{asked.pk}-{number}-plain",
            value={"chosen": [place]},
            received_at=timezone.now(),
            standing="kept",
        )
    return number


def answers(request: HttpRequest, key: str) -> JsonResponse:
    place = request.POST["value"]
    version = save(request.COOKIES["readyline"], key, int(request.POST["position"]), int(place))
    return JsonResponse({"version": version, "value": [place]})


urlpatterns = [
    re_path(r".*attempts/(?P<key>[\w-]+)/answers$", answers),
    path("healthz", lambda request: HttpResponse("ok")),
]


def __getattr__(name: str) -> object:
    """`plain:application` is a site of this one view, on our database."""
    if name != "application":
        raise AttributeError(name)
    from django.core.wsgi import get_wsgi_application

    from config import settings as ours

    if not settings.configured:
        kept = {word: getattr(ours, word) for word in dir(ours) if word.isupper()}
        settings.configure(**kept | {"MIDDLEWARE": [], "ROOT_URLCONF": "plain"})
        globals()[name] = get_wsgi_application()
    return globals()[name]
