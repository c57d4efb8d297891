"""What happened in a person's exams, event by event, and the release of another attempt."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import outlook, releases, trail, watching
from assessments.domain.openings import opening
from assessments.domain.refusals import AttemptError
from assessments.domain.releases import RELEASABLE
from assessments.forms import ReasonForm
from assessments.permissions import get_admission_for_release, get_attempt_for_log, get_person_for_log


@login_required
@require_safe
def person_exams(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    person = get_person_for_log(request.user, key)
    context = {
        "person": person,
        "exams": trail.of_person(person, now),
        "practicals": outlook.of_person(person, now)["practicals"],
    }
    return render(request, "assessments/person_exams.html", context)


@login_required
@require_safe
def attempt_log(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    attempt = get_attempt_for_log(request.user, key)
    context = {"attempt": attempt, "trail": trail.of_attempt(attempt), "hints": watching.hints_of(attempt), "now": now}
    return render(request, "assessments/attempt_log.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def retake_release(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    admission = get_admission_for_release(request.user, key)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            releases.release_retake(admission, reason=form.cleaned_data["reason"], by=request.user, now=now)
        except AttemptError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Released. %(name)s may start at once.") % {"name": admission.person.name})
            return redirect("assessments:person-exams", admission.person.key)
    stand = opening(admission, now)
    context = {"admission": admission, "opening": stand, "needed": stand.stand in RELEASABLE, "form": form}
    context["exam"] = outlook.exam_of(admission, now)
    return render(request, "assessments/retake_release.html", context)
