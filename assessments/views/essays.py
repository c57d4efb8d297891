"""Texts that a person scores, blind: the list, the next one, its desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import essays as verbs
from assessments.domain import panels, rereading, scorecards
from assessments.domain.scorecards import ScorecardError
from assessments.forms import RubricForm
from assessments.models import Scorecard
from assessments.permissions import SCORE_PRACTICAL, get_essay_to_score, refuse_sitting, require
from assessments.views.marking import rubric_words
from assessments.views.rubric_marks import marks_for
from assessments.views.scorecards import conflict

ROWS_PER_PAGE = 25


@login_required
@require_safe
def essays(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require(request.user, SCORE_PRACTICAL)
    refuse_sitting(request.user)
    if request.GET.get("show") == "scored":
        return _scored(request)
    waiting = verbs.waiting(request.user)
    page = Paginator(waiting, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"text": row, "waited": now - row.since, "may_take_over": row.card and verbs.may_take_over(row.card, now)}
        for row in page.object_list
    ]
    untouched = sum(row.is_free for row in waiting)
    context = {"page": page, "rows": rows, "count": len(waiting), "untouched": untouched}
    return render(request, "assessments/essays.html", context)


def _scored(request: HttpRequest) -> HttpResponse:
    """The texts read so far, where a score may be found wrong; without names as well."""
    page = Paginator(rereading.scored(request.user), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": rereading.rows(page.object_list), "count": len(verbs.waiting(request.user))}
    return render(request, "assessments/essays_scored.html", context)


@login_required
@require_POST
def essay_next(request: HttpRequest) -> HttpResponse:
    require(request.user, SCORE_PRACTICAL)
    refuse_sitting(request.user)
    try:
        card = verbs.claim_next(by=request.user, now=timezone.now())
    except ScorecardError as refused:
        messages.info(request, str(refused))
        return redirect("assessments:essays")
    return redirect("assessments:essay-score", card.key)


@login_required
@require_POST
def essay_take_over(request: HttpRequest, key: str) -> HttpResponse:
    card = get_essay_to_score(request.user, key)
    try:
        verbs.take_over(card, by=request.user, now=timezone.now())
    except ScorecardError as refused:
        messages.error(request, str(refused))
        return redirect("assessments:essays")
    return redirect("assessments:essay-score", card.key)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def essay_score(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    card = get_essay_to_score(request.user, key)
    if request.method == "POST":
        return _score(request, card, now)
    if card.scorer_id != request.user.pk or rereading.is_free(card):
        messages.info(request, _("A colleague is reading this text."))
        return redirect("assessments:essays")
    context = {
        "desk": verbs.desk_of(card),
        "panel": panels.panel_of(card, marks=marks_for(card, now)),
        "words": rubric_words(),
    }
    return render(request, "assessments/essay_score.html", context)


def _score(request: HttpRequest, card, now) -> HttpResponse:
    """Save without script, or release: a release leads back to the list, where the next one waits."""
    form = RubricForm(request.POST)
    try:
        receipt = scorecards.save_draft(card, content=form.content(), version=form.version, by=request.user, now=now)
        if not receipt.kept:
            raise ScorecardError(conflict(receipt))
        if request.POST.get("act") == "release":
            verbs.release(card, version=receipt.version, by=request.user, now=now)
            messages.success(request, _released(card))
            return redirect("assessments:essays")
    except ScorecardError as refused:
        messages.error(request, str(refused))
    return redirect("assessments:essay-score", card.key)


def _released(card: Scorecard) -> str:
    if card.supersedes_id:
        return _("Read again. The exam's result follows the new score, and its person is told.")
    return _("Scored. The exam is marked once every text of it has been read.")
