"""The pictures and sounds of questions: for the bank's keepers, and for whoever sits or sat the question."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.domain import files
from assessments.domain.file_reading import may_read
from assessments.domain.files import FileError
from assessments.forms import QuestionFileForm
from assessments.models import QuestionFile
from assessments.permissions import get_question_for
from content.domain.serving import asked_range, guarded


@login_required
@require_safe
def question_file(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    file = QuestionFile.objects.select_related("question").filter(key=key).first()
    if file is None:
        raise Http404
    if not may_read(file, by=request.user, now=now):
        get_question_for(request.user, file.question.key)
    return _served(request, file)


def _served(request: HttpRequest, file: QuestionFile) -> HttpResponse:
    """The bytes as what they were found to be, whole or the range that a player asks for."""
    content = bytes(file.content)
    span = asked_range(request.headers.get("Range", ""), len(content))
    if span is None:
        response = HttpResponse(content, content_type=file.kind)
    elif not span:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    else:
        response = HttpResponse(content[span.start : span.stop], status=206, content_type=file.kind)
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{len(content)}"
    # The author's name for it may say too much.
    guarded(response, f"{file.key}.{file.kind.partition('/')[2]}")
    # What may be seen depends on the moment (hazard 30), and a shared computer keeps nothing of an exam.
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def question_file_add(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_question_for(request.user, key)
    form = QuestionFileForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise FileError(_("Choose a picture or a sound first."))
        given = form.cleaned_data["file"]
        if given.size > files.LARGEST_SOUND:
            raise files.too_large(files.LARGEST_SOUND)
        added = files.add_file(found, name=given.name, content=given.read(), by=request.user, now=now)
    except FileError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Kept as %(name)s.") % {"name": added.name})
    return redirect("assessments:question", found.key)
