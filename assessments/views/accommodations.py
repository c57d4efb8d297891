"""Extra time: who has it, why, who granted it; grant and withdraw."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain import accommodations as extra_time
from assessments.domain.accommodations import AccommodationError
from assessments.forms import AccommodationForm, ReasonForm
from assessments.models import Accommodation
from assessments.permissions import GRANT_ACCOMMODATION, get_accommodation_for, require


@login_required
@require_safe
def accommodations(request: HttpRequest) -> HttpResponse:
    require(request.user, GRANT_ACCOMMODATION)
    rows = Accommodation.objects.select_related("person", "paper", "granted_by", "withdrawn_by").order_by("-granted_at")
    context = {
        "standing": [row for row in rows if row.withdrawn is None],
        "past": [row for row in rows if row.withdrawn is not None],
        "form": ReasonForm(),
    }
    return render(request, "assessments/accommodations.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accommodation_grant(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    require(request.user, GRANT_ACCOMMODATION)
    form = AccommodationForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            extra_time.grant(**form.cleaned_data, by=request.user, now=now)
        except AccommodationError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Granted. It counts from now on, also in an exam that is running."))
            return redirect("assessments:accommodations")
    return render(request, "assessments/accommodation_grant.html", {"form": form})


@login_required
@require_POST
def accommodation_withdraw(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    accommodation = get_accommodation_for(request.user, key)
    form = ReasonForm(request.POST)
    form.is_valid()
    try:
        extra_time.withdraw(accommodation, reason=form.cleaned_data.get("reason", ""), by=request.user, now=now)
    except AccommodationError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Withdrawn. Exams started from now on have their normal time."))
    return redirect("assessments:accommodations")
