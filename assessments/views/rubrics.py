"""Rubrics for QA: read, write a version, publish another's. Versions never change once written."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import rubric_writing, rubrics
from assessments.domain.rubrics import RubricError
from assessments.models import Rubric
from assessments.permissions import EDIT_RUBRICS, can_see_rubrics, get_rubric_for, get_rubric_to_write


@login_required
@require_safe
def rubrics_list(request: HttpRequest) -> HttpResponse:
    if not can_see_rubrics(request.user):
        raise PermissionDenied
    rows = [
        {"rubric": rubric, "newest": rubric.versions.select_related("author").order_by("-number").first()}
        for rubric in Rubric.objects.select_related("live_version")
    ]
    return render(request, "assessments/rubrics.html", {"rows": rows})


@login_required
@require_safe
def rubric(request: HttpRequest, key: str) -> HttpResponse:
    found = get_rubric_for(request.user, key)
    versions = list(found.versions.select_related("author").order_by("-number"))
    wanted = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == wanted), versions[0])
    waits = shown == versions[0] and shown != found.live_version
    compared = found.live_version if waits else None
    context = {
        "rubric": found,
        "versions": versions,
        "shown": shown,
        "sheet": rubric_writing.rows_of(shown.content),
        "total": rubric_writing.total(shown.content),
        "waits": waits,
        "problems": rubrics.problems(shown.content) if waits else [],
        "changes": rubric_writing.changes(compared.content, shown.content) if compared else [],
        "own": rubrics.has_part(shown, request.user),
        "may_publish": waits and rubrics.may_publish(shown, by=request.user, now=timezone.now()),
        "may_write": request.user.has_perm(EDIT_RUBRICS),
    }
    return render(request, "assessments/rubric.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rubric_write(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_rubric_to_write(request.user, key)
    newest = found.versions.select_related("author").order_by("-number").first()
    if request.method == "POST":
        try:
            content = rubric_writing.content_from(request.POST)
            written = rubrics.write_version(found, content=content, by=request.user, now=now)
        except RubricError as refused:
            messages.error(request, str(refused))
        else:
            _say_written(request, written, newest)
        if request.POST.get("act") == "more":
            return redirect("assessments:rubric-write", found.key)
        return redirect("assessments:rubric", found.key)
    sheet, total = rubric_writing.rows_of(newest.content), rubric_writing.total(newest.content)
    context = {"rubric": found, "newest": newest, "sheet": sheet, "total": total, "levels": rubric_writing.LEVELS}
    return render(request, "assessments/rubric_write.html", context)


def _say_written(request: HttpRequest, written, newest) -> None:
    if request.POST.get("base") == str(newest.number):
        messages.success(request, _("Kept as version %(number)s.") % {"number": written.number})
        return
    messages.warning(
        request,
        _("%(name)s has kept version %(theirs)s meanwhile; yours is version %(yours)s. Both are here: please compare.")
        % {"name": newest.author or _("A colleague"), "theirs": newest.number, "yours": written.number},
    )


@login_required
@require_POST
def rubric_publish(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    found = get_rubric_for(request.user, key)
    wanted = request.POST.get("version", "")
    version = next((version for version in found.versions.all() if str(version.number) == wanted), None)
    try:
        if version is None:
            raise RubricError(_("A newer version of this rubric has been written. Please look at that one."))
        rubrics.publish(version, by=request.user, now=now)
    except RubricError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Published. Scoring starts with this version from now on."))
    return redirect("assessments:rubric", found.key)
