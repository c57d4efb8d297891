"""Two minutes a day: what was missed in an exam comes back. Progress for the learner, hot spots for the trainer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.domain import outlook, retention
from assessments.domain import practice as verbs
from assessments.domain.practice import PracticeError
from assessments.forms import PracticeForm
from assessments.permissions import get_own_card, get_own_review, require_bank, topics_kept_by
from kernel import charts


@login_required
@never_cache
@require_safe
def practice(request: HttpRequest) -> HttpResponse:
    """The first question of what is left today."""
    now = timezone.now()
    left = verbs.today(request.user, now)
    upcoming = verbs.next_due(request.user, now)
    context = {"asked": left[0] if left else None, "left": len(left), "next": upcoming}
    return render(request, "assessments/practice.html", context)


@login_required
@require_POST
def practice_answer(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    card = get_own_card(request.user, key)
    form = PracticeForm(request.POST)
    try:
        if not form.is_valid():
            raise PracticeError(_("This answer does not fit the question. Nothing was changed."))
        review = verbs.answer(card, **form.answer(), by=request.user, now=now)
    except PracticeError as refused:
        messages.error(request, str(refused))
        return redirect("assessments:practice")
    return redirect("assessments:practice-shown", card.key, review.number)


@login_required
@never_cache
@require_safe
def practice_shown(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The answer just given, with what is right and why."""
    now = timezone.now()
    review = get_own_review(request.user, key, number)
    context = {
        "review": review,
        "item": outlook.practised(review),
        "left": len(verbs.today(request.user, now)),
    }
    return render(request, "assessments/practice_shown.html", context)


@login_required
@require_safe
def practice_progress(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    rows = [(memory, _curve(memory)) for memory in retention.of_person(request.user, now)]
    return render(request, "assessments/practice_progress.html", {"rows": rows})


def _curve(memory: retention.TopicMemory) -> charts.Chart | None:
    if not any(gap.answers for gap in memory.curve):
        return None
    entries = [(_gap_words(gap), gap.right) for gap in memory.curve]
    title = _("Still known after so many days: %(topic)s") % {"topic": memory.topic.title}
    return charts.line(title, title, entries, unit="%", top=100, width=460, height=160)


def _gap_words(gap: retention.Gap) -> str:
    if gap.last is None:
        return _("%(days)s+ days") % {"days": gap.first}
    if gap.first == gap.last:
        return _("1 day")
    return _("%(first)s–%(last)s days") % {"first": gap.first, "last": gap.last}


@login_required
@require_safe
def practice_spots(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require_bank(request.user)
    kept = set(topics_kept_by(request.user).values_list("pk", flat=True))
    context = {
        "spots": [spot for spot in retention.hot_spots(now) if spot.topic.pk in kept],
        "unserved": [row for row in retention.unserved(now) if row[0].pk in kept],
    }
    return render(request, "assessments/practice_spots.html", context)
