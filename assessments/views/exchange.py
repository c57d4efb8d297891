"""Files of questions in and out for trainers: look at every question and confirm; see what is lost."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.domain import exports, sheet_words, uploads
from assessments.domain.bank import BankError
from assessments.exchange_forms import ExportForm, ImportForm
from assessments.exchange_rows import losses_in_words, rows_of
from assessments.models import QuestionUpload
from assessments.permissions import banks_kept_by, require_bank, through_door
from assessments.tasks import take_in_questions
from kernel.jobs.queueing import queue

ROWS = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions_import(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require_bank(request.user)
    form = ImportForm(request.POST or None, request.FILES or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file")
        try:
            kept = uploads.keep(**given, filename=file.name, content=file.read(), by=request.user, now=now)
        except BankError as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("assessments:questions-upload", kept.key)
    return render(request, "assessments/questions_import.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions_upload(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    upload = _own(request, key)
    if request.method == "POST":
        return _confirmed(request, upload, now)
    if not uploads.is_open(upload, now):
        return render(request, "assessments/questions_upload_done.html", {"upload": upload})
    plan = uploads.look(upload)
    context = {
        "upload": upload,
        "plan": plan,
        "problems": losses_in_words(plan.problems),
        "page": Paginator(rows_of(plan), ROWS).get_page(request.GET.get("page")),
        "there": len(plan.lines) - len(plan.new),
    }
    return render(request, "assessments/questions_upload.html", context)


def _own(request: HttpRequest, key: str) -> QuestionUpload:
    """One's own file, while one keeps the bank."""
    mine = QuestionUpload.objects.select_related("bank", "by").filter(by=request.user)
    return through_door(request.user, mine.filter(key=key, bank__in=banks_kept_by(request.user)).first())


def _confirmed(request: HttpRequest, upload: QuestionUpload, now) -> HttpResponse:
    try:
        uploads.confirm(upload, leave_out="leave-out" in request.POST, now=now)
    except BankError as refused:
        messages.error(request, str(refused))
        return redirect("assessments:questions-import")
    if len(upload.content) > uploads.AT_ONCE:
        queue(take_in_questions, upload.pk)
        return redirect("assessments:questions-upload", upload.key)
    uploads.finish(upload, now=now)
    upload.refresh_from_db()
    if upload.state == QuestionUpload.State.DONE:
        words = ngettext("%(count)d question is in the bank.", "%(count)d questions are in the bank.", upload.taken)
        messages.success(request, words % {"count": upload.taken})
    return redirect("assessments:questions-upload", upload.key)


@login_required
@require_safe
def questions_template(request: HttpRequest) -> HttpResponse:
    require_bank(request.user)
    return HttpResponse(sheet_words.template(), headers=_headers("questions-template.xlsx", exports.XLSX))


@login_required
@require_safe
def questions_file(request: HttpRequest) -> HttpResponseBase:
    """Choose bank and format and see what is lost; with `take` the file itself."""
    require_bank(request.user)
    form = ExportForm(request.GET or None, by=request.user)
    context = {"form": form}
    if form.is_valid():
        bank, name = form.cleaned_data["bank"], form.cleaned_data["form"]
        questions, language = exports.of_bank(bank), form.cleaned_data["language"] or "en"
        if "take" in request.GET:
            shape, pieces = exports.FORMATS[name], exports.pieces(questions, name, language=language)
            return StreamingHttpResponse(pieces, headers=_headers(f"{bank.key}.{shape.ending}", shape.media_type))
        made = exports.report(questions, name, language=language)
        losses = losses_in_words(made.losses)
        context |= {"made": made, "bank": bank, "page": Paginator(losses, ROWS).get_page(request.GET.get("page"))}
        context |= {"query": request.GET.urlencode(), "shape": exports.FORMATS[name]}
    elif "take" in request.GET:
        raise Http404(_("There is no such file."))
    return render(request, "assessments/questions_file.html", context)


def _headers(name: str, media_type: str) -> dict[str, str]:
    sent_as = {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{name}"'}
    return sent_as | {"Cache-Control": "private, no-store"}
