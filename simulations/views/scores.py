"""A held call as the hire, the mentor, QA and trainers see it: the score once released, remarks, the recording."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.domain import panels
from assessments.models import Scorecard
from assessments.permissions import can_see_scorecard
from assessments.views.rubric_marks import marks_for
from kernel.errors import Refusal
from mentoring.models.mentoring import CallType
from people.permissions import mentors
from simulations.domain import calls, disputes, listening, scoring, wording
from simulations.models import Call, Dispute
from simulations.permissions import SCORE_CALLS, get_call_to_hear, get_own_call
from simulations.views import scripts


@login_required
@require_safe
def score(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    call = get_call_to_hear(request.user, key)
    own = call.person_id == request.user.pk
    if call.state in (Call.State.BOOKED, Call.State.RUNNING, Call.State.ABANDONED) and not own:
        raise Http404
    if call.state == Call.State.BOOKED:
        return redirect("simulations:call-preflight", call.key)
    found = Scorecard.objects.filter(subject_key=call.key, kind__in=scoring.CALL_KINDS, state=Scorecard.State.RELEASED)
    cards = {card.key: card for card in found.select_related("rubric_version__rubric", "scorer", "person")}
    if not all(can_see_scorecard(request.user, card) for card in cards.values()):
        raise Http404
    card = cards.pop(call.scorecard_key, None)
    return render(request, "simulations/score.html", _page(request, call, card, list(cards.values()), now))


def _page(request: HttpRequest, call: Call, card: Scorecard | None, besides: list[Scorecard], now) -> dict[str, object]:
    """The card that counts for the call, and released ones beside it: the mentor's rating of a call QA scored too."""
    own = call.person_id == request.user.pk
    panel = panels.released_panel(card, marks=marks_for(card, now)) if card else None
    ratings = [one for one in besides if one.kind == scoring.BY_MENTOR]
    return {
        "call": call,
        "own": own,
        "title": wording.heading(call),
        "type": CallType(call.scenario_version.scenario.call_type).label,
        "brief": wording.brief_of(call.scenario_version),
        "card": card,
        "panel": panel,
        "ratings": [panels.released_panel(one, marks=marks_for(one, now)) for one in ratings],
        "is_scored_by_qa": any(one.kind == scoring.BY_QA for one in (card, *besides) if one),
        "heard": listening.heard(call, request.user, panel),
        "dispute": Dispute.objects.filter(scorecard_key=card.key).first() if card else None,
        "can_dispute": bool(card) and own and card.purpose == Scorecard.Purpose.MOCK_CALL,
        "is_mentor": mentors(request.user, call.person),
        "to_rate": scoring.to_rate(request.user).filter(pk=call.pk).exists(),
        "scores": request.user.has_perm(SCORE_CALLS),
        "desk_words": scripts.desk_words(),
    }


@login_required
@require_POST
def ask_score(request: HttpRequest, key: str) -> HttpResponse:
    call = get_call_to_hear(request.user, key)
    if request.user.pk != call.person_id and not mentors(request.user, call.person):
        raise PermissionDenied
    calls.ask_for_score(call, by=request.user, now=timezone.now())
    messages.success(request, _("QA has this call on its list now."))
    return redirect("simulations:score", call.key)


@login_required
@require_POST
def dispute_open(request: HttpRequest, key: str) -> HttpResponse:
    call = get_own_call(request.user, key)
    card = Scorecard.objects.filter(key=call.scorecard_key).first()
    if card is None:
        raise Http404
    try:
        disputes.dispute(card, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Noted. A QA specialist who did not score this call looks at it again."))
    return redirect("simulations:score", call.key)
