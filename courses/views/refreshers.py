from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain import completions
from courses.domain import refreshers as domain
from courses.domain.outline import course_in, lessons_of
from courses.forms import PlaceForm, RefresherForm
from courses.models import Refresher
from courses.permissions import get_lesson_for, get_refresher_for, require_trainer
from people.domain.calendars import today_for


@require_safe
@login_required
def refreshers(request: HttpRequest) -> HttpResponse:
    """What has been assigned to me, why, and by when; what I have done stays below."""
    rows = Refresher.objects.filter(person=request.user, withdrawn=None).select_related("met_by")
    today = today_for(request.user, timezone.now())
    lines = [_line(row, request, today) for row in rows]
    context = {
        "open": [line for line in lines if not line["row"].met_by],
        "met": [line for line in lines if line["row"].met_by],
    }
    return render(request, "courses/refreshers.html", context)


def _line(row: Refresher, request: HttpRequest, today) -> dict[str, object]:
    course = course_in(row.course_key, request.LANGUAGE_CODE)
    done = completions.completed_lessons(request.user, round_key=domain.round_key(row))
    lessons = lessons_of(row.course_key, request.LANGUAGE_CODE)
    return {
        "row": row,
        "title": course.title if course else row.course_key,
        "because": domain.explain(row),
        "lessons": [(lesson, lesson.translation_key in done) for lesson in lessons],
        "state": "overdue" if row.due_on < today else "due",
    }


@require_safe
@login_required
def refresher_lesson(request: HttpRequest, key: str, lesson_key: UUID) -> HttpResponse:
    """A lesson read again for a refresher; its place is the address, for nothing else is asked."""
    refresher = get_refresher_for(request.user, key)
    lesson = get_lesson_for(request.user, lesson_key, request.LANGUAGE_CODE)
    screens = [child.value for child in lesson.body]
    form = PlaceForm({"screen": request.GET.get("screen", 1)}, screens=len(screens))
    number = form.cleaned_data["screen"] if form.is_valid() else 1
    context = {
        "refresher": refresher,
        "lesson": lesson,
        "other_language": lesson.locale.language_code != request.LANGUAGE_CODE,
        "screens": screens,
        "number": number,
        "screen": screens[number - 1],
        "furthest": number,
        "next_heading": screens[number]["heading"] if number < len(screens) else "",
    }
    return render(request, "courses/lesson.html", context)


@require_POST
@login_required
def refresher_place(request: HttpRequest, key: str, lesson_key: UUID) -> HttpResponse:
    refresher, now = get_refresher_for(request.user, key), timezone.now()
    lesson = get_lesson_for(request.user, lesson_key, request.LANGUAGE_CODE)
    form = PlaceForm(request.POST, screens=len(lesson.body) + 1)
    number = form.cleaned_data["screen"] if form.is_valid() else 1
    if number <= len(lesson.body):
        address = reverse("courses:refresher-lesson", args=[key, lesson_key])
        return HttpResponseRedirect(f"{address}?screen={number}")
    completions.complete(request.user, lesson, now=now, round_key=domain.round_key(refresher))
    try:
        domain.meet(refresher, title=lesson.course.title, on=today_for(request.user, now), now=now)
        messages.success(request, _("The refresher is done. It is on your record."))
    except domain.RefresherError as refusal:
        messages.info(request, str(refusal))
    return redirect("courses:refreshers")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refresher_assign(request: HttpRequest) -> HttpResponse:
    require_trainer(request.user)
    form, now = RefresherForm(request.POST or None, language=request.LANGUAGE_CODE), timezone.now()
    if form.is_valid():
        values = form.cleaned_data
        cause = f"{request.user.key}:{values['course_key']}:{values['due_on']}"
        made = domain.assign(
            values["person"],
            course_key=values["course_key"],
            rule=domain.BY_HAND,
            cause_key=cause,
            due_on=values["due_on"],
            by=request.user,
            now=now,
        )
        text = _("The refresher is assigned.") if made else _("It was already assigned; nothing was changed.")
        messages.success(request, text)
        return redirect("courses:refresher-assign")
    return render(request, "courses/refresher_assign.html", {"form": form})
