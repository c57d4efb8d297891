"""The customer's console: card, hidden facts, ideal path. The hire gets 404 here (RULES 2)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kernel.errors import Refusal
from simulations.domain import calls, chats, wording
from simulations.models import Call
from simulations.permissions import get_call_to_play
from simulations.views import scripts
from simulations.views.holding import line_of


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def console(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    call = get_call_to_play(request.user, key)
    if request.method == "POST":
        return _act(request, call, now)
    is_mine = call.player_id == request.user.pk
    context = {
        "call": call,
        "is_mine": is_mine,
        "scenario": wording.whole(call.scenario_version) if is_mine else None,
        "title": wording.title_of(call.scenario_version),
        "brief": wording.brief_of(call.scenario_version),
        "words": scripts.chat_words(),
        "lines": [line_of(line, request.user) for line in chats.since(call, 0)],
        "is_text": call.mode == Call.Mode.TEXT,
        "target": int(chats.reply_target(call).total_seconds()),
    }
    return render(request, "simulations/console.html", context)


def _act(request: HttpRequest, call: Call, now) -> HttpResponse:
    try:
        if request.POST.get("act") == "hand-back":
            calls.hand_back(call, by=request.user, now=now)
            return redirect("simulations:calls")
        calls.accept(call, by=request.user, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("simulations:calls")
    return redirect("simulations:call-console", call.key)
