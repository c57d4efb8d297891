"""From the microphone check to hanging up, for the hire; state and chat for both in the call."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.errors import Refusal
from kernel.templatetags.readyline import clock
from simulations.domain import calls, chats, notices, recordings, wording
from simulations.models import Call, ChatLine
from simulations.permissions import get_call_between, get_call_to_set_aside, get_own_call
from simulations.views import scripts


@login_required
@never_cache
@require_safe
def preflight(request: HttpRequest, key: str) -> HttpResponse:
    call = get_own_call(request.user, key)
    if call.state != Call.State.BOOKED:
        return redirect("simulations:call" if call.state == Call.State.RUNNING else "simulations:score", call.key)
    context = {
        "call": call,
        "title": wording.heading(call),
        "brief": wording.brief_of(call.scenario_version),
        "words": scripts.call_words(),
        "can_abandon": calls.may_abandon(request.user, call),
    }
    return render(request, "simulations/preflight.html", context)


@login_required
@require_POST
def call_start(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the notice and begin: `voice` is a yes to the recording, `refuse` a no, `text` without a microphone."""
    now = timezone.now()
    call = get_own_call(request.user, key)
    choice = request.POST.get("choice", "")
    try:
        if choice in ("voice", "refuse"):
            notices.answer(call, accepted=choice == "voice", by=request.user, now=now)
        mode = Call.Mode.VOICE if choice == "voice" else Call.Mode.TEXT
        calls.start(call, mode=mode, by=request.user, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("simulations:call-preflight", call.key)
    return redirect("simulations:call", call.key)


@login_required
@never_cache
@require_safe
def call(request: HttpRequest, key: str) -> HttpResponse:
    row = get_own_call(request.user, key)
    if row.state == Call.State.BOOKED:
        return redirect("simulations:call-preflight", row.key)
    uploading = row.mode == Call.Mode.VOICE and not recordings.is_closed(row)
    if row.state != Call.State.RUNNING and not uploading:
        return redirect("simulations:score", row.key)
    context = {
        "call": row,
        "title": wording.heading(row),
        "brief": wording.brief_of(row.scenario_version),
        "words": scripts.call_words(),
        "chat_words": scripts.chat_words(),
        "next_part": recordings.next_number(row),
        "lines": [line_of(line, request.user) for line in chats.since(row, 0)],
        "target": int(chats.reply_target(row).total_seconds()),
        "elapsed": int((timezone.now() - row.started_at).total_seconds()),
    }
    template = "simulations/call_text.html" if row.mode == Call.Mode.TEXT else "simulations/call.html"
    return render(request, template, context)


@login_required
@never_cache
@require_safe
def call_state(request: HttpRequest, key: str) -> JsonResponse:
    """What both pages ask every few seconds: how the call stands, who plays, and new lines since `since`."""
    row = get_call_between(request.user, key)
    seq = request.GET.get("since", "0")
    lines = chats.since(row, int(seq)) if seq.isascii() and seq.isdigit() and len(seq) < 8 else []
    return JsonResponse(
        {
            "state": row.state,
            "mode": row.mode,
            "player": row.player.name if row.player else "",
            "lines": [line_of(line, request.user) for line in lines],
        }
    )


def line_of(line: ChatLine, reader) -> dict[str, object]:
    return {
        "seq": line.seq,
        "mine": line.by_id == reader.pk,
        "text": line.text,
        "at": line.at.isoformat(),
        "clock": clock(line.at),
        "key": line.idempotency_key if line.by_id == reader.pk else "",
    }


@login_required
@require_POST
def chat_line(request: HttpRequest, key: str) -> HttpResponse:
    row = get_call_between(request.user, key)
    try:
        line = chats.post(
            row,
            text=request.POST.get("text", ""),
            key=request.POST.get("key", ""),
            by=request.user,
            now=timezone.now(),
        )
    except Refusal as refused:
        return JsonResponse({"sentence": str(refused)}, status=422)
    return JsonResponse({"line": line_of(line, request.user)})


@login_required
@require_POST
def call_as_text(request: HttpRequest, key: str) -> HttpResponse:
    row = get_own_call(request.user, key)
    try:
        calls.go_on_as_text(row, by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    return redirect("simulations:call", row.key)


@login_required
@require_POST
def call_end(request: HttpRequest, key: str) -> HttpResponse:
    row = get_call_between(request.user, key)
    try:
        calls.end(row, by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    own = row.person_id == request.user.pk
    target = reverse("simulations:score", args=[row.key]) if own else reverse("simulations:calls")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"next": target})
    return redirect(target)


@login_required
@require_http_methods(["POST"])
def call_set_aside(request: HttpRequest, key: str) -> HttpResponse:
    row = get_call_to_set_aside(request.user, key)
    from_desk = request.POST.get("back") == "desk"
    try:
        calls.abandon(row, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("simulations:qa-desk", row.key) if from_desk else redirect("simulations:calls")
    return redirect("simulations:qa-queue" if from_desk else "simulations:calls")
