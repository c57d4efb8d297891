"""What HR and administrators change about a person: one view, and a table of what it may show and do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kernel.errors import Refusal
from people import forms as ours
from people.domain import absences, access, calendars, employment, intake, leaving, levels, profiles, returning
from people.models import Absence, Leadership, User
from people.permissions import get_person_for

MANAGE, RECOGNISE = "people.manage_employment", "people.recognise_level"


@dataclass(frozen=True)
class Asking:
    """Whom a change is about, who makes it and when: what a form is built from."""

    who: User
    by: User
    now: datetime
    sent: Any

    @property
    def today(self) -> date:
        return calendars.today_for(self.who, self.now)


@dataclass(frozen=True)
class Change:
    """One form and one verb, called as `verb(who, **cleaned, by=…, now=…)`, with the words around them."""

    title: Promise
    lead: Promise
    action: Promise
    done: Promise
    form: Callable[[Asking], forms.BaseForm]
    verb: Callable[..., object]
    permission: str = MANAGE
    danger: bool = False


def edit_form(asking: Asking) -> forms.BaseForm:
    if not access.may_correct(asking.by, asking.who):
        raise PermissionDenied
    return ours.EditPersonForm(asking.sent, instance=User.objects.get(pk=asking.who.pk))


def roles_form(asking: Asking) -> forms.BaseForm:
    givable = employment.may_give(asking.by)
    if not givable:
        raise PermissionDenied
    held = list(asking.who.groups.values_list("name", flat=True))
    return ours.RolesForm(asking.sent, givable=givable, initial={"roles": held})


CHANGES = {
    "absence": Change(
        _("Record an absence"),
        _("The days do not count for weeks and due dates. Both days are included."),
        _("Record the absence"),
        _("The absence was recorded."),
        lambda asking: ours.AbsenceForm(asking.sent, initial={"first_day": asking.today, "last_day": asking.today}),
        absences.record_absence,
    ),
    "leaving": Change(
        _("Record leaving"),
        _(
            "At this moment every session, link, slip, mentorship, role and notice of this person ends. "
            "What was learned and decided stays on record. A return is a new employment."
        ),
        _("Record leaving"),
        _("The leaving was recorded. Nothing of theirs is open any more."),
        lambda asking: ours.LeavingForm(asking.sent, initial={"on": asking.today}),
        leaving.leave,
        danger=True,
    ),
    "return": Change(
        _("Record a return"),
        _("A new employment begins. The old password stays dead: hand over a slip or mail a link afterwards."),
        _("Record the return"),
        _("The return was recorded. Now give them a way in."),
        lambda asking: ours.ReturnForm(
            asking.sent, roles=intake.addable_roles(asking.by), initial={"started_on": asking.today}
        ),
        returning.come_back,
    ),
    "move": Change(
        _("Change team or title"),
        _("From now on. Leaders of the new team see this person, leaders of the old one no longer do."),
        _("Save the change"),
        _("The change was saved."),
        lambda asking: ours.MoveForm(asking.sent, instance=asking.who.employments.filter(ended_on=None).first()),
        employment.move,
    ),
    "edit": Change(
        _("Correct name or e-mail"),
        _("The staff number stays. Links mailed to an old address stop working."),
        _("Save the correction"),
        _("The correction was saved."),
        edit_form,
        profiles.correct,
        permission="",
    ),
    "level": Change(
        _("Recognise a level"),
        _("For what was reached before this academy. It is shown as recognised, never as an award of ours."),
        _("Recognise the level"),
        _("The level was recognised."),
        lambda asking: ours.LevelForm(asking.sent),
        levels.recognise,
        permission=RECOGNISE,
    ),
    "roles": Change(
        _("Roles"),
        _("A role decides what a person may see and do. Taking one away signs them out everywhere."),
        _("Save the roles"),
        _("The roles were saved."),
        roles_form,
        employment.set_roles_within_reach,
        permission="",
    ),
    "lead": Change(
        _("Let this person lead a team"),
        _("They see the people of that team from now on."),
        _("Save the leadership"),
        _("The leadership was saved."),
        lambda asking: ours.LeadForm(asking.sent),
        employment.lead_team,
    ),
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_change(request: HttpRequest, key: str, change: str) -> HttpResponse:
    """Show the form, or act and go back to the person; a refusal stands above the form."""
    asked = CHANGES[change]
    who = get_person_for(request.user, key, permission=asked.permission)
    now = timezone.now()
    form = asked.form(Asking(who, request.user, now, request.POST or None))
    if request.method == "POST" and form.is_valid():
        try:
            asked.verb(who, **form.cleaned_data, by=request.user, now=now)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, asked.done)
            return redirect("people:person", who.key)
    return render(request, "people/change.html", {"who": who, "form": form, "change": asked})


@login_required
@require_POST
def absence_withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    absence = Absence.objects.filter(person=who, pk=pk).first()
    if absence is None:
        raise Http404
    now = timezone.now()
    done = _("The absence was withdrawn; its days count again.")
    return say(request, who, lambda: absences.withdraw_absence(absence, by=request.user, now=now), done)


@login_required
@require_POST
def leadership_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    who = get_person_for(request.user, key, permission=MANAGE)
    leadership = Leadership.objects.filter(leader=who, pk=pk).first()
    if leadership is None:
        raise Http404
    now = timezone.now()
    on = calendars.today_for(who, now)
    done = _("The leadership has ended.")
    return say(request, who, lambda: employment.end_leadership(leadership, on=on, by=request.user, now=now), done)


def say(request: HttpRequest, who: User, act: Callable[[], object], done: Promise) -> HttpResponse:
    """Act and go back to the person, with what was done or why it was not."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal)
    else:
        messages.success(request, done)
    return redirect("people:person", who.key)
