"""Newer shipped versions of what the centre edited: the list, the difference, and the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain import shipped
from courses.models import ShippedText
from courses.permissions import get_shipped_for, shipped_for
from courses.views.shipped_words import where

KINDS = {
    "course": gettext_lazy("course"),
    "module": gettext_lazy("module"),
    "lesson": gettext_lazy("lesson"),
    "article": gettext_lazy("knowledge article"),
    "case": gettext_lazy("case"),
    "script": gettext_lazy("script"),
    "tone": gettext_lazy("lexicon"),
    "question": gettext_lazy("question"),
    "paper": gettext_lazy("paper"),
    "rubric": gettext_lazy("rubric"),
    "scenario": gettext_lazy("scenario"),
    "scene": gettext_lazy("scene"),
    "topic": gettext_lazy("topic"),
    "programme": gettext_lazy("Programme"),
}
LANGUAGES = {"en": gettext_lazy("English"), "zh-hans": gettext_lazy("Chinese")}
AS_A_DRAFT = gettext_lazy(
    "Taken, it becomes the next draft of yours, and goes the usual way of drafts before anybody meets it."
)
AT_ONCE = gettext_lazy(
    "A scenario has no drafts: taken, every call booked from now on is held on it. Calls booked before keep theirs."
)


@require_safe
@login_required
def shipped_list(request: HttpRequest) -> HttpResponse:
    rows = [
        (row, held, KINDS.get(row.kind, row.kind), LANGUAGES.get(row.locale, ""))
        for row in shipped_for(request.user).filter(state=ShippedText.State.OPEN)
        if (held := shipped.ours(row))
    ]
    return render(request, "courses/shipped.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def shipped_text(request: HttpRequest, key: str) -> HttpResponse:
    row = get_shipped_for(request.user, key)
    if request.method == "POST":
        return _decide(request, row)
    held = shipped.ours(row)
    if held is None:
        raise Http404
    context = {
        "row": row,
        "ours": held,
        "kind": KINDS.get(row.kind, row.kind),
        "language": LANGUAGES.get(row.locale, ""),
        "changes": [(where(change.path), change.parts) for change in shipped.changes(row, held)],
        "at_once": row.kind in shipped.AT_ONCE,
        "follows": AT_ONCE if row.kind in shipped.AT_ONCE else AS_A_DRAFT,
    }
    return render(request, "courses/shipped_text.html", context)


def _decide(request: HttpRequest, row: ShippedText) -> HttpResponse:
    try:
        if request.POST.get("decision") != "take":
            shipped.keep_ours(row, by=request.user, now=timezone.now())
            messages.success(request, _("Yours stays. You are asked again when the shipped text changes again."))
            return redirect("courses:shipped")
        address = shipped.take(row, by=request.user, now=timezone.now())
    except shipped.ShippedError as refused:
        messages.error(request, str(refused))
        return redirect("courses:shipped-text", row.key)
    if row.kind in shipped.AT_ONCE:
        messages.success(request, _("The shipped version is taken. Calls booked from now on are held on it."))
    else:
        messages.success(request, _("The shipped version is written as a new version. What is live changes as usual."))
    return redirect(address or "courses:shipped")
