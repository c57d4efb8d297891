"""What a learner sees: my exams, the start, the exam, the result."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import attempts, blueprints, outlook, screens, steps, watching
from assessments.domain.attempts import AttemptError
from assessments.domain.openings import Rules, Stand, opening
from assessments.domain.pools import Pools
from assessments.domain.refusals import waiting_rule
from assessments.forms import PositionForm, StepUpForm
from assessments.models import Admission, AttemptEvent
from assessments.permissions import get_own_admission, get_own_attempt
from assessments.views import refused_looks
from assessments.views.clock import clock
from assessments.views.exam_browser import require_exam_browser
from assessments.views.hints import note_place, place_of
from people.domain import access, throttle
from people.domain.calendars import today_for
from people.domain.sessions import address_of
from policies.domain.editions import figures, read_once


@login_required
@require_safe
def exams(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    on = today_for(request.user, now)
    with read_once(on):
        context = outlook.of_person(request.user, now) | {
            "mark": figures("gates", on).pass_mark,
            "rule": waiting_rule(figures("retakes", on)),
        }
    return render(request, "assessments/exams.html", context)


@login_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def exam_start(request: HttpRequest, key: str) -> HttpResponse:
    """Rules first; the start itself is a POST and creates the attempt and its clock on the server."""
    now = timezone.now()
    admission = get_own_admission(request.user, key)
    stand = opening(admission, now)
    if stand.stand == Stand.RUNNING and stand.attempt:
        if request.method == "POST":
            note_place(request, stand.attempt, now)
        return redirect("assessments:exam", stand.attempt.key)
    if request.method == "POST":
        require_exam_browser(request, admission)
    form = StepUpForm(request.POST if request.method == "POST" else None) if admission.paper.step_up else None
    if request.method == "POST" and (form is None or _is_confirmed(request, admission, form, now)):
        try:
            attempt = attempts.start(admission, by=request.user, now=now)
        except AttemptError as refused:
            messages.error(request, str(refused))
            return redirect("assessments:exams")
        note_place(request, attempt, now)
        return redirect("assessments:exam", attempt.key)
    return render(request, "assessments/exam_start.html", _start_context(admission, stand, now) | {"form": form})


def _is_confirmed(request: HttpRequest, admission: Admission, form: StepUpForm, now: datetime) -> bool:
    """The password again, for this start only (hazard 38): it comes with the very request that starts."""
    if not form.is_valid():
        return False
    try:
        access.confirm(request.user, form.cleaned_data["password"], address=address_of(request), now=now)
    except access.WrongPasswordError as refused:
        kind, detail = AttemptEvent.Kind.PASSWORD, place_of(request).detail
        watching.note_refusal(admission, kind, attempt=None, detail=detail, now=now)
        form.add_error("password", refused)
    except throttle.TryLater as refused:
        form.add_error(None, refused)
    return form.is_valid()


def _start_context(admission, stand, now) -> dict[str, object]:
    on = today_for(admission.person, now)
    minutes, extra = outlook.minutes_for(admission)
    content = blueprints.content_of(admission.paper)
    return {
        "admission": admission,
        "opening": stand,
        "minutes": minutes,
        "extra_percent": extra,
        "questions": blueprints.count(content),
        "filled": Pools([content]).can_fill(content),
        "mark": figures("gates", on).pass_mark,
        "is_weighed": admission.for_key in Rules(admission.person, now).weighed,
        "exams": figures("exams", on),
        "rule": waiting_rule(figures("retakes", on)),
        "would_end": now + timedelta(minutes=minutes),
    }


@login_required
@never_cache
@require_safe
def exam(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    attempt = get_own_attempt(request.user, key)
    if not attempt.is_running(now):
        return redirect("assessments:exam-result", attempt.key)
    require_exam_browser(request, attempt.admission, attempt)
    sheet = screens.sheet_of(attempt)
    asked = _asked(request, len(sheet.questions))
    if asked and not steps.is_open(attempt, asked):
        refused_looks.refuse_step(request, attempt, asked)
        messages.warning(request, steps.sentence(attempt, asked))
        return redirect("assessments:exam", attempt.key)
    on = today_for(request.user, now)
    context = {
        "attempt": attempt,
        "sheet": sheet,
        "shown": attempt.reached if attempt.one_way else asked or 1,
        "mark": figures("gates", on).pass_mark,
        "is_weighed": attempt.admission.for_key in Rules(request.user, now).weighed,
        "clock": clock(attempt, figures("exams", on), now),
    }
    return render(request, "assessments/exam.html", context)


def _asked(request: HttpRequest, last: int) -> int | None:
    wanted = request.GET.get("q", "")
    return int(wanted) if wanted.isdecimal() and 1 <= int(wanted[:4]) <= last else None


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exam_forward(request: HttpRequest, key: str) -> HttpResponse:
    """On to the next question, for good. Asked once, and whenever the question would be left without an answer."""
    now = request.arrived
    attempt = get_own_attempt(request.user, key)
    require_exam_browser(request, attempt.admission, attempt)
    if request.method == "POST":
        form = PositionForm(request.POST)
        try:
            if not form.is_valid():
                raise AttemptError(_("This question is not part of your exam."))
            steps.go_on(attempt, form.cleaned_data["position"], by=request.user, now=now)
        except AttemptError as refused:
            messages.error(request, str(refused))
        return redirect("assessments:exam", attempt.key)
    sheet = screens.sheet_of(attempt)
    if not attempt.one_way or not attempt.is_running(now) or attempt.reached == len(sheet.questions):
        return redirect("assessments:exam", attempt.key)
    context = {"attempt": attempt, "sheet": sheet, "question": sheet.questions[attempt.reached - 1]}
    return render(request, "assessments/exam_forward.html", context)


@login_required
@never_cache
@require_safe
def exam_result(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    attempt = get_own_attempt(request.user, key)
    if attempt.is_running(now):
        return redirect("assessments:exam", attempt.key)
    on = today_for(request.user, now)
    gates, rule = figures("gates", on), waiting_rule(figures("retakes", on))
    context = outlook.result_page(attempt, gates.pass_mark, now)
    context |= {"mark": gates.pass_mark, "gates": gates, "rule": rule}
    return render(request, "assessments/exam_result.html", context)
