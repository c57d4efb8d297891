from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from certification.domain import awards
from certification.domain import register as listing
from certification.models import Award
from certification.permissions import can_decide, require_register
from kernel.errors import Refusal
from people.domain.calendars import today_for
from people.views.tables import FORMATS, table_response
from policies.domain.editions import figures
from policies.models import Subject

ROWS_A_PAGE = 25


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    require_register(request.user)
    on = today_for(request.user, timezone.now())
    days = figures(Subject.CERTIFICATES, on).renewal_notice_days
    chosen, words = _asked(request)
    found = listing.awards(chosen, words, on=on, within_days=days)
    context = {
        "page": Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "filters": listing.counts(chosen, on=on, within_days=days),
        "chosen": chosen,
        "words": words,
        "query": urlencode({"show": chosen, "q": words}) + "&",
        "days": days,
        "can_decide": can_decide(request.user),
    }
    return render(request, "certification/register.html", context)


@login_required
@require_GET
def register_export(request: HttpRequest, kind: str) -> HttpResponse:
    require_register(request.user)
    if kind not in FORMATS:
        raise Http404
    on = today_for(request.user, timezone.now())
    chosen, words = _asked(request)
    days = figures(Subject.CERTIFICATES, on).renewal_notice_days
    rows = listing.table(listing.awards(chosen, words, on=on, within_days=days))
    return table_response(listing.headers(), rows, f"certificates-{chosen}-{on.isoformat()}", kind)


@login_required
@require_POST
def approve_selected(request: HttpRequest) -> HttpResponse:
    """Each is approved by itself; one that is refused says why and holds up no other."""
    require_register(request.user)
    if not can_decide(request.user):
        raise PermissionDenied
    done = 0
    for award in Award.objects.filter(key__in=request.POST.getlist("award")[:ROWS_A_PAGE]).select_related("person"):
        try:
            awards.approve(award, by=request.user, now=timezone.now())
            done += 1
        except Refusal as refusal:
            messages.error(request, f"{award.person.name}: {refusal}")
    if done:
        words = ngettext("%(done)s certificate approved.", "%(done)s certificates approved.", done)
        messages.success(request, words % {"done": done})
    elif not request.POST.getlist("award"):
        messages.error(request, _("Tick whom you want to approve first."))
    return redirect(reverse("certification:register"))


def _asked(request: HttpRequest) -> tuple[str, str]:
    chosen = request.GET.get("show", listing.DEFAULT)
    return (chosen if chosen in listing.FILTERS else listing.DEFAULT), request.GET.get("q", "").strip()[:80]
