"""New people and other rows by file: choose, look at every row, confirm; nothing half taken."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from kernel.errors import Refusal
from kernel.tables import FileRefused
from people.domain import imports, intake
from people.domain.calendar_files import CALENDAR
from people.domain.imports import Kind, Scope
from people.domain.levels import LEVELS
from people.forms import PersonForm, UploadForm
from people.models import Site, User
from people.permissions import permitted
from people.views.tables import FORMATS, table_response

LARGEST = 2 * 1024 * 1024
SHOWN_ROWS = 100
EXAMPLES = {
    "intake": ["S-1001", "王小明", "2026-03-02", "Phone one", "", "", "", "", "zh"],
    "levels": ["S-1001", "intermediate", "2025-06-01", "certificate 2025-117"],
    "calendar": ["2026-10-01", "holiday", "国庆节"],
}


@dataclass(frozen=True)
class Page:
    """The words around one kind of import."""

    kind: Kind
    title: Promise
    lead: Promise
    action: Promise


PAGES = {
    "intake": Page(
        intake.INTAKE,
        _("Take in new hires"),
        _("One row a person. Each gets an employment, the role of new hire and a place in the programme."),
        _("Take these people in"),
    ),
    "levels": Page(
        LEVELS,
        _("Recognise levels by file"),
        _("One row a level that somebody reached before this academy. It is marked as recognised."),
        _("Recognise these levels"),
    ),
    "calendar": Page(
        CALENDAR,
        _("Calendar from a file"),
        _("One row a day that differs from the plain week: a holiday, or a weekend day that is worked."),
        _("Write these days"),
    ),
}


def take(request: HttpRequest, name: str, scope: Scope, done: Callable[[list[Any]], HttpResponse]) -> HttpResponse:
    """Show the form, the preview, or take the file in and go where `done` says."""
    page, form, draft, refusal = PAGES[name], UploadForm(), None, ""
    try:
        if "draft" in request.POST:
            draft = imports.carried(page.kind, request.POST["draft"], by=request.user)
            return done(imports.take_in(page.kind, draft, scope, by=request.user, now=timezone.now()))
        if request.method == "POST":
            form = UploadForm(request.POST, request.FILES)
            draft = preview(form, page.kind, scope)
    except Refusal as error:
        refusal, draft = str(error), None
    token = imports.carry(page.kind, draft, by=request.user) if draft and draft.is_sound else ""
    context = {
        "page": page,
        "name": name,
        "form": form,
        "draft": draft,
        "token": token,
        "refusal": refusal,
    }
    if draft:
        columns = page.kind.columns
        titles = {column.title: column.headers for column in columns}
        context["rows"] = [
            (line.number, [(column.headers, line[column.name]) for column in columns])
            for line in draft.lines[:SHOWN_ROWS]
        ]
        context["problems"] = [
            {"row": problem.row, "headers": titles.get(problem.column), "sentence": problem.sentence}
            for problem in draft.problems
        ]
        context["further_rows"] = max(0, len(draft.lines) - SHOWN_ROWS)
        context["headings"] = [column.headers for column in columns]
    return render(request, "people/import.html", context, status=422 if refusal else 200)


def preview(form: UploadForm, kind: Kind, scope: Scope) -> imports.Draft | None:
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise FileRefused(_("The file is larger than 2 MB. Split it into several files."))
    return imports.read(kind, file.read(), file.name, scope)


@permitted("people.add_intake")
@require_http_methods(["GET", "HEAD", "POST"])
def intake_file(request: HttpRequest) -> HttpResponse:
    def done(people: list[User]) -> HttpResponse:
        request.session["taken_in"] = [person.key for person in people]
        return redirect("people:intake-done")

    return take(request, "intake", {}, done)


@permitted("people.add_intake")
@require_safe
def intake_done(request: HttpRequest) -> HttpResponse:
    people = User.objects.filter(key__in=request.session.get("taken_in", []))
    return render(request, "people/intake_done.html", {"people": people, "mailable": people.exclude(email="").count()})


@permitted("people.add_intake")
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, roles=intake.addable_roles(request.user), initial={"role": "hire"})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        new = intake.NewPerson(roles=(given.pop("role"),), **given)
        try:
            person = intake.join(new, by=request.user, now=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session["taken_in"] = [person.key]
            return redirect("people:intake-done")
    return render(request, "people/person_add.html", {"form": form})


@permitted("people.recognise_level")
@require_http_methods(["GET", "HEAD", "POST"])
def levels_file(request: HttpRequest) -> HttpResponse:
    def done(people: list[User]) -> HttpResponse:
        messages.success(request, _("The levels of %(count)d people were recognised.") % {"count": len(people)})
        return redirect("people:people")

    return take(request, "levels", {"by": request.user, "now": timezone.now()}, done)


@permitted("people.edit_calendar")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_file(request: HttpRequest, site: str) -> HttpResponse:
    if not Site.objects.filter(key=site).exists():
        raise Http404

    def done(days: list[date]) -> HttpResponse:
        messages.success(request, _("The days were written. Look at the year, then mark it as complete."))
        return redirect("people:calendar", site, min(days).year)

    return take(request, "calendar", {"site": site}, done)


@login_required
@require_safe
def template(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """An empty table with the right headings in the person's language and one example row."""
    if name not in PAGES or form not in FORMATS:
        raise Http404
    place = 1 if request.LANGUAGE_CODE == "zh-hans" else 0
    headings = [column.headers[place] for column in PAGES[name].kind.columns]
    return table_response(headings, [EXAMPLES[name]], name, form)
