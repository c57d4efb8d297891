"""Company, sites, departments, business lines and teams: one list, one form."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from people.domain import organisation as verbs
from people.forms import ORGANISATION_FORMS, CompanyForm
from people.models import BusinessLine, Company, Department, Site, Team
from people.permissions import permitted

TITLES = {
    "team": _("Team"),
    "site": _("Site"),
    "department": _("Department"),
    "business-line": _("Business line"),
}


def may_organise(request: HttpRequest) -> bool:
    """HR, who moves people, and the administrator, who sets the site up."""
    return request.user.has_perm("people.manage_employment") or request.user.has_perm("people.run_site")


@login_required
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    if not may_organise(request):
        raise PermissionDenied
    context = {
        "teams": Team.objects.select_related("site", "department", "business_line"),
        "sites": Site.objects.all(),
        "departments": Department.objects.all(),
        "lines": BusinessLine.objects.all(),
    }
    return render(request, "people/organisation.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: HttpRequest, kind: str, key: str = "") -> HttpResponse:
    """Add a row of this kind, or change the one with this key."""
    if kind not in ORGANISATION_FORMS:
        raise Http404
    if not may_organise(request):
        raise PermissionDenied
    row = verbs.KINDS[kind].objects.filter(key=key).first() if key else None
    if key and row is None:
        raise Http404
    form = ORGANISATION_FORMS[kind](request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        verbs.save(form.save(commit=False), by=request.user, now=timezone.now())
        messages.success(request, _("“%(name)s” was saved.") % {"name": form.instance.name})
        return redirect("people:organisation")
    return render(request, "people/organisation_edit.html", {"form": form, "kind": TITLES[kind], "row": row})


@permitted("people.run_site")
@require_http_methods(["GET", "HEAD", "POST"])
def company(request: HttpRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None, instance=Company.current())
    if request.method == "POST" and form.is_valid():
        verbs.save(form.save(commit=False), by=request.user, now=timezone.now())
        messages.success(request, _("“%(name)s” was saved.") % {"name": form.instance.name})
        return redirect("people:organisation")
    return render(request, "people/organisation_edit.html", {"form": form, "kind": _("Company"), "row": form.instance})
