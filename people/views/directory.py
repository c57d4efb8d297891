"""The list of people and the page of one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.domain import access, employment, looks
from people.domain.roles import NAMES
from people.models import Employment, Team, User
from people.permissions import get_person_for, may_see_people, may_see_personal, people_seen_by
from people.views.tables import FORMATS, table_response

ON_A_PAGE = 40


def found_people(request: HttpRequest) -> QuerySet[User]:
    """The people the viewer may see, narrowed by ?q=, ?team=, ?role= and ?left=."""
    query, team, role = (request.GET.get(name, "").strip() for name in ("q", "team", "role"))
    people = people_seen_by(request.user).filter(is_active="left" not in request.GET)
    if query:
        people = people.filter(
            Q(name__icontains=query)
            | Q(staff_number__icontains=query)
            | Q(username__icontains=query)
            | Q(email__icontains=query)
        )
    if team:
        people = people.filter(employments__team__key=team, employments__ended_on=None)
    if role in NAMES:
        people = people.filter(groups__name=role)
    current = Employment.objects.select_related("team").order_by("-started_on")
    return people.distinct().prefetch_related("groups", Prefetch("employments", current))


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    if not may_see_people(request.user):
        raise Http404
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(found_people(request), ON_A_PAGE).get_page(request.GET.get("page"))
    teams = Team.objects.filter(employments__person__in=people_seen_by(request.user)).distinct()
    context = {
        "page": page,
        "teams": teams,
        "roles": NAMES.items(),
        "query": query.urlencode(),
        "left": "left" in query,
    }
    return render(request, "people/people.html", context)


@login_required
@require_safe
def people_export(request: HttpRequest, form: str) -> HttpResponse:
    if not may_see_people(request.user) or form not in FORMATS:
        raise Http404
    headers = [_("Staff number"), _("Name"), _("Team"), _("Job title"), _("Roles"), _("First day"), _("Last day")]
    rows = []
    for person in found_people(request):
        work = next(iter(person.employments.all()), None)
        roles = ", ".join(str(NAMES.get(group.name, group.name)) for group in person.groups.all())
        team = work.team.name if work and work.team else ""
        days = (work.started_on, work.ended_on) if work else (None, None)
        rows.append([person.staff_number, person.name, team, work.job_title if work else "", roles, *days])
    return table_response(headers, rows, f"people-{timezone.localdate()}", form)


@login_required
@require_safe
def person(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key)
    viewer = request.user
    personal = may_see_personal(viewer)
    context = {
        "who": who,
        "roles": who.groups.values_list("name", flat=True),
        "employments": who.employments.select_related("team__site").order_by("-started_on"),
        "absences": who.absences.filter(withdrawn=None).order_by("-first_day"),
        "levels": who.levels_held.order_by("-from_day"),
        "learns_from": who.mentorships_received.select_related("mentor").order_by("-started_on"),
        "mentors": who.mentorships_given.select_related("hire").order_by("-started_on"),
        "leaderships": who.leaderships.select_related("team").order_by("-started_on"),
        "personal": personal,
        "notices": who.notices.all()[:10] if personal else [],
        "self": who == viewer,
        "may_look": looks.may_look(viewer, who),
        "may_reset": access.may_reset(viewer, who),
        "may_correct": access.may_correct(viewer, who) and who.is_active and who != viewer,
        "may_give_roles": bool(employment.may_give(viewer)) and who.is_active and who != viewer,
        "may_take_back": viewer.has_perm("people.manage_employment") and not who.is_active,
        "may_manage": viewer.has_perm("people.manage_employment") and who.is_active and who != viewer,
        "may_recognise": viewer.has_perm("people.recognise_level") and who.is_active and who != viewer,
    }
    return render(request, "people/person.html", context)
