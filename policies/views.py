from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kernel.errors import Refusal
from people.domain.calendars import today_for
from policies import schema
from policies.domain import drafts, editions, wording
from policies.forms import DraftForm, ReasonForm
from policies.models import Draft, Edition, Subject
from policies.permissions import (
    can_approve_exceptions,
    can_edit,
    can_publish,
    get_draft_for,
    get_edition_for,
    require_editor,
    require_publisher,
    require_reader,
)


@login_required
@require_GET
def edition_list(request: HttpRequest) -> HttpResponse:
    require_reader(request.user)
    today = today_for(request.user, timezone.now())
    open_drafts = {
        draft.subject: draft
        for draft in Draft.objects.filter(state__in=("draft", "submitted")).select_related("author")
    }
    rule = editions.overview(today)
    subjects = [
        {
            "subject": subject,
            "rule": rule[subject.value],
            "draft": open_drafts.get(subject.value),
            "mine": can_edit(request.user, subject),
        }
        for subject in Subject
    ]
    subjects.sort(key=lambda entry: not entry["mine"])
    return render(request, "policies/editions.html", {"subjects": subjects, "today": today})


@login_required
@require_GET
def edition_page(request: HttpRequest, key: str) -> HttpResponse:
    edition = get_edition_for(request.user, key)
    today = today_for(request.user, timezone.now())
    ruling = editions.edition_in_force(edition.subject, today)
    figures = editions.figures_of(edition)
    other = None if ruling == edition else ruling
    context = {
        "edition": edition,
        "ruling": ruling,
        "is_ruling": other is None,
        "is_coming": edition.in_force_from > today and not edition.retired,
        "rows": wording.rows(figures, editions.figures_of(other) if other else None),
        "difference": wording.difference(other.text, edition.text) if other else [],
        "exceptions": [wording.sentence(problem) for problem in schema.exceptions(figures)],
        "history": editions.history(edition.subject),
        "draft": drafts.open_draft(edition.subject),
        "can_edit": can_edit(request.user, edition.subject),
        "can_publish": can_publish(request.user, edition.subject),
        "reason_form": ReasonForm(),
    }
    return render(request, "policies/edition.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_new(request: HttpRequest, subject: str) -> HttpResponse:
    if subject not in Subject.values:
        raise Http404
    require_editor(request.user, subject)
    if open_draft := drafts.open_draft(subject):
        return redirect("policies:edition-draft", open_draft.key)
    now = timezone.now()
    today = today_for(request.user, now)
    ruling = editions.edition_in_force(subject, today)
    form = DraftForm(request.POST or None, initial={"text": ruling.text}, subject=subject, today=today)
    if form.is_valid():
        made = _tried(request, form, lambda data: drafts.draft(subject, **data, by=request.user, now=now))
        if made:
            return redirect("policies:edition-draft", made.key)
    context = {"form": form, "subject": Subject(subject), "ruling": ruling, "keys": wording.keys(subject)}
    return render(request, "policies/draft_form.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_edit(request: HttpRequest, key: str) -> HttpResponse:
    draft = get_draft_for(request.user, key)
    require_editor(request.user, draft.subject)
    now = timezone.now()
    today = today_for(request.user, now)
    ruling = editions.edition_in_force(draft.subject, today)
    initial = {"text": draft.text, "in_force_from": draft.in_force_from, "reason": draft.reason}
    form = DraftForm(request.POST or None, initial=initial, subject=draft.subject, today=today)
    if form.is_valid():
        changed = _tried(request, form, lambda data: drafts.edit(draft, **data, by=request.user, now=now))
        if changed:
            return redirect("policies:edition-draft", draft.key)
    context = {"form": form, "subject": Subject(draft.subject), "ruling": ruling, "draft": draft}
    context["keys"] = wording.keys(draft.subject)
    return render(request, "policies/draft_form.html", context)


@login_required
@require_GET
def draft_page(request: HttpRequest, key: str) -> HttpResponse:
    draft = get_draft_for(request.user, key)
    return render(request, "policies/draft.html", _draft_context(request, draft, timezone.now()))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft_publish(request: HttpRequest, key: str) -> HttpResponse:
    draft = get_draft_for(request.user, key)
    require_publisher(request.user, draft.subject)
    now = timezone.now()
    if request.method == "POST":
        try:
            approve, seen = request.POST.get("approve") == "yes", request.POST.get("seen", "")
            edition = drafts.publish(draft, by=request.user, now=now, approve_exceptions=approve, seen=seen)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            draft = get_draft_for(request.user, key)
        else:
            messages.success(request, _("Published. The figures apply from their date on."))
            return redirect("policies:edition", edition.key)
    return render(request, "policies/publish.html", _draft_context(request, draft, now))


@login_required
@require_POST
def draft_submit(request: HttpRequest, key: str) -> HttpResponse:
    draft = get_draft_for(request.user, key)
    require_editor(request.user, draft.subject)
    _say(request, lambda: drafts.submit(draft, by=request.user, now=timezone.now()), _("Handed to a second person."))
    return redirect("policies:edition-draft", draft.key)


@login_required
@require_POST
def draft_send_back(request: HttpRequest, key: str) -> HttpResponse:
    draft = get_draft_for(request.user, key)
    require_publisher(request.user, draft.subject)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, so that the author knows what to change."))
        return redirect("policies:edition-draft", draft.key)
    reason = form.cleaned_data["reason"]
    _say(
        request,
        lambda: drafts.send_back(draft, reason=reason, by=request.user, now=timezone.now()),
        _("Sent back to the author."),
    )
    return redirect("policies:edition-draft", draft.key)


@login_required
@require_POST
def draft_drop(request: HttpRequest, key: str) -> HttpResponse:
    draft = get_draft_for(request.user, key)
    require_publisher(request.user, draft.subject)
    dropped = _say(request, lambda: drafts.drop(draft, by=request.user, now=timezone.now()), _("Draft dropped."))
    return redirect("policies:editions") if dropped else redirect("policies:edition-draft", draft.key)


@login_required
@require_POST
def edition_retire(request: HttpRequest, key: str) -> HttpResponse:
    edition = get_edition_for(request.user, key)
    require_publisher(request.user, edition.subject)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why this edition is taken back."))
        return redirect("policies:edition", edition.key)
    reason = form.cleaned_data["reason"]
    _say(
        request,
        lambda: drafts.retire(edition, reason=reason, by=request.user, now=timezone.now()),
        _("Taken back. It will not come into force."),
    )
    return redirect("policies:edition", edition.key)


def _draft_context(request: HttpRequest, draft: Draft, now: datetime) -> dict[str, Any]:
    today: date = today_for(request.user, now)
    ruling: Edition = editions.edition_in_force(draft.subject, today)
    figures = schema.published(draft.subject, draft.text)
    rows = wording.rows(figures, editions.figures_of(ruling))
    return {
        "draft": draft,
        "version": drafts.version(draft),
        "ruling": ruling,
        "today": today,
        "rows": rows,
        "changed_rows": [row for row in rows if row.before is not None],
        "difference": wording.difference(ruling.text, draft.text),
        "exceptions": [wording.sentence(problem, draft.text) for problem in schema.exceptions(figures)],
        "may_drop": drafts.may_drop(draft, request.user),
        "is_author": draft.author_id == request.user.pk,
        "is_open": draft.state in (Draft.State.DRAFT, Draft.State.SUBMITTED),
        "can_publish": can_publish(request.user, draft.subject),
        "can_approve": can_approve_exceptions(request.user),
        "relaxed": editions.figures(Subject.SECOND_PERSON, today).relaxed,
        "reason_form": ReasonForm(),
    }


def _tried(request: HttpRequest, form: DraftForm, verb: Callable[[dict[str, Any]], Draft]) -> Draft | None:
    try:
        return verb(form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return None


def _say(request: HttpRequest, verb: Callable[[], object], done: str) -> bool:
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
