"""A trainer's pairings: the proposal, the queue, confirming and choosing otherwise."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kernel.errors import Refusal
from mentoring.domain import overview, pairing
from mentoring.forms import OverrideForm
from mentoring.models import PairingProposal
from mentoring.permissions import CONFIRM_PAIRING, require
from people.domain.calendars import today_for
from policies.domain.editions import figures


@login_required
@require_safe
def pairing_list(request: HttpRequest) -> HttpResponse:
    require(request.user, CONFIRM_PAIRING)
    return _page(request, today_for(request.user, timezone.now()))


def _page(request: HttpRequest, on: date, form: OverrideForm | None = None) -> HttpResponse:
    waiting = pairing.waiting(on)
    proposals = overview.proposals()
    proposed = {proposal.hire_id for proposal in (row.proposal for row in proposals)}
    mentors = overview.mentors(on)
    free = [row.person for row in mentors if row.fit and row.free]
    context = {
        "waiting": overview.queue(waiting),
        "proposals": proposals,
        "unproposed": [person for person in waiting if person.pk not in proposed],
        "mentors": mentors,
        "per_mentor": figures("mentoring", on).hires_per_mentor,
        "places": sum(row.free for row in mentors if row.fit),
        "form": form or OverrideForm(hires=waiting, mentors=free),
        "today": on,
    }
    return render(request, "mentoring/pairings.html", context)


@login_required
@require_POST
def pairing_propose(request: HttpRequest) -> HttpResponse:
    require(request.user, CONFIRM_PAIRING)
    now = timezone.now()
    made = len(pairing.propose(on=today_for(request.user, now), now=now))
    if made:
        messages.success(request, ngettext("%(n)s pair proposed.", "%(n)s pairs proposed.", made) % {"n": made})
    else:
        messages.info(request, _("Nobody could be paired: no hire waits, or no mentor has a place free."))
    return redirect("mentoring:pairings")


@login_required
@require_POST
def pairing_confirm(request: HttpRequest, key: str) -> HttpResponse:
    require(request.user, CONFIRM_PAIRING)
    proposal = get_object_or_404(PairingProposal.objects.select_related("hire", "mentor"), key=key)
    try:
        pairing.confirm(proposal, by=request.user, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(mentor)s now mentors %(hire)s.") % {"mentor": proposal.mentor, "hire": proposal.hire}
        )
    return redirect("mentoring:pairings")


@login_required
@require_POST
def pairing_override(request: HttpRequest) -> HttpResponse:
    require(request.user, CONFIRM_PAIRING)
    now = timezone.now()
    on = today_for(request.user, now)
    # Everyone who may be thought of, so that a third hire is refused by the verb, in words.
    form = OverrideForm(request.POST, hires=pairing.waiting(on), mentors=[row.person for row in overview.mentors(on)])
    if not form.is_valid():
        return _page(request, on, form)
    chosen = form.cleaned_data
    try:
        pairing.override(chosen["hire"], chosen["mentor"], reason=chosen["reason"], by=request.user, now=now)
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("%(mentor)s now mentors %(hire)s.") % {"mentor": chosen["mentor"], "hire": chosen["hire"]}
        )
    return redirect("mentoring:pairings")
