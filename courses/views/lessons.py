from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.domain import completions
from courses.domain.catalogue import course_outline, courses_for, next_to_read
from courses.domain.reading import what_opens
from courses.forms import PlaceForm
from courses.models import LessonProgress
from courses.permissions import get_course_for, get_lesson_for
from people.domain.calendars import today_for


@require_safe
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    return render(request, "courses/catalogue.html", {"courses": courses_for(request.user, request.LANGUAGE_CODE)})


@require_safe
@login_required
def course(request: HttpRequest, key: UUID) -> HttpResponse:
    page = get_course_for(request.user, key, request.LANGUAGE_CODE)
    modules = course_outline(request.user, page, request.LANGUAGE_CODE)
    context = {"course": page, "modules": modules, "next_lesson": next_to_read(modules)}
    return render(request, "courses/course.html", context)


@require_safe
@login_required
def lesson_read(request: HttpRequest, key: UUID) -> HttpResponse:
    """One screen of a lesson, the one the reader was on unless `?screen=` names another."""
    lesson = get_lesson_for(request.user, key, request.LANGUAGE_CODE)
    done = completions.completed_lessons(request.user)
    if locked := what_opens(lesson, request.user, request.LANGUAGE_CODE, done=done):
        return render(request, "courses/lesson_locked.html", {"lesson": lesson, "locked": locked}, status=403)
    place = LessonProgress.objects.filter(person=request.user, lesson=key).first()
    screens = [child.value for child in lesson.body]
    form = PlaceForm({"screen": request.GET.get("screen", place.screen if place else 1)}, screens=len(screens))
    number = form.cleaned_data["screen"] if form.is_valid() else 1
    context = {
        "lesson": lesson,
        "other_language": lesson.locale.language_code != request.LANGUAGE_CODE,
        "screens": screens,
        "number": number,
        "screen": screens[number - 1],
        "furthest": max(place.furthest if place else 1, number),
        "next_heading": screens[number]["heading"] if number < len(screens) else "",
        "is_done": key in done,
    }
    return render(request, "courses/lesson.html", context)


@require_POST
@login_required
def lesson_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go to another screen and remember it; past the last screen the lesson is complete."""
    lesson = get_lesson_for(request.user, key, request.LANGUAGE_CODE)
    if locked := what_opens(lesson, request.user, request.LANGUAGE_CODE):
        raise PermissionDenied(locked)
    screens, now = len(lesson.body), timezone.now()
    form = PlaceForm(request.POST, screens=screens + 1)
    if not form.is_valid():
        return redirect("courses:lesson-read", key=key)
    number = form.cleaned_data["screen"]
    try:
        completions.keep_place(request.user, lesson, screen=number, now=now)
    except completions.ReadingError as refusal:
        messages.info(request, str(refusal))
        return redirect("courses:lesson-read", key=key)
    if number > screens:
        completions.complete(request.user, lesson, now=now)
        completions.complete_course(request.user, lesson.course, on=today_for(request.user, now), now=now)
        messages.success(request, _("“%(title)s” is read to its end.") % {"title": lesson.title})
        return HttpResponseRedirect(reverse("courses:course", args=[lesson.course.translation_key]))
    return HttpResponseRedirect(f"{reverse('courses:lesson-read', args=[key])}?screen={number}")
