"""Regrades: what one would do, proposed by a trainer, decided by another. Here, since it reaches people's gates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import regrades as verbs
from assessments.domain.regrades import RegradeError
from assessments.models import Regrade
from assessments.permissions import get_question_for, questions_kept_by, require_bank
from dashboard.domain import consequences
from dashboard.forms import RegradeForm
from dashboard.permissions import get_regrade_for
from people.domain.calendars import today_for

ROWS_PER_PAGE = 25


@login_required
@require_safe
def regrades(request: HttpRequest) -> HttpResponse:
    require_bank(request.user)
    kept = Regrade.objects.filter(version__question__in=questions_kept_by(request.user))
    rows = kept.select_related("version__question__topic", "proposed_by", "decided_by")
    page = Paginator(rows.order_by("-state", "-proposed_at"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/regrades.html", {"page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def regrade_new(request: HttpRequest, key: str) -> HttpResponse:
    """The choices and, once made, their preview; a POST proposes exactly what the preview shows."""
    now = timezone.now()
    question = get_question_for(request.user, key)
    asked = request.POST if request.method == "POST" else request.GET
    form = RegradeForm(asked if "rule" in asked else None, question=question)
    context = {"question": question, "form": form, "drawn": verbs.drawn_versions(question).exists()}
    if not form.is_valid():
        return render(request, "dashboard/regrade_new.html", context)
    try:
        verbs.refuse_own(form.cleaned_data["version"], request.user)
        draft = verbs.draft(**form.choice())
        if request.method == "POST":
            made = verbs.propose(draft, reason=form.cleaned_data["reason"], by=request.user, now=now)
            messages.success(request, _("Proposed. Another trainer decides; until then every result stands."))
            return redirect("dashboard:regrade", made.key)
        context |= _preview(request, draft, now)
    except RegradeError as refused:
        form.add_error(None, str(refused))
    return render(request, "dashboard/regrade_new.html", context)


def _preview(request: HttpRequest, regrade: Regrade, now) -> dict[str, object]:
    """The table of changes, a page of it with what each means; the sums are over all."""
    mark = consequences.mark_by(today_for(request.user, now))
    seen = verbs.preview(regrade)
    page = Paginator(consequences.by_weight(seen.changes, mark), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "seen": seen,
        "sums": consequences.sums(seen.changes, mark),
        "page": page,
        "rows": [consequences.of(change, now) for change in page.object_list],
        "draft": regrade,
        "preview_query": _asked_for(regrade),
    }


def _asked_for(regrade: Regrade) -> str:
    """The choices in an address, for the next page of the table."""
    return f"version={regrade.version_id}&rule={regrade.rule}&key_version={regrade.key_version_id or ''}&"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_regrade_for(request.user, key)
    if request.method == "POST":
        return _decide(request, found, now)
    _refuse_own(request, found)
    context: dict[str, object] = {"regrade": found, "question": found.version.question}
    if found.state == Regrade.State.PROPOSED:
        try:
            context |= _preview(request, found, now)
        except RegradeError as stale:
            messages.error(request, str(stale))
        context["may_decide"] = found.proposed_by_id != request.user.pk
    else:
        marks = found.marks.select_related("supersedes", "attempt__admission__person", "attempt__admission__paper")
        context["page"] = Paginator(marks.order_by("pk"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/regrade.html", context)


def _refuse_own(request: HttpRequest, found: Regrade) -> None:
    try:
        verbs.refuse_own(found.version, request.user)
    except RegradeError as own:
        raise PermissionDenied(str(own)) from own


def _decide(request: HttpRequest, found: Regrade, now) -> HttpResponse:
    try:
        if request.POST.get("act") == "approve":
            verbs.approve(found, fingerprint=request.POST.get("seen", ""), by=request.user, now=now)
            messages.success(request, _("Approved. The results follow within a minute; everybody concerned is told."))
        else:
            verbs.decline(found, reason=request.POST.get("reason", "")[:300], by=request.user, now=now)
            messages.success(request, _("Declined. Every result stays as it is."))
    except RegradeError as refused:
        messages.error(request, str(refused))
    return redirect("dashboard:regrade", found.key)
