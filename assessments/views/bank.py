"""The question bank for trainers: find, read, write a version, review another's."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import bank, shelf
from assessments.domain.bank import BankError
from assessments.domain.kinds import KINDS, kind_of
from assessments.forms import QuestionKeyForm, ReviewForm, VersionForm
from assessments.models import Question, Topic
from assessments.permissions import EDIT_BANK, get_question_for, require
from kernel.tables import to_csv

ROWS_PER_PAGE = 25


@login_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_BANK)
    wanted = shelf.Wanted.from_query(request.GET)
    page = Paginator(shelf.find(wanted), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "wanted": wanted,
        "topics": Topic.objects.all(),
        "kinds": KINDS.values(),
        "states": shelf.states(wanted),
    }
    return render(request, "assessments/questions.html", context)


@login_required
@require_safe
def questions_export(request: HttpRequest) -> HttpResponse:
    require(request.user, EDIT_BANK)
    found = shelf.find(shelf.Wanted.from_query(request.GET))
    headers, rows = shelf.table(found)
    response = HttpResponse(to_csv(headers, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="questions.csv"'
    return response


@login_required
@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    found = get_question_for(request.user, key)
    versions = list(found.versions.select_related("author", "review__by").order_by("-number"))
    newest = versions[0] if versions else None
    wanted = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == wanted), newest)
    waiting = newest is not None and newest != found.live_version and not hasattr(newest, "review")
    context = {
        "question": found,
        "kind": kind_of(found.kind),
        "versions": versions,
        "shown": shown,
        "sides": shelf.sides(shown) if shown else [],
        "newest": newest,
        "may_review": waiting and newest.author_id != request.user.pk,
        "waits": waiting,
        "form": ReviewForm(),
        "drawn": shown.drawn.count() if shown else 0,
        "files": found.files.defer("content"),
    }
    return render(request, "assessments/question.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require(request.user, EDIT_BANK)
    form = QuestionKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = bank.write_question(**form.cleaned_data, by=request.user, now=now)
        except BankError as refused:
            form.add_error("key", str(refused))
        else:
            return redirect("assessments:question-write", made.key)
    return render(request, "assessments/question_new.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_write(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    kind = kind_of(found.kind)
    newest = found.versions.order_by("-number").first()
    if request.method == "POST":
        form = VersionForm(request.POST)
        own = kind.written(dict(request.POST.lists()))
        is_asking_for_rows = "more" in request.POST
        if not is_asking_for_rows and form.is_valid() and _write(request, found, form, now):
            return redirect("assessments:question", found.key)
    else:
        form = VersionForm(initial=VersionForm.initial_of(newest) if newest else {"points": 5, "difficulty": 1})
        own = newest.content if newest else {}
    context = {
        "question": found,
        "kind": kind,
        "form": form,
        "own": kind.editor(own),
        "template": f"assessments/kinds/{kind.TEMPLATES}/write.html",
        "files": found.files.defer("content"),
        "newest": newest,
    }
    return render(request, "assessments/question_write.html", context)


def _write(request: HttpRequest, found: Question, form: VersionForm, now) -> bool:
    words = form.cleaned_data
    try:
        bank.write_version(
            found,
            content=form.content(kind_of(found.kind)),
            points=words["points"],
            difficulty=int(words["difficulty"]),
            by=request.user,
            now=now,
        )
    except BankError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Kept as a new version. It goes live when another trainer has approved it."))
    return True


@login_required
@require_POST
def question_review(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    form = ReviewForm(request.POST)
    newest = found.versions.order_by("-number").first()
    approved = request.POST.get("act") == "approve"
    try:
        if newest is None or not form.is_valid() or request.POST.get("version") != str(newest.number):
            raise BankError(_("A newer version of this question has been written. Please review that one."))
        comment = form.cleaned_data["comment"]
        bank.review_version(newest, approved=approved, comment=comment, by=request.user, now=now)
    except BankError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("Approved: this version is live now.") if approved else _("Sent back to the author.")
        )
    return redirect("assessments:question", found.key)


@login_required
@require_POST
def question_retire(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    try:
        if request.POST.get("act") == "bring-back":
            bank.bring_back(found, by=request.user, now=now)
        else:
            bank.retire_question(found, by=request.user, now=now)
    except BankError as refused:
        messages.error(request, str(refused))
    return redirect("assessments:question", found.key)
