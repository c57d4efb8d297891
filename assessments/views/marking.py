"""The examiners' list and the desk of a practical."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import due, essays, panels, practicals, results, scorecards
from assessments.domain.practicals import PracticalError
from assessments.domain.scorecards import ScorecardError
from assessments.forms import ReasonForm, RubricForm
from assessments.models import Scorecard
from assessments.permissions import RELEASE_RETAKE, SCORE_PRACTICAL, get_sitting_for, get_sitting_for_retake, require
from assessments.views.rubric_marks import marks_for
from assessments.views.scorecards import conflict

ROWS_PER_PAGE = 25


@login_required
@require_safe
def marking(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require(request.user, SCORE_PRACTICAL)
    show = request.GET.get("show", "due")
    show = show if show in due.GROUPS else "due"
    rows = due.sittings(show, request.user, now)
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": due.rows(page.object_list, request.user, now),
        "show": show,
        "counts": due.counts(request.user, now),
        "essays": essays.waiting(request.user),
        "results": results.waiting(request.user).count() if request.user.has_perm(RELEASE_RETAKE) else 0,
        "releases": list(due.waiting_for_release(now, request.user)) if request.user.has_perm(RELEASE_RETAKE) else [],
    }
    return render(request, "assessments/marking.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practical_score(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    sitting = get_sitting_for(request.user, key)
    if request.method == "POST":
        return _score(request, sitting, now)
    card = due.card_of(sitting)
    if card and card.state == Scorecard.State.RELEASED:
        return redirect("assessments:scorecard", card.key)
    panel = panels.panel_of(card, marks=marks_for(card, now)) if card else None
    context = {"sitting": sitting, "panel": panel, "open": now >= sitting.opens, "words": rubric_words()}
    return render(request, "assessments/practical_score.html", context)


def _score(request: HttpRequest, sitting, now) -> HttpResponse:
    """Begin, save without script, or release: each leads back to the desk or to the released card."""
    try:
        card = due.draft_of(sitting) or practicals.examine(sitting, by=request.user, now=now)
        if request.POST.get("act") in ("save", "release"):
            form = RubricForm(request.POST)
            receipt = scorecards.save_draft(
                card, content=form.content(), version=form.version, by=request.user, now=now
            )
            if not receipt.kept:
                raise ScorecardError(conflict(receipt))
            if request.POST["act"] == "release":
                scorecards.release(card, version=receipt.version, by=request.user, now=now)
                messages.success(request, _("Released. The score is shown to the person now."))
                return redirect("assessments:scorecard", card.key)
    except (PracticalError, ScorecardError) as refused:
        messages.error(request, str(refused))
    return redirect("assessments:practical-score", sitting.key)


def rubric_words() -> dict[str, str]:
    """The sentences that rubric.js says."""
    return {
        "comment": _("needs a comment"),
        "time": _("needs its time"),
        "offline": _("Not saved yet: the line is down. Leave this page open, it is sent again by itself."),
        "reload": _("Load the page"),
    }


@login_required
@require_POST
def practical_retake(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    sitting = get_sitting_for_retake(request.user, key)
    form = ReasonForm(request.POST)
    form.is_valid()
    own = sitting.person_id == request.user.pk
    try:
        booked = practicals.book_retake(sitting, reason=form.cleaned_data.get("reason", ""), by=request.user, now=now)
    except PracticalError as refused:
        messages.error(request, str(refused))
    else:
        when = practicals.in_words(booked)
        messages.success(request, _("The retake is booked. It can be examined from %(when)s on.") % {"when": when})
    return redirect("assessments:exams" if own else "assessments:marking")
