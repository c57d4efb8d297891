"""Ways in that HR, trainers and administrators hand over: slips, mailed links, a reset."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from people.domain import access, invitations
from people.permissions import get_person_for

RESET = "people.reset_access"


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
