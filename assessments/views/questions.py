"""One question for trainers: its words, versions, comparison, likeness, use; review and state."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import alike, bank, shelf, uses, word_diff
from assessments.domain.bank import BankError
from assessments.domain.kinds import kind_of
from assessments.forms import DescribeForm, ReviewForm
from assessments.models import Question, QuestionVersion
from assessments.permissions import get_question_for, questions_kept_by, require_bank

MOST_SIBLINGS = 10
MOST_ALIKE = 5


@login_required
@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    found = get_question_for(request.user, key)
    versions = list(found.versions.select_related("author", "review__by").order_by("-number"))
    newest = versions[0] if versions else None
    shown = _version(versions, request.GET.get("version", "")) or newest
    waits = newest is not None and newest != found.live_version and not hasattr(newest, "review")
    if shown:
        shown.question = found
    context = {
        "question": found,
        "kind": kind_of(found.kind),
        "versions": versions,
        "shown": shown,
        "sides": shelf.sides(shown) if shown else [],
        "lacks": bank.lacks(shown, lacking) if shown and (lacking := bank.missing(shown)) else "",
        "newest": newest,
        "may_review": waits and newest.author_id != request.user.pk,
        "waits": waits,
        "alike": _alike(request, found, newest) if waits else [],
        "form": ReviewForm(),
        "uses": uses.uses(found),
        "siblings": _siblings(request, found),
        "tags": sorted(found.tags.names()),
        "files": found.files.defer("content"),
    }
    return render(request, "assessments/question.html", context)


def _version(versions: list[QuestionVersion], number: str) -> QuestionVersion | None:
    return next((version for version in versions if str(version.number) == number), None)


def _alike(request: HttpRequest, found: Question, newest: QuestionVersion) -> list[alike.Found]:
    return alike.like(found.key, newest.content["stem"], questions_kept_by(request.user), most=MOST_ALIKE)


def _siblings(request: HttpRequest, found: Question) -> list[Question]:
    if not found.point:
        return []
    others = questions_kept_by(request.user).filter(point=found.point).exclude(pk=found.pk)
    return list(others.select_related("live_version")[:MOST_SIBLINGS])


@login_required
@require_safe
def question_compare(request: HttpRequest, key: str) -> HttpResponse:
    found = get_question_for(request.user, key)
    versions = list(found.versions.select_related("author").order_by("-number"))
    if not versions:
        raise Http404
    after = _version(versions, request.GET.get("to", "")) or versions[0]
    before = _version(versions, request.GET.get("from", ""))
    if before is None:
        before = next((version for version in versions if version.number < after.number), after)
    context = {
        "question": found,
        "versions": versions,
        "before": before,
        "after": after,
        "changes": [
            {"where": _where(change.path), "parts": change.parts, "is_key": change.is_key}
            for change in word_diff.changes(_whole(before), _whole(after))
        ],
    }
    return render(request, "assessments/question_compare.html", context)


def _where(path: tuple[str | int, ...]) -> str:
    """Option 2 · Feedback · English, from the place of a difference in a version's content."""
    words: list[str] = []
    for part in path:
        name = word_diff.FIELDS.get(str(part), str(part).replace("_", " "))
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1]} {part}"
        elif name:
            words.append(_(name))
    return " · ".join(words)


def _whole(version: QuestionVersion) -> dict:
    return version.content | {"points": version.points, "difficulty": version.difficulty}


@login_required
@require_safe
def question_similar(request: HttpRequest, key: str) -> HttpResponse:
    found = get_question_for(request.user, key)
    newest = found.versions.order_by("-number").first()
    rows = alike.like(found.key, newest.content["stem"], questions_kept_by(request.user)) if newest else []
    context = {"question": found, "newest": newest, "rows": rows}
    return render(request, "assessments/question_similar.html", context)


@login_required
@require_safe
def questions_similar(request: HttpRequest) -> HttpResponse:
    require_bank(request.user)
    context = {"pairs": alike.pairs(questions_kept_by(request.user))}
    return render(request, "assessments/questions_similar.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_describe(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    if request.method == "POST":
        form = DescribeForm(request.POST)
        if form.is_valid():
            bank.describe(found, **form.cleaned_data, by=request.user, now=now)
            return redirect("assessments:question", found.key)
    else:
        form = DescribeForm(initial=DescribeForm.initial_of(found))
    context = {"form": form, "question": found, "known": shelf.words_in_use(questions_kept_by(request.user))}
    return render(request, "assessments/question_describe.html", context)


@login_required
@require_POST
def question_review(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    form = ReviewForm(request.POST)
    newest = found.versions.order_by("-number").first()
    act = request.POST.get("act", "")
    approved, live = act in {"approve", "approve-live"}, act == "approve-live"
    try:
        if newest is None or not form.is_valid() or request.POST.get("version") != str(newest.number):
            raise BankError(_("A newer version of this question has been written. Please review that one."))
        comment = form.cleaned_data["comment"]
        bank.review_version(newest, approved=approved, comment=comment, by=request.user, now=now, live=live)
    except BankError as refused:
        messages.error(request, str(refused))
    else:
        found.refresh_from_db()
        messages.success(request, _outcome(approved, found))
    return redirect("assessments:question", found.key)


def _outcome(approved: bool, found: Question) -> str:
    if not approved:
        return _("Sent back to the author.")
    if found.status == Question.Status.LIVE:
        return _("Approved: this version is live now.")
    return _("Approved. Put it live when papers should draw it.")


@login_required
@require_POST
def question_retire(request: HttpRequest, key: str) -> HttpResponse:
    """Out of papers drawn from now on, or into them again."""
    now = timezone.now()
    found = get_question_for(request.user, key)
    change = bank.put_live if request.POST.get("act") == "put-live" else bank.retire_question
    try:
        change(found, by=request.user, now=now)
    except BankError as refused:
        messages.error(request, str(refused))
    return redirect("assessments:question", found.key)
