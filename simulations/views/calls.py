"""The list of calls with the board, one slot, booking."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.errors import Refusal
from mentoring.domain import coaching
from mentoring.models.mentoring import CallType
from people.domain.calendars import today_for
from people.domain.roles import has_role
from policies.domain.editions import figures
from simulations.domain import boards, calls, disputes, scoring, tiles
from simulations.models import Call
from simulations.permissions import PLAYERS, get_own_slot

PRACTICE_SHOWN = 12


@login_required
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    person, on = request.user, today_for(request.user, now)
    board = boards.board_of(person)
    standing = boards.standing(board, on) if board else None
    practice = Call.objects.filter(person=person, kind=Call.Kind.PRACTICE).exclude(state=Call.State.ABANDONED)
    context = {
        "standing": standing,
        "rows": tiles.rows(standing, now) if standing else [],
        "next_slot": tiles.next_slot(standing, now) if standing else None,
        "practice": practice.select_related("scenario_version__scenario").order_by("-booked_at")[:PRACTICE_SHOWN],
        "types": CallType,
        "of_type": figures("mock_calls", on),
        "plan": coaching.open_plan_of(person),
        "disputes": disputes.open_for(person).count(),
        "plays": has_role(person, *PLAYERS),
        "to_rate": scoring.to_rate(person),
        "waiting": calls.waiting_for_player(person) if has_role(person, *PLAYERS) else [],
    }
    return render(request, "simulations/calls.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slot(request: HttpRequest, pk: int) -> HttpResponse:
    """One slot: its attempts, and the button that books the next call."""
    now = timezone.now()
    row = get_own_slot(request.user, pk)
    if request.method == "POST":
        try:
            call = calls.book(row, by=request.user, now=now)
        except Refusal as refused:
            messages.error(request, str(refused))
            return redirect("simulations:slot", row.pk)
        return redirect("simulations:call-preflight", call.key)
    rule = figures("mock_calls", today_for(request.user, now))
    attempts = row.calls.exclude(state=Call.State.ABANDONED).select_related("scenario_version").order_by("-attempt")
    context = {"slot": row, "calls": attempts, "why_not": calls.why_not_book(row, now=now), "rule": rule}
    return render(request, "simulations/slot.html", context)


@login_required
@require_POST
def practice_book(request: HttpRequest) -> HttpResponse:
    try:
        call = calls.practise(request.user, call_type=request.POST.get("type", ""), by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("simulations:calls")
    return redirect("simulations:call-preflight", call.key)
