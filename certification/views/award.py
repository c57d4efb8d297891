from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from certification.domain import awards, certificates
from certification.domain.keeping import verdicts
from certification.forms import DecisionForm, ReasonForm, RevokeForm
from certification.models import Award
from certification.permissions import can_decide, get_award_for
from kernel.errors import Refusal
from people.domain.calendars import today_for
from people.models import User


@login_required
@require_GET
def award_page(request: HttpRequest, key: str) -> HttpResponse:
    award = get_award_for(request.user, key)
    on = today_for(request.user, timezone.now())
    issued = award.certificates.select_related("award__person", "superseded_by").order_by("-pk")
    context = {
        "award": award,
        "verdicts": verdicts(award.verdict),
        "figures": list(award.figures.items()),
        "graders": User.objects.filter(key__in=award.graders),
        "decisions": award.decisions.select_related("by"),
        "statuses": [certificates.status(certificate, on) for certificate in issued],
        "can_decide": can_decide(request.user) and award.person_id != request.user.pk,
        "is_own": award.person_id == request.user.pk,
        "is_open": award.state in (Award.State.ELIGIBLE, Award.State.REVIEWED),
        "needs_two": award.kind in awards.TWO_PEOPLE,
        "decision_form": DecisionForm(auto_id="approve_%s"),
        "decline_form": ReasonForm(auto_id="decline_%s"),
        "revoke_form": RevokeForm(auto_id="revoke_%s"),
        "reissue_form": ReasonForm(auto_id="reissue_%s"),
    }
    return render(request, "certification/award.html", context)


@login_required
@require_POST
def award_review(request: HttpRequest, key: str) -> HttpResponse:
    return _decided(request, key, awards.review, DecisionForm, _("Reviewed. Another HR person approves."))


@login_required
@require_POST
def award_approve(request: HttpRequest, key: str) -> HttpResponse:
    return _decided(request, key, awards.approve, DecisionForm, _("Approved. The certificate is being printed."))


@login_required
@require_POST
def award_decline(request: HttpRequest, key: str) -> HttpResponse:
    return _decided(request, key, awards.decline, ReasonForm, _("Declined. The person reads your reason."))


@login_required
@require_POST
def award_revoke(request: HttpRequest, key: str) -> HttpResponse:
    return _decided(request, key, awards.revoke, RevokeForm, _("Revoked. Every check says so from now on."))


@login_required
@require_POST
def award_reissue(request: HttpRequest, key: str) -> HttpResponse:
    return _decided(request, key, awards.reissue, ReasonForm, _("Issued anew. The old number is superseded."))


def _decided(
    request: HttpRequest, key: str, verb: Callable[..., object], form_class: type[Form], done: str
) -> HttpResponse:
    award = get_award_for(request.user, key, to_decide=True)
    form = form_class(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("certification:award", award.key)
    try:
        verb(award, **form.cleaned_data, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("certification:award", award.key)
