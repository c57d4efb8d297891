"""What HR, trainers and administrators change about a person: each view fetches with permission, calls one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kernel.errors import Refusal
from people.domain import absences, access, calendars, employment, invitations, leaving, levels, profiles
from people.forms import (
    AbsenceForm,
    EditPersonForm,
    LeadForm,
    LeavingForm,
    LevelForm,
    MoveForm,
    RolesForm,
)
from people.models import Absence, Leadership, User
from people.permissions import get_person_for

MANAGE, RECOGNISE, RESET = "people.manage_employment", "people.recognise_level", "people.reset_access"


def change(
    request: HttpRequest,
    who: User,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    words: dict[str, str | Promise],
) -> HttpResponse:
    """One form, one verb: show it, or act and go back to the person; a refusal stands above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("people:person", who.key)
    return render(request, "people/change.html", {"who": who, "form": form, **words})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absence_record(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    now = timezone.now()
    words = {
        "title": _("Record an absence"),
        "lead": _("The days do not count for weeks and due dates. Both days are included."),
        "action": _("Record the absence"),
        "done": _("The absence was recorded."),
    }
    today = calendars.today_for(who, now)
    form = AbsenceForm(request.POST or None, initial={"first_day": today, "last_day": today})
    return change(
        request, who, form, lambda given: absences.record_absence(who, **given, by=request.user, now=now), words
    )


@login_required
@require_POST
def absence_withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    absence = Absence.objects.filter(person=who, pk=pk).first()
    if absence is None:
        raise Http404
    try:
        absences.withdraw_absence(absence, by=request.user, now=timezone.now())
        messages.success(request, _("The absence was withdrawn; its days count again."))
    except Refusal as refusal:
        messages.error(request, refusal)
    return redirect("people:person", who.key)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_leave(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    now = timezone.now()
    words = {
        "title": _("Record leaving"),
        "lead": _(
            "At this moment every session, link, slip, mentorship, role and notice of this person ends. "
            "What was learned and decided stays on record. A return is a new employment."
        ),
        "action": _("Record leaving"),
        "danger": "yes",
        "done": _("The leaving was recorded. Nothing of theirs is open any more."),
    }
    form = LeavingForm(request.POST or None, initial={"on": calendars.today_for(who, now)})
    return change(request, who, form, lambda given: leaving.leave(who, **given, by=request.user, now=now), words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_move(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    words = {
        "title": _("Change team or title"),
        "lead": _("From now on. Leaders of the new team see this person, leaders of the old one no longer do."),
        "action": _("Save the change"),
        "done": _("The change was saved."),
    }
    current = who.employments.filter(ended_on=None).first()
    form = MoveForm(request.POST or None, instance=current)
    now = timezone.now()
    return change(request, who, form, lambda given: employment.move(who, **given, by=request.user, now=now), words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    words = {
        "title": _("Correct name or e-mail"),
        "lead": _("The staff number stays. Links mailed to an old address stop working."),
        "action": _("Save the correction"),
        "done": _("The correction was saved."),
    }
    form = EditPersonForm(request.POST or None, instance=User.objects.get(pk=who.pk))
    now = timezone.now()
    return change(request, who, form, lambda given: profiles.correct(who, **given, by=request.user, now=now), words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def level_recognise(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key, permission=RECOGNISE)
    words = {
        "title": _("Recognise a level"),
        "lead": _("For what was reached before this academy. It is shown as recognised, never as an award of ours."),
        "action": _("Recognise the level"),
        "done": _("The level was recognised."),
    }
    form = LevelForm(request.POST or None)
    now = timezone.now()
    return change(request, who, form, lambda given: levels.recognise(who, **given, by=request.user, now=now), words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_roles(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key)
    givable = employment.may_give(request.user)
    if not givable:
        raise PermissionDenied
    held = set(who.groups.values_list("name", flat=True))
    form = RolesForm(request.POST or None, givable=givable, initial={"roles": list(held)})
    words = {
        "title": _("Roles"),
        "lead": _("A role decides what a person may see and do. Taking one away signs them out everywhere."),
        "action": _("Save the roles"),
        "done": _("The roles were saved."),
    }
    now = timezone.now()

    def act(given: dict[str, Any]) -> object:
        names = set(given["roles"]) | (held - givable)
        return employment.set_roles(who, names=names, by=request.user, now=now)

    return change(request, who, form, act, words)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_lead(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    now = timezone.now()
    words = {
        "title": _("Let this person lead a team"),
        "lead": _("They see the people of that team from now on."),
        "action": _("Save the leadership"),
        "done": _("The leadership was saved."),
    }
    today = calendars.today_for(who, now)
    form = LeadForm(request.POST or None)
    return change(
        request,
        who,
        form,
        lambda given: employment.lead_team(given["team"], who, on=today, by=request.user, now=now),
        words,
    )


@login_required
@require_POST
def leadership_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    leadership = Leadership.objects.filter(leader=who, pk=pk).first()
    if leadership is None:
        raise Http404
    now = timezone.now()
    try:
        employment.end_leadership(leadership, on=calendars.today_for(who, now), by=request.user, now=now)
        messages.success(request, _("The leadership has ended."))
    except Refusal as refusal:
        messages.error(request, refusal)
    return redirect("people:person", who.key)


def join_address() -> str:
    """Where a slip's code is typed."""
    return settings.PUBLIC_URL + reverse("people:invitation-code")


@never_cache
@login_required
@require_POST
def password_reset(request: HttpRequest, key: str) -> HttpResponse:
    """Make the old password useless and show the slip; it is shown this once."""
    who = get_person_for(request.user, key, permission=RESET)
    if not access.may_reset(request.user, who):
        raise PermissionDenied
    slip = access.reset_password(who, by=request.user, now=timezone.now())
    return render(request, "people/slips.html", {"slips": [slip], "join_address": join_address()})


@never_cache
@login_required
@require_POST
def slips(request: HttpRequest) -> HttpResponse:
    """One printable sheet with a new code for each person named; earlier codes and links stop working."""
    made = []
    for key in request.POST.getlist("key"):
        who = get_person_for(request.user, key, permission=RESET)
        if not access.may_reset(request.user, who):
            raise PermissionDenied
        made.append(who)
    now = timezone.now()
    sheet = [invitations.slip(who, by=request.user, now=now) for who in made]
    return render(request, "people/slips.html", {"slips": sheet, "join_address": join_address()})


@login_required
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Mail a link to each person named who has an address."""
    people = [get_person_for(request.user, key, permission=RESET) for key in request.POST.getlist("key")]
    if not all(access.may_reset(request.user, who) for who in people):
        raise PermissionDenied
    now = timezone.now()
    mailed = [invitations.invite(who, by=request.user, now=now) for who in people if who.email]
    messages.success(request, _("%(count)d invitations go out by e-mail.") % {"count": len(mailed)})
    without = [who.name for who in people if not who.email]
    if without:
        names = ", ".join(without)
        messages.warning(request, _("Without an e-mail address, so print a slip: %(names)s") % {"names": names})
    return redirect("people:person", people[0].key) if len(people) == 1 else redirect("people:people")
