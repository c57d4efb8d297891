"""QA's blind queue and desk; the mentor's review of a practice call on the same desk."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import panels, scorecards
from assessments.domain.scorecards import ScorecardError
from assessments.forms import RubricForm
from assessments.models import Scorecard
from assessments.views.marking import rubric_words
from assessments.views.rubric_marks import marks_for
from assessments.views.scorecards import conflict
from kernel.errors import Refusal
from mentoring.domain import coaching
from mentoring.models.mentoring import CallType
from people.domain.calendars import today_for
from people.permissions import mentors
from policies.domain.editions import figures
from simulations.domain import calls, comments, listening, scoring, wording
from simulations.models import Call, Dispute, RecordingComment
from simulations.permissions import (
    SCORE_CALLS,
    get_call_to_remark,
    get_call_to_review,
    get_call_to_score,
    require,
)
from simulations.views import scripts

ROWS_PER_PAGE = 25


@login_required
@require_safe
def qa_queue(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require(request.user, SCORE_CALLS)
    everything = list(scoring.to_score(request.user))
    chosen = request.GET.get("type", "")
    found = [call for call in everything if chosen in ("", call.scenario_version.scenario.call_type)]
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    within = figures("mock_calls", today_for(request.user, now)).score_within_hours
    context = {
        "page": page,
        "rows": listening.queue_rows(page.object_list, within=within, now=now),
        "chosen": chosen,
        "filters": listening.filters(everything),
        "total": len(everything),
        "within": within,
        "disputes": Dispute.objects.filter(state=Dispute.State.OPEN).exclude(person=request.user).count(),
        "to_play": calls.waiting_for_player(request.user).count(),
    }
    return render(request, "simulations/qa_queue.html", context)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def qa_desk(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    call = get_call_to_score(request.user, key)
    card = listening.card_of(call, scoring.BY_QA)
    if request.method == "POST":
        return _score(request, call, lambda: scoring.begin(call, by=request.user, now=now), now)
    if card and card.state == Scorecard.State.RELEASED:
        return redirect("simulations:score", call.key)
    return render(request, "simulations/desk.html", _desk(request, call, card, now) | {"is_blind": True})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practice_review(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    call = get_call_to_review(request.user, key)
    card = listening.card_of(call, scoring.BY_MENTOR)
    if request.method == "POST":
        return _score(request, call, lambda: scoring.begin_review(call, by=request.user, now=now), now)
    if card and card.state == Scorecard.State.RELEASED:
        return redirect("simulations:score", call.key)
    return render(request, "simulations/desk.html", _desk(request, call, card, now) | {"is_blind": False})


def _desk(request: HttpRequest, call: Call, card: Scorecard | None, now) -> dict[str, object]:
    return {
        "call": call,
        "title": wording.title_of(call.scenario_version),
        "type": CallType(call.scenario_version.scenario.call_type).label,
        "scenario": wording.whole(call.scenario_version),
        "heard": listening.heard(call, request.user),
        "panel": panels.panel_of(card, marks=marks_for(card, now)) if card else None,
        "hearable": scoring.is_hearable(call),
        "within": figures("mock_calls", today_for(request.user, now)).score_within_hours,
        "waited": listening.waited(call, now),
        "rubric_words": rubric_words(),
        "desk_words": scripts.desk_words(),
        "can_set_aside": calls.may_abandon(request.user, call),
    }


def _score(request: HttpRequest, call: Call, begin, now) -> HttpResponse:
    """Begin, save without script, or release; a released card fills its slot at once."""
    here = redirect(request.path)
    try:
        card = begin()
        if request.POST.get("act") in ("save", "release"):
            form = RubricForm(request.POST)
            receipt = scorecards.save_draft(
                card, content=form.content(), version=form.version, by=request.user, now=now
            )
            if not receipt.kept:
                raise ScorecardError(conflict(receipt))
            if request.POST["act"] == "release":
                scoring.take(scorecards.release(card, version=receipt.version, by=request.user, now=now), now=now)
                messages.success(request, _("Released. The score is shown to the person now."))
                return redirect("simulations:score", call.key)
    except Refusal as refused:
        messages.error(request, str(refused))
    return here


@login_required
@require_POST
def remark(request: HttpRequest, key: str) -> HttpResponse:
    """A remark at a point in time; a mentor's is shown to the hire at once, QA's with the score."""
    call = get_call_to_remark(request.user, key)
    at = request.POST.get("at_ms", "")
    try:
        comments.remark(
            call,
            at_ms=int(at) if at.isascii() and at.isdigit() and len(at) < 9 else listening.milliseconds(at),
            text=request.POST.get("text", ""),
            is_visible=mentors(request.user, call.person),
            by=request.user,
            now=timezone.now(),
        )
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(listening.desk_url(call, request.user))


@login_required
@require_POST
def remark_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    comment = get_object_or_404(RecordingComment.objects.select_related("call__person"), key=key, by=request.user)
    try:
        comments.withdraw(comment, by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect(listening.desk_url(comment.call, request.user))


@login_required
@require_POST
def coach(request: HttpRequest, key: str) -> HttpResponse:
    """QA or the mentor opens a coaching plan on this call, at any score."""
    call = get_call_to_remark(request.user, key)
    kind = coaching.MOCK_CALL if call.kind == Call.Kind.MOCK else coaching.PRACTICE_CALL
    try:
        plan = coaching.open_plan(call.person, kind=kind, evidence_key=call.key, by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("simulations:score", call.key)
    return redirect("mentoring:coaching-plan", plan.key)
