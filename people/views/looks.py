"""Looking as a learner: the start with its reason, and the stop that stands on every page meanwhile."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.domain import looks
from people.forms import LookForm
from people.permissions import get_person_for

SESSION = "looking"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def look_as(request: HttpRequest, key: str) -> HttpResponse:
    who = get_person_for(request.user, key)
    if not looks.may_look(request.user, who):
        raise PermissionDenied
    form = LookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            looking = looks.start(who, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except looks.LookError as refused:
            form.add_error(None, refused)
        else:
            request.session[SESSION] = looking.key
            return redirect("dashboard:home")
    return render(request, "people/look_as.html", {"who": who, "form": form, "minutes": looks.LASTS.seconds // 60})


@login_required
@require_POST
def look_stop(request: HttpRequest) -> HttpResponse:
    """Back to one's own pages."""
    looking = getattr(request, "looking", None)
    if looking is None:
        return redirect("dashboard:home")
    looks.stop(looking, by=request.user, now=timezone.now())
    request.session.pop(SESSION, None)
    messages.success(request, _("You see your own pages again."))
    return redirect("people:person", looking.subject.key)
