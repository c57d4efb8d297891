"""Appeals against exam results: opened by the person, answered by a trainer who had no part in the result."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import appeals as verbs
from assessments.domain import rereading
from assessments.domain.appeals import AppealError
from assessments.domain.marks import result_of
from assessments.domain.readers import can_ask_again
from assessments.forms import AppealForm, ReasonForm
from assessments.models import Appeal
from assessments.permissions import (
    RELEASE_RETAKE,
    get_appeal_for,
    get_own_attempt,
    questions_kept_by,
    refuse_sitting,
    require,
)
from people.models import User

ROWS_PER_PAGE = 25


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    attempt = get_own_attempt(request.user, key)
    form = AppealForm(request.POST if request.method == "POST" else None, attempt=attempt)
    if form.is_valid():
        try:
            verbs.appeal(attempt, **form.cleaned_data, by=request.user, now=now)
        except AppealError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sent. A trainer who had no part in the result answers; the result stands."))
            return redirect("assessments:exam-result", attempt.key)
    context = {"attempt": attempt, "form": form, "result": result_of(attempt)}
    return render(request, "assessments/appeal_new.html", context)


@login_required
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    require(request.user, RELEASE_RETAKE)
    refuse_sitting(request.user)
    show = "answered" if request.GET.get("show") == "answered" else "open"
    rows = verbs.waiting() if show == "open" else verbs.answered()
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "show": show, "count": verbs.waiting().count(), "now": timezone.now()}
    return render(request, "assessments/appeals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    found = get_appeal_for(request.user, key)
    if request.method == "POST":
        return _decide(request, found, timezone.now())
    meant = verbs.question_meant(found)
    kept = questions_kept_by(request.user)
    context = {
        "appeal": found,
        "result": result_of(found.attempt),
        "meant": meant if meant and kept.filter(pk=meant.question_version.question_id).exists() else None,
        "may_decide": verbs.may_decide(request.user, found),
        "texts": [(one, _to_ask_again(request.user, found, one)) for one in rereading.of_appeal(found)],
    }
    return render(request, "assessments/appeal.html", context)


def _to_ask_again(user: User, found: Appeal, text: rereading.Scored) -> ReasonForm | None:
    if text.draft or not can_ask_again(user, text.card):
        return None
    initial = {"reason": found.decision[:300]}
    return ReasonForm(initial=initial, auto_id=f"text-{text.question.position}-%s")


def _decide(request: HttpRequest, found: Appeal, now) -> HttpResponse:
    is_upheld = request.POST.get("act") == "uphold"
    try:
        decision = request.POST.get("decision", "")[:1000]
        verbs.decide(found, is_upheld=is_upheld, decision=decision, by=request.user, now=now)
    except AppealError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Answered. The person reads your reason."))
    return redirect("assessments:appeal", found.key)
