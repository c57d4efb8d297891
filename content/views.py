from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from content.domain import due, reviews
from content.domain.serving import serve_file
from content.permissions import get_media_for, get_review_for, require_trainer
from people.views.tables import FORMATS, table_response

View = Callable[..., HttpResponse]


def for_trainers(view: View) -> View:
    @require_safe
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        require_trainer(request.user)
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@login_required
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture or file of a content page. Recordings of calls have a door of their own, never this one."""
    stored, name, content_type = get_media_for(path)
    return serve_file(request, stored, name=name, content_type=content_type)


@for_trainers
def waiting(request: HttpRequest) -> HttpResponse:
    return render(request, "content/reviews.html", {"waiting": reviews.waiting_for(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: HttpRequest, number: int) -> HttpResponse:
    """The version that was submitted, word for word, and the two ways to decide."""
    state, comment = get_review_for(request.user, number), request.POST.get("comment", "").strip()[:2000]
    if request.method == "POST":
        approve = request.POST.get("decision") == "approve"
        try:
            reviews.decide(state, approve=approve, comment=comment, by=request.user)
        except reviews.ReviewError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is published.") if approve else _("It is back with its author."))
            return redirect("courses:reviews")
    context = {"review": reviews.review_for(request.user, state), "comment": comment}
    return render(request, "content/review.html", context)


@for_trainers
def content_due(request: HttpRequest) -> HttpResponse:
    rows = due.content_due(timezone.localdate())
    need = request.GET.get("need", "")
    counted = [(value, label, sum(row.need == value for row in rows)) for value, label in due.Need.choices]
    shown = [row for row in rows if not need or row.need == need]
    context = {"rows": shown, "need": need, "needs": counted, "total": len(rows)}
    return render(request, "content/due.html", context)


@for_trainers
def content_due_export(request: HttpRequest, form: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404
    need, today = request.GET.get("need", ""), timezone.localdate()
    headings = [_("Title"), _("Kind"), _("Language"), _("Review by"), _("Kept by"), _("What it needs"), _("Missing")]
    rows = [
        [row.page.title, row.kind, row.language, row.page.review_by, row.keeper, row.need.label, row.missing]
        for row in due.content_due(today)
        if not need or row.need == need
    ]
    return table_response(headings, rows, f"content-due-{today}", form)
