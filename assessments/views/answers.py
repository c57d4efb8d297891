"""Saving, flagging, submitting. A save answers with JSON to the page's script and with a redirect to a plain form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import attempts, screens, steps
from assessments.domain.attempts import AttemptError, Receipt
from assessments.forms import AnswerForm, FlagForm
from assessments.models import AnswerSave, Attempt
from assessments.permissions import get_own_attempt, get_own_attempt_to_answer
from assessments.views.clock import milliseconds
from assessments.views.exam_browser import require_exam_browser
from assessments.views.hints import note_place
from kernel.templatetags.readyline import clock as clock_time

STATUS = {AnswerSave.Standing.KEPT: 200, AnswerSave.Standing.STALE: 409, AnswerSave.Standing.LATE: 410}


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@login_required
@never_cache
@require_POST
def answer_save(request: HttpRequest, key: str) -> HttpResponse:
    now = request.arrived
    attempt = get_own_attempt_to_answer(request.user, key)
    require_exam_browser(request, attempt.admission, attempt)
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise AttemptError(_("This answer does not fit the question. Nothing was changed."))
        receipt = attempts.save_answer(attempt, **form.answer(), by=request.user, now=now)
    except AttemptError as refused:
        return _refused(request, attempt, str(refused))
    note_place(request, attempt)
    if wants_json(request):
        return _receipt(attempt, receipt)
    return _moved_on(request, attempt, receipt)


def _receipt(attempt: Attempt, receipt: Receipt) -> JsonResponse:
    body = {
        "standing": receipt.standing,
        "version": receipt.version,
        "saved": clock_time(receipt.received_at),
        "value": receipt.shown,
        "deadline": milliseconds(attempt.deadline),
        "now": milliseconds(timezone.now()),
    }
    return JsonResponse(body, status=STATUS[AnswerSave.Standing(receipt.standing)])


def _refused(request: HttpRequest, attempt: Attempt, sentence: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"standing": "refused", "sentence": sentence}, status=422)
    messages.error(request, sentence)
    return redirect("assessments:exam", attempt.key)


def _moved_on(request: HttpRequest, attempt: Attempt, receipt: Receipt) -> HttpResponse:
    if receipt.standing == AnswerSave.Standing.STALE:
        messages.warning(
            request, _("A newer answer from another window stands. It is shown here; choose again to replace it.")
        )
        return _at(attempt, receipt.position)
    if receipt.standing == AnswerSave.Standing.LATE:
        messages.warning(request, _("Time was up when this answer arrived, so it is kept but not scored."))
        return redirect("assessments:exam-result", attempt.key)
    go = request.POST.get("go", "")
    if go == "submit":
        return redirect("assessments:exam-submit", attempt.key)
    if go == "forward":
        return _forward(request, attempt, receipt)
    return _at(attempt, int(go) if go.isdecimal() and len(go) < 4 else receipt.position)


def _forward(request: HttpRequest, attempt: Attempt, receipt: Receipt) -> HttpResponse:
    """Saved, and on to the next question; what cannot be undone is asked first the first time, or when it is empty."""
    if receipt.position == 1 or not any(part.strip() for part in receipt.shown):
        return redirect("assessments:exam-forward", attempt.key)
    try:
        steps.go_on(attempt, receipt.position, by=request.user, now=request.arrived)
    except AttemptError as refused:
        messages.error(request, str(refused))
    return redirect("assessments:exam", attempt.key)


def _at(attempt: Attempt, position: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('assessments:exam', args=[attempt.key])}?q={position}")


@login_required
@require_POST
def answer_flag(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    attempt = get_own_attempt(request.user, key)
    require_exam_browser(request, attempt.admission, attempt)
    form = FlagForm(request.POST)
    try:
        if not form.is_valid():
            raise AttemptError(_("This question is not part of your exam."))
        attempts.flag(attempt, **form.cleaned_data, by=request.user, now=now)
    except AttemptError as refused:
        return _refused(request, attempt, str(refused))
    if wants_json(request):
        return JsonResponse({"flagged": form.cleaned_data["flagged"]})
    return _at(attempt, form.cleaned_data["position"])


@login_required
@never_cache
@require_safe
def exam_state(request: HttpRequest, key: str) -> JsonResponse:
    """Where the attempt stands, for a tab that comes back: answers, flags, the clock; of a paper that goes one way the
    question reached alone."""
    now = timezone.now()
    attempt = get_own_attempt(request.user, key)
    require_exam_browser(request, attempt.admission, attempt)
    sheet = screens.sheet_of(attempt)
    return JsonResponse(
        {
            "token": get_token(request),  # a new sign-in in another window made the page's own one worthless
            "running": attempt.is_running(now),
            "reached": attempt.reached if attempt.one_way else None,
            "now": milliseconds(now),
            "deadline": milliseconds(attempt.deadline),
            "questions": [
                {
                    "position": question.position,
                    "version": question.version,
                    "value": question.value,
                    "flagged": question.flagged,
                    "saved": clock_time(question.saved_at),
                }
                for question in sheet.shown
            ],
        }
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exam_submit(request: HttpRequest, key: str) -> HttpResponse:
    now = request.arrived
    attempt = get_own_attempt(request.user, key)
    require_exam_browser(request, attempt.admission, attempt)
    if request.method == "POST":
        attempts.submit(attempt, by=request.user, now=now)
        note_place(request, attempt)
        return redirect("assessments:exam-result", attempt.key)
    if not attempt.is_running(now):
        return redirect("assessments:exam-result", attempt.key)
    return render(request, "assessments/exam_submit.html", {"attempt": attempt, "sheet": screens.sheet_of(attempt)})
