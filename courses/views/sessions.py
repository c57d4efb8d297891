from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.domain import sessions as domain
from courses.forms import SessionForm
from courses.models import Attendance, ClassroomSession
from courses.permissions import get_session_for, require_trainer
from people.models import User

SESSIONS_SHOWN = 50


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    require_trainer(request.user)
    came = Q(attendances__was_present=True, attendances__superseded_by=None)
    rows = ClassroomSession.objects.annotate(present=Count("attendances", filter=came))
    rows = list(rows.order_by("-starts")[:SESSIONS_SHOWN])
    now = timezone.now()
    context = {
        "coming": sorted((row for row in rows if row.starts > now and not row.cancelled), key=lambda row: row.starts),
        "past": [row for row in rows if row.starts <= now or row.cancelled],
    }
    return render(request, "courses/sessions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def session_plan(request: HttpRequest) -> HttpResponse:
    require_trainer(request.user)
    form = SessionForm(request.POST or None, zone=request.user.zone)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in form.fields if name not in ("day", "time")}
        try:
            planned = domain.plan(**values, starts=form.starts(), by=request.user, now=timezone.now())
        except domain.SessionError as refusal:
            form.add_error("day", str(refusal))
        else:
            return redirect("courses:session", key=planned.key)
    return render(request, "courses/session_plan.html", {"form": form})


@require_safe
@login_required
def session(request: HttpRequest, key: str) -> HttpResponse:
    """Who was to come, and who was there."""
    row = get_session_for(request.user, key)
    marks = {mark.person_id: mark for mark in Attendance.objects.filter(session=row, superseded_by=None)}
    people = {person.pk: person for person in domain.expected(row)}
    people |= {person.pk: person for person in User.objects.filter(pk__in=marks)}
    rows = [(person, marks.get(pk)) for pk, person in people.items()]
    context = {
        "session": row,
        "rows": rows,
        "begun": row.starts <= timezone.now() and not row.cancelled,
        "unmarked": sum(mark is None for _person, mark in rows),
        "may_cancel": not marks and not row.cancelled,
    }
    return render(request, "courses/session.html", context)


@require_POST
@login_required
def attendance(request: HttpRequest, key: str) -> HttpResponse:
    """One line of the list, `person` and `present`; or everyone still unmarked as present."""
    row, now = get_session_for(request.user, key), timezone.now()
    chosen = request.POST.get("person")
    people = [get_object_or_404(User, key=chosen)] if chosen else domain.unmarked(row)
    try:
        for person in people:
            domain.mark_attendance(
                row, person, was_present=request.POST.get("present") != "no", by=request.user, now=now
            )
    except domain.SessionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Attendance is marked."))
    return redirect("courses:session", key=key)


@require_POST
@login_required
def session_cancel(request: HttpRequest, key: str) -> HttpResponse:
    row = get_session_for(request.user, key)
    try:
        domain.cancel(row, by=request.user, now=timezone.now())
    except domain.SessionError as refusal:
        messages.error(request, str(refusal))
        return redirect("courses:session", key=key)
    messages.success(request, _("The session is called off. Everyone expected has been told."))
    return redirect("courses:sessions")
