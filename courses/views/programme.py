from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain import enrolments as domain
from courses.domain import go_live, week_path
from courses.domain.weeks import weeks_of
from courses.forms import EnrolForm
from courses.models import Enrolment
from courses.permissions import get_enrolment_for, own_enrolment, require_trainer
from people.domain.calendars import today_for

ENROLMENTS_A_PAGE = 25


@require_safe
@login_required
def programme(request: HttpRequest, key: str = "") -> HttpResponse:
    """One person's way through the weeks: their own, or someone's they answer for."""
    enrolment = get_enrolment_for(request.user, key) if key else own_enrolment(request.user)
    if enrolment is None:
        return render(request, "courses/programme_none.html")
    now = timezone.now()
    on = today_for(enrolment.person, now)
    context = {
        "enrolment": enrolment,
        "title": week_path.title(enrolment.programme, request.LANGUAGE_CODE),
        "stations": week_path.path(enrolment, now),
        "weeks": weeks_of(enrolment, now, request.LANGUAGE_CODE),
        "readiness": go_live.readiness(enrolment, on),
        "day_number": week_path.day_number(enrolment, on),
    }
    return render(request, "courses/programme.html", context)


@require_safe
@login_required
def enrolments(request: HttpRequest) -> HttpResponse:
    require_trainer(request.user)
    query = request.GET.get("q", "").strip()[:60]
    rows = Enrolment.objects.select_related("person", "programme").order_by("state", "-started_on", "person__name")
    if query:
        rows = rows.filter(person__name__icontains=query) | rows.filter(person__staff_number__icontains=query)
    page = Paginator(rows, ENROLMENTS_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    lines = [(row, week_path.path(row, now) if row.state == Enrolment.State.ACTIVE else []) for row in page]
    context = {"page": page, "lines": lines, "query": query, "query_string": urlencode({"q": query}) + "&"}
    return render(request, "courses/enrolments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrol(request: HttpRequest) -> HttpResponse:
    require_trainer(request.user)
    form = EnrolForm(request.POST or None)
    if form.is_valid():
        try:
            row = domain.enrol(
                form.cleaned_data["person"],
                form.cleaned_data["programme"],
                started_on=form.cleaned_data["started_on"],
                by=request.user,
                now=timezone.now(),
            )
        except domain.EnrolmentError as refusal:
            form.add_error("person", str(refusal))
        else:
            messages.success(request, _("%(name)s is enrolled.") % {"name": row.person.name})
            return redirect("courses:enrolments")
    return render(request, "courses/enrol.html", {"form": form})
