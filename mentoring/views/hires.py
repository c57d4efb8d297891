"""A mentor's hires: check-ins and the sign-off with its evidence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kernel.errors import Refusal
from kernel.verdict import all_met
from mentoring.domain import check_ins, overview, reviews, sign_offs
from mentoring.forms import CheckInForm, SignOffForm
from mentoring.models import CheckIn
from mentoring.permissions import GIVE_SIGN_OFF, get_check_in_for, get_hire_for_sign_off, require
from people.domain.calendars import today_for
from people.permissions import mentors


@login_required
@require_safe
def check_in_list(request: HttpRequest) -> HttpResponse:
    require(request.user, GIVE_SIGN_OFF)
    on = today_for(request.user, timezone.now())
    rows = overview.hires_of(request.user, on)
    held = CheckIn.objects.filter(mentorship__mentor=request.user, held_on__isnull=False)
    held = held.select_related("mentorship__hire").order_by("-held_on", "-pk")[:20]
    return render(request, "mentoring/hires.html", {"rows": rows, "held": held, "today": on})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    row = get_check_in_for(request.user, key)
    on = today_for(request.user, now)
    form = CheckInForm(request.POST or None, initial={"held_on": on})
    if request.method == "POST" and form.is_valid():
        try:
            planned = check_ins.hold(row, **form.cleaned_data, by=request.user, now=now)
        except Refusal as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. The next check-in is planned.") if planned else _("Saved."))
            return redirect("mentoring:check-ins")
    before = row.mentorship.check_ins.filter(held_on__isnull=False).order_by("-held_on")[:5]
    context = {"check_in": row, "form": form, "before": before, "today": on}
    return render(request, "mentoring/check_in.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: HttpRequest, key: str) -> HttpResponse:
    now = timezone.now()
    hire = get_hire_for_sign_off(request.user, key)
    form = SignOffForm(request.POST or None)
    if request.method == "POST":
        if not mentors(request.user, hire):
            raise PermissionDenied
        if form.is_valid():
            try:
                sign_offs.give(hire, by=request.user, note=form.cleaned_data["note"], now=now)
            except Refusal as refused:
                messages.error(request, str(refused))
            else:
                messages.success(request, _("Signed off."))
            return redirect("mentoring:sign-off", hire.key)
    parts = sign_offs.readiness(hire, today_for(hire, now))
    context = {
        "hire": hire,
        "parts": parts,
        "is_ready": all_met(parts),
        "reviews": reviews.standing_reviews(hire),
        "given": sign_offs.standing_sign_off(hire),
        "asked": sign_offs.of_this_employment().filter(hire=hire, given_at=None).first(),
        "is_mentor": mentors(request.user, hire),
        "own": request.user.pk == hire.pk,
        "held": sign_offs.held_check_ins(hire).order_by("-held_on"),
        "form": form,
    }
    return render(request, "mentoring/sign_off.html", context)


@login_required
@require_POST
def sign_off_ask(request: HttpRequest, key: str) -> HttpResponse:
    hire = get_hire_for_sign_off(request.user, key)
    if hire.pk != request.user.pk:
        raise PermissionDenied
    try:
        sign_offs.request(hire, now=timezone.now())
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Your mentor has been told."))
    return redirect("mentoring:sign-off", hire.key)
