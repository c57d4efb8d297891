"""Papers for trainers: find, read, write, publish another's, print."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import blueprints, paper_pages, paper_writing
from assessments.domain import papers as verbs
from assessments.domain.papers import PaperError
from assessments.domain.pools import Pools
from assessments.forms import NewPaperForm, PaperForm
from assessments.models import Paper
from assessments.permissions import get_paper_for, papers_kept_by, questions_kept_by, require_bank, topics_kept_by
from people.domain.calendars import today_for

ROWS_PER_PAGE = 25


@login_required
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    require_bank(request.user)
    wanted = paper_pages.Wanted.from_query(request.GET)
    found, states = paper_pages.listed(wanted, papers_kept_by(request.user), today_for(request.user, timezone.now()))
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "assessments/papers.html", {"page": page, "wanted": wanted, "states": states})


@login_required
@require_safe
def paper(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_paper_for(request.user, key)
    context = _shown(found, request.GET.get("version", ""))
    version = context["open_version"] if context["waits"] else None
    context |= {
        "own": version is not None and verbs.has_part(version, request.user),
        "may_publish": version is not None and verbs.may_publish(version, by=request.user, now=now),
        "used": verbs.where_used([found.key], today_for(request.user, now))[found.key],
    }
    return render(request, "assessments/paper.html", context)


def _shown(found: Paper, wanted: str) -> dict[str, Any]:
    """The version asked for, else the one that waits, else what is published; beside what the bank holds for it."""
    versions = list(found.versions.select_related("author").order_by("-number"))
    waiting = verbs.waiting(found)
    shown = next((version for version in versions if str(version.number) == wanted), waiting)
    live = blueprints.content_of(found)
    content = shown.content if shown else live
    pools = Pools([content, live])
    open_version = waiting or (found.live_version if not found.published else None)
    waits = open_version is not None and shown in (None, open_version)
    tried = verbs.try_out(content, pools)
    return {
        "paper": found,
        "versions": versions,
        "shown": shown,
        "waits": waits,
        "open_version": open_version,
        "parts": paper_pages.parts_shown(content, pools),
        "settings": paper_pages.settings_shown(content),
        "questions": blueprints.count(content),
        "points": pools.points(content),
        "problems": verbs.problems(content, pools),
        "warnings": verbs.warnings(content, tried),
        "tried": tried,
        "changes": paper_pages.changes(live, content, pools) if waits and waiting and found.published else [],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_new(request: HttpRequest) -> HttpResponse:
    """A new paper, or (`copy` names one) a copy of another to go on from."""
    now = timezone.now()
    require_bank(request.user)
    source = get_paper_for(request.user, request.GET["copy"]) if request.GET.get("copy") else None
    content = verbs.newest_content(source) if source else None
    first = {"title_en": source.title_en, "title_zh": source.title_zh, "minutes": content["minutes"]} if source else {}
    form = NewPaperForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            made = verbs.write_paper(
                key=form.cleaned_data["key"], content=form.content(content), by=request.user, now=now
            )
        except PaperError as refused:
            form.add_error("key", str(refused))
        else:
            return redirect("assessments:paper-write", made.key)
    return render(request, "assessments/paper_new.html", {"form": form, "source": source})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paper_write(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_paper_for(request.user, key)
    newest = verbs.newest_content(found)
    if request.method == "POST":
        form, parts = PaperForm(request.POST), paper_writing.parts_from(request.POST)
        if request.POST.get("act") == "done" and form.is_valid() and _write(request, found, form.content(parts), now):
            return redirect("assessments:paper", found.key)
    else:
        form, parts = PaperForm(initial=PaperForm.initial_of(newest)), newest["parts"]
    context = {
        "paper": found,
        "form": form,
        "parts": paper_writing.rows_of(parts),
        "is_fixed": form["is_fixed"].value() in (True, "on"),
        "topics": topics_kept_by(request.user),
        "known": questions_kept_by(request.user)
        .filter(status="live", use="exam")
        .select_related("live_version", "topic"),
    }
    return render(request, "assessments/paper_write.html", context)


def _write(request: HttpRequest, found: Paper, content: dict, now) -> bool:
    try:
        written = verbs.write_version(found, content=content, by=request.user, now=now)
    except PaperError as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, _("Kept as version %(number)s.") % {"number": written.number})
    return True


@login_required
@require_POST
def paper_publish(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_paper_for(request.user, key)
    wanted = request.POST.get("version", "")
    version = next((version for version in found.versions.all() if str(version.number) == wanted), None)
    try:
        if version is None:
            raise PaperError(_("A newer version of this paper has been written. Please look at that one."))
        verbs.publish(version, by=request.user, now=now)
    except PaperError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Published. Exams are drawn from this version from now on."))
    return redirect("assessments:paper", found.key)


@login_required
@require_POST
def paper_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_paper_for(request.user, key)
    try:
        verbs.withdraw(found, by=request.user, now=now)
    except PaperError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken out of use. Nobody can start it; exams that run go on."))
    return redirect("assessments:paper", found.key)
