"""The question bank for trainers: find, do something with several, write a question and its versions, copy one."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import bank, shelf
from assessments.domain.bank import BankError
from assessments.domain.kinds import KINDS, kind_of
from assessments.domain.shelf import Wanted
from assessments.domain.topics import tree
from assessments.forms import CopyForm, QuestionKeyForm, VersionForm, tag_names
from assessments.models import Question, Rubric
from assessments.permissions import banks_kept_by, get_question_for, questions_kept_by, require_bank, topics_kept_by
from people.views.tables import FORMATS, table_response

ROWS_PER_PAGE = 25
MOST_AT_ONCE = 200


@login_required
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    require_bank(request.user)
    wanted, kept = Wanted.from_query(request.GET), questions_kept_by(request.user)
    page = Paginator(shelf.find(kept, wanted).prefetch_related("tags"), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.heading = shelf.heading(row)
    context = {
        "page": page,
        "wanted": wanted,
        "banks": banks_kept_by(request.user),
        "topics": tree(topics_kept_by(request.user).select_related("bank")),
        "tags": shelf.tags(kept),
        "competencies": shelf.competencies(kept),
        "kinds": KINDS.values(),
        "states": shelf.states(kept, wanted),
        "headers": shelf.headers(wanted),
    }
    return render(request, "assessments/questions.html", context)


@login_required
@require_safe
def questions_export(request: HttpRequest, form: str) -> HttpResponse:
    require_bank(request.user)
    if form not in FORMATS:
        raise Http404
    found = shelf.find(questions_kept_by(request.user), Wanted.from_query(request.GET))
    return table_response(*shelf.table(found), "questions", form)


@login_required
@require_POST
def questions_together(request: HttpRequest) -> HttpResponse:
    """One act on every question that is ticked; each that refuses says why, the others are done."""
    now = timezone.now()
    require_bank(request.user)
    act = _acts(request, now).get(request.POST.get("act", ""))
    chosen = questions_kept_by(request.user).filter(key__in=request.POST.getlist("question")[:MOST_AT_ONCE])
    done, refusals = 0, []
    for question in chosen if act else ():
        try:
            act(question)
            done += 1
        except BankError as refused:
            refusals.append(f"{question.key}: {refused}")
    if done:
        words = ngettext("%(count)d question changed.", "%(count)d questions changed.", done) % {"count": done}
        messages.success(request, words)
    elif not refusals:
        messages.error(request, _("Tick the questions first, then say what to do with them."))
    for refusal in refusals[:5]:
        messages.error(request, refusal)
    return redirect(f"{reverse('assessments:questions')}?{Wanted.from_query(request.POST).query}")


def _acts(request: HttpRequest, now) -> dict[str, Callable[[Question], object]]:
    by = {"by": request.user, "now": now}
    acts = {
        "retire": lambda question: bank.retire_question(question, **by),
        "put-live": lambda question: bank.put_live(question, **by),
    }
    if names := tag_names(request.POST.get("tag-names", "")):
        acts["tag"] = lambda question: bank.tag(question, names, **by)
    return acts


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require_bank(request.user)
    form = QuestionKeyForm(request.POST if request.method == "POST" else None, by=request.user)
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
        "rubrics": Rubric.objects.exclude(live_version=None).select_related("live_version"),
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
@require_http_methods(["GET", "HEAD", "POST"])
def question_copy(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    initial = {"topic": found.topic, "key": f"{found.key}-2"[-120:]}
    form = CopyForm(request.POST if request.method == "POST" else None, by=request.user, initial=initial)
    if form.is_valid():
        try:
            made = bank.copy_question(found, **form.cleaned_data, by=request.user, now=now)
        except BankError as refused:
            form.add_error("key", str(refused))
        else:
            messages.success(
                request, _("Copied as a draft. Change what should differ; another trainer then reviews it.")
            )
            return redirect("assessments:question", made.key)
    return render(request, "assessments/question_copy.html", {"form": form, "question": found})
