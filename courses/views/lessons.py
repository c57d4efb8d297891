from math import ceil
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.domain import completions
from courses.domain.catalogue import course_outline, courses_for, next_to_read
from courses.domain.course_papers.standing import PaperStanding, of_course
from courses.domain.reading import Reading
from courses.forms import PlaceForm
from courses.permissions import get_course_for, get_lesson_for, get_refresher_for
from people.domain.calendars import today_for
from people.domain.roles import TRAINER, has_role
from people.models import User


@require_safe
@login_required
def catalogue(request: HttpRequest) -> HttpResponse:
    courses = courses_for(request.user, request.LANGUAGE_CODE)
    context = {"courses": courses, "is_trainer": has_role(request.user, TRAINER)}
    return render(request, "courses/catalogue.html", context)


@require_safe
@login_required
def course(request: HttpRequest, key: UUID) -> HttpResponse:
    page = get_course_for(request.user, key, request.LANGUAGE_CODE)
    papers, row = of_course(page, request.user, timezone.now())
    assigned = row if row and not row.met_by_id else None
    in_round = {"round_key": row.round_key} if row else {}
    modules = course_outline(request.user, page, request.LANGUAGE_CODE, tests=papers.tests, **in_round)
    upcoming, paper = next_to_read(modules), papers.next if papers.next and papers.next.may_sit else None
    at_hand = paper.lesson if paper and paper.lesson else upcoming
    unfolded = next((row for row in modules if row.holds(at_hand)), modules[0] if len(modules) == 1 else None)
    context = {"course": page, "modules": modules, "next_lesson": upcoming, "unfolded": unfolded}
    context |= {"papers": papers, "next_paper": paper, "assigned": assigned}
    return render(request, "courses/course.html", context)


@require_safe
@login_required
def lesson_read(request: HttpRequest, lesson: UUID, refresher: str = "") -> HttpResponse:
    """One screen of a lesson, the one the reader was on unless `?screen=` names another."""
    reading = get_reading_for(request.user, lesson, request.LANGUAGE_CODE, refresher)
    if locked := reading.locked:
        context = {"lesson": reading.lesson, "locked": locked, "back": address_back(reading)}
        return render(request, "courses/lesson_locked.html", context, status=403)
    screens = [child.value for child in reading.lesson.body]
    place, furthest = reading.place, reading.furthest
    form = PlaceForm({"screen": request.GET.get("screen", place.screen if place else 1)}, screens=len(screens))
    number = form.cleaned_data["screen"] if form.is_valid() else 1
    number = min(number, furthest)
    context = {
        "reading": reading,
        "lesson": reading.lesson,
        "other_language": reading.lesson.locale.language_code != request.LANGUAGE_CODE,
        "screens": screens,
        "number": number,
        "screen": screens[number - 1],
        "furthest": furthest,
        "next_heading": screens[number]["heading"] if number < len(screens) else "",
        "is_done": reading.is_done,
        "minutes_left": ceil(reading.lesson.minutes * (len(screens) - number + 1) / len(screens)),
        "place_address": address(reading, "progress"),
        "back": address_back(reading),
        "test": _test(reading) if number == len(screens) else None,
    }
    return render(request, "courses/lesson.html", context)


def _test(reading: Reading) -> PaperStanding | None:
    """The test that is offered at the end of the lesson."""
    if not (reading.lesson.paper_key and reading.is_done):
        return None
    papers = reading.papers(timezone.now())
    return papers.tests.get(reading.lesson.translation_key) if papers else None


@require_POST
@login_required
def lesson_progress(request: HttpRequest, lesson: UUID, refresher: str = "") -> HttpResponse:
    """Go to another screen and remember it; past the last screen the lesson is complete."""
    reading = get_reading_for(request.user, lesson, request.LANGUAGE_CODE, refresher)
    if locked := reading.locked:
        raise PermissionDenied(locked)
    screens, now = len(reading.lesson.body), timezone.now()
    form = PlaceForm(request.POST, screens=screens + 1)
    if not form.is_valid():
        return redirect(address(reading, "read"))
    number, was_done = form.cleaned_data["screen"], reading.is_done
    try:
        completed = reading.go_to(number, on=today_for(request.user, now), now=now)
    except completions.ReadingError as refusal:
        messages.info(request, str(refusal))
        return redirect(address(reading, "read"))
    if number <= screens:
        return redirect(f"{address(reading, 'read')}?screen={number}")
    messages.success(request, _("“%(title)s” is read to its end.") % {"title": reading.lesson.title})
    if completed and refresher:
        messages.success(request, _("The course is done. It is on your record."))
        return redirect(address_back(reading))
    return _after_the_end(request, reading, was_done=was_done)


def _after_the_end(request: HttpRequest, reading: Reading, *, was_done: bool) -> HttpResponse:
    """Where somebody goes from the end of a lesson: to its test, where that has just opened, else back."""
    papers = reading.papers(timezone.now())
    test = papers.tests.get(reading.lesson.translation_key) if papers else None
    if test and test.may_sit and not was_done:
        return redirect(f"{address(reading, 'read')}?screen={len(reading.lesson.body)}#test")
    if papers and papers.next and not papers.unread:
        messages.info(request, _("Every lesson is read. Next: %(title)s") % {"title": papers.next.title})
    return redirect(address_back(reading))


def get_reading_for(person: User, lesson: UUID, language: str, refresher: str) -> Reading:
    """404 for a lesson the person may not know of, for a refresher that is not theirs or is done, and for a lesson of
    another course than the refresher's."""
    assignment = get_refresher_for(person, refresher) if refresher else None
    page = get_lesson_for(person, lesson, language)
    if assignment and page.course.key != assignment.course_key:
        raise Http404
    return Reading(person, page, language, assignment)


def address(reading: Reading, step: str) -> str:
    """Where this reading goes on ("read") or is kept ("progress")."""
    keys = {"lesson": reading.lesson.translation_key}
    if reading.refresher:
        return reverse(f"courses:refresher-{step}", kwargs=keys | {"refresher": reading.refresher.key})
    return reverse(f"courses:lesson-{step}", kwargs=keys)


def address_back(reading: Reading) -> str:
    if reading.refresher:
        return reverse("courses:refreshers")
    return reverse("courses:course", args=[reading.lesson.course.translation_key])
