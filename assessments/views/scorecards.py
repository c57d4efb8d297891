"""Drafts saved line by line, the released card, its correction. The desks that play recordings live in upper apps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.domain import essays, panels, rereading, scorecards
from assessments.domain.panels import Panel
from assessments.domain.readers import can_reread, is_named_to
from assessments.domain.scorecards import DraftReceipt, ScorecardError
from assessments.forms import ReasonForm, RubricForm
from assessments.models import Scorecard
from assessments.permissions import can_score, get_scorecard_for, get_scorecard_to_score
from assessments.views.rubric_marks import marks_for
from kernel.templatetags.readyline import figure


@login_required
@never_cache
@require_POST
def scorecard_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Save a draft from rubric.js; 409 when a colleague saved meanwhile (hazard 41)."""
    now = timezone.now()
    scorecard = get_scorecard_to_score(request.user, key)
    form = RubricForm(request.POST)
    try:
        receipt = scorecards.save_draft(
            scorecard, content=form.content(), version=form.version, by=request.user, now=now
        )
    except ScorecardError as refused:
        return JsonResponse({"sentence": str(refused)}, status=422)
    if not receipt.kept:
        return JsonResponse({"version": receipt.version, "sentence": conflict(receipt)}, status=409)
    panel = panels.panel_of(scorecard, marks=marks_for(scorecard, now))
    return JsonResponse(draft_answer(request, panel, receipt, now))


def conflict(receipt: DraftReceipt) -> str:
    if receipt.by is None:
        return _("This scorecard was released meanwhile. What you typed is kept in its history.")
    return _("%(name)s has saved this draft meanwhile. Both versions are kept; load the page to see theirs.") % {
        "name": receipt.by.name
    }


def draft_answer(request: HttpRequest, panel: Panel, receipt: DraftReceipt, now) -> dict[str, object]:
    context = {"panel": panel, "saved_at": now}
    counts = {"scored": panel.scored, "total": len(panel.lines)}
    return {
        "version": receipt.version,
        "consequence": render_to_string("assessments/_rubric_consequence.html", context, request),
        "points": {line.key: figure(line.points) for line in panel.lines},
        "lacks": {line.key: line.lacks for line in panel.lines},
        "scored": _("%(scored)s of %(total)s scored") % counts,
    }


@login_required
@require_safe
def scorecard(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    card = get_scorecard_for(request.user, key)
    if card.state == Scorecard.State.DRAFT:
        panel = panels.panel_of(card, marks=marks_for(card, now))
    else:
        panel = panels.released_panel(card, marks=marks_for(card, now))
    is_text = card.purpose == Scorecard.Purpose.ESSAY
    may_score = can_reread(request.user, card) if is_text else can_score(request.user, card)
    draft = rereading.draft_after(card) if is_text and may_score else None
    context = {
        "scorecard": card,
        "panel": panel,
        "mark": panel.marks[0][0],
        "own": card.person_id == request.user.pk,
        "is_named": is_named_to(request.user, card),
        "desk": essays.desk_of(card) if is_text and may_score else None,
        "draft": draft,
        "may_correct": card.state == Scorecard.State.RELEASED and may_score and draft is None,
        "newer": Scorecard.objects.filter(supersedes=card).exclude(state=Scorecard.State.DRAFT).first(),
        "form": ReasonForm(),
    }
    return render(request, "assessments/scorecard.html", context)


@login_required
@require_POST
def scorecard_correct(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    card = get_scorecard_to_score(request.user, key)
    form = ReasonForm(request.POST)
    correct = rereading.ask if card.purpose == Scorecard.Purpose.ESSAY else scorecards.correct
    try:
        if not form.is_valid():
            raise ScorecardError(_("Please give the reason for the correction."))
        draft = correct(card, reason=form.cleaned_data["reason"], by=request.user, now=now)
    except ScorecardError as refused:
        messages.error(request, str(refused))
        return redirect("assessments:scorecard", card.key)
    if card.purpose == Scorecard.Purpose.ESSAY:
        return _to_reader(request, draft)
    messages.success(request, _("The correction is a draft now. Until you release it the old score stands."))
    if card.purpose == Scorecard.Purpose.PRACTICAL:
        return redirect("assessments:practical-score", card.subject_key)
    return redirect("assessments:scorecard", card.key)


def _to_reader(request: HttpRequest, draft: Scorecard) -> HttpResponse:
    """Whoever has seen the name waits for a colleague; anybody else reads on."""
    if rereading.is_free(draft):
        messages.success(request, _("A colleague reads the text again, without its name. Until then the score stands."))
        return redirect("assessments:appeal", rereading.appeal_behind(draft).key)
    messages.success(request, _("The correction is a draft now. Until you release it the old score stands."))
    return redirect("assessments:essay-score", draft.key)
