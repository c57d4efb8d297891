from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import panels
from assessments.models import Scorecard
from assessments.views.rubric_marks import marks_for
from kernel.errors import Refusal
from simulations.domain import disputes, listening, wording
from simulations.models import Call, Dispute
from simulations.permissions import DECIDE_DISPUTES, get_dispute_for, require
from simulations.views import scripts


@login_required
@require_safe
def dispute_list(request: HttpRequest) -> HttpResponse:
    require(request.user, DECIDE_DISPUTES)
    found = Dispute.objects.exclude(person=request.user).order_by("-opened_at")
    cards = Scorecard.objects.in_bulk([row.scorecard_key for row in found[:100]], field_name="key")
    of_call = {
        call.key: call
        for call in Call.objects.filter(key__in=[card.subject_key for card in cards.values()]).select_related(
            "scenario_version"
        )
    }
    rows = [
        {
            "dispute": row,
            "card": cards[row.scorecard_key],
            "title": wording.title_of(of_call[cards[row.scorecard_key].subject_key].scenario_version),
            "mine": cards[row.scorecard_key].scorer_id == request.user.pk,
        }
        for row in found[:100]
    ]
    return render(request, "simulations/disputes.html", {"rows": rows})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    row = get_dispute_for(request.user, key)
    card = Scorecard.objects.select_related("rubric_version__rubric", "person", "scorer").get(key=row.scorecard_key)
    call = Call.objects.select_related("scenario_version", "person").get(key=card.subject_key)
    if request.method == "POST":
        return _decide(request, row, call, now)
    panel = panels.released_panel(card, marks=marks_for(card, now))
    context = {
        "dispute": row,
        "card": card,
        "call": call,
        "title": wording.title_of(call.scenario_version),
        "panel": panel,
        "heard": listening.heard(call, request.user, panel),
        "may_decide": disputes.may_decide(request.user, card),
        "desk_words": scripts.desk_words(),
    }
    return render(request, "simulations/dispute.html", context)


def _decide(request: HttpRequest, row: Dispute, call: Call, now) -> HttpResponse:
    upheld = request.POST.get("act") == "uphold"
    decision = request.POST.get("decision", "")
    try:
        disputes.decide(row, is_upheld=upheld, decision=decision, by=request.user, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("simulations:dispute", row.key)
    messages.success(request, _("Decided. The person has been told."))
    return redirect("simulations:qa-desk", call.key) if upheld else redirect("simulations:disputes")
