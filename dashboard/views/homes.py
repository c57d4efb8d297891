from collections.abc import Callable
from datetime import date, datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.domain import tables
from dashboard.domain.homes import administrator, hr, leader, learner, mentor, qa, supervisor, trainer
from dashboard.domain.own_refreshers import own_refreshers
from dashboard.domain.rooms import rooms_of
from people.domain.calendars import today_for
from people.models import User
from people.views.tables import FORMATS, table_response
from policies.domain.editions import read_once

HOMES: dict[str, tuple[str, Callable[[User, datetime, date], object]]] = {
    "hire": ("learner", learner.facts),
    "agent": ("learner", learner.facts),
    "mentor": ("mentor", mentor.facts),
    "trainer": ("trainer", trainer.facts),
    "qa": ("qa", qa.facts),
    "leader": ("leader", leader.facts),
    "hr": ("hr", hr.facts),
    "supervisor": ("supervisor", supervisor.facts),
    "administrator": ("administrator", administrator.facts),
}


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """The home of the most senior role; the others by ?as=role, only those the person holds."""
    rooms = rooms_of(request.user)
    role = request.GET.get("as", rooms[0].role)
    if role not in {room.role for room in rooms}:
        raise Http404
    name, facts = HOMES[role]
    now = timezone.now()
    on = today_for(request.user, now)
    with read_once(on):
        context = {"home": facts(request.user, now, on), "own": own_refreshers(request.user, on, now)}
    context |= {"rooms": rooms, "role": role, "now": now}
    return render(request, f"dashboard/home_{name}.html", context)


@require_safe
@login_required
def export(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """A table of a home as CSV or XLSX, for whoever has that home."""
    wanted = tables.TABLES.get(table)
    if wanted is None or form not in FORMATS or not wanted.roles & {room.role for room in rooms_of(request.user)}:
        raise Http404
    headers, rows = wanted.rows(request.user, timezone.now())
    return table_response(headers, rows, f"{table}-{timezone.localdate()}", form)
