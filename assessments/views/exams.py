"""What a learner sees: my exams, the start, the exam, the result."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import attempts, outlook, papers, screens
from assessments.domain.attempts import AttemptError
from assessments.domain.openings import Rules, Stand, opening
from assessments.domain.refusals import waiting_rule
from assessments.permissions import get_own_admission, get_own_attempt
from assessments.views.clock import clock
from people.domain.calendars import today_for
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
@require_http_methods(["GET", "HEAD", "POST"])
def exam_start(request: HttpRequest, key: str) -> HttpResponse:
    """Rules first; the start itself is a POST and creates the attempt and its clock on the server."""
    now = timezone.now()
    admission = get_own_admission(request.user, key)
    if request.method == "POST":
        try:
            attempt = attempts.start(admission, by=request.user, now=now)
        except AttemptError as refused:
            messages.error(request, str(refused))
            return redirect("assessments:exams")
        return redirect("assessments:exam", attempt.key)
    stand = opening(admission, now)
    if stand.stand == Stand.RUNNING and stand.attempt:
        return redirect("assessments:exam", stand.attempt.key)
    return render(request, "assessments/exam_start.html", _start_context(admission, stand, now))


def _start_context(admission, stand, now) -> dict[str, object]:
    on = today_for(admission.person, now)
    minutes, extra = outlook.minutes_for(admission)
    return {
        "admission": admission,
        "opening": stand,
        "minutes": minutes,
        "extra_percent": extra,
        "questions": sum(row.count for row in admission.paper.rows.all()),
        "filled": all(row.is_full for row in papers.fill(admission.paper)),
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
    sheet = screens.sheet_of(attempt)
    wanted = request.GET.get("q", "")
    shown = int(wanted) if wanted.isdecimal() and 1 <= int(wanted[:4]) <= len(sheet.questions) else 1
    on = today_for(request.user, now)
    context = {
        "attempt": attempt,
        "sheet": sheet,
        "shown": shown,
        "mark": figures("gates", on).pass_mark,
        "is_weighed": attempt.admission.for_key in Rules(request.user, now).weighed,
        "clock": clock(attempt, figures("exams", on), now),
    }
    return render(request, "assessments/exam.html", context)


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
