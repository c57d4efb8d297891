"""Coaching plans: the list, one plan, writing, following and closing it."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kernel.errors import Refusal
from mentoring.domain import coaching
from mentoring.forms import FollowUpForm, PlanForm
from mentoring.models import CoachingFollowUp, CoachingPlan
from mentoring.permissions import COACH, get_plan_for
from people.domain.calendars import today_for
from people.domain.roles import LEADER, MENTOR, has_role
from people.models import Mentorship
from people.permissions import mentors, people_led_by
from policies.domain.editions import figures


def plans_for(user):
    """QA sees every plan, a leader the team's, a mentor the hires', everyone their own."""
    newest = CoachingFollowUp.objects.filter(plan=OuterRef("pk")).order_by("-held_on", "-pk")
    found = CoachingPlan.objects.select_related("person", "owner").annotate(
        last_held=newest.values("held_on")[:1], planned=newest.values("next_on")[:1]
    )
    if user.has_perm(COACH):
        return found
    # Subqueries, never joins: whoever changed mentors has several mentorships and still stands here once.
    hires = Mentorship.objects.filter(mentor=user, ended_on=None).values("hire")
    return found.filter(Q(person=user) | Q(person__in=hires) | Q(person__in=people_led_by(user)))


@login_required
@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    on = today_for(request.user, timezone.now())
    plans = plans_for(request.user)
    if not plans and not (request.user.has_perm(COACH) or has_role(request.user, LEADER, MENTOR)):
        raise PermissionDenied
    rows = [
        {
            "plan": plan,
            "due": (due := coaching.follow_up_due(plan, plan.last_held, plan.planned)),
            "is_late": due < on,
            "closing": coaching.closing(plan, on),
        }
        for plan in plans.filter(state=CoachingPlan.State.OPEN).order_by("opened_at")
    ]
    closed = plans.filter(state=CoachingPlan.State.CLOSED).order_by("-closed_at")[:20]
    context = {"rows": rows, "closed": closed, "today": on, "mark": figures("mock_calls", on).coaching_mark}
    return render(request, "mentoring/plans.html", context)


@login_required
@require_safe
def plan(request: HttpRequest, key: str) -> HttpResponse:
    row = get_plan_for(request.user, key)
    return _page(request, row)


def _page(request: HttpRequest, row: CoachingPlan, **forms) -> HttpResponse:
    on = today_for(request.user, timezone.now())
    is_open = row.state == CoachingPlan.State.OPEN
    writes = is_open and request.user.has_perm(COACH) and request.user.pk != row.person_id
    texts = {"goals": row.goals, "script_wording": row.script_wording, "process_drill": row.process_drill}
    context = {
        "plan": row,
        "own": request.user.pk == row.person_id,
        "is_open": is_open,
        "writes": writes,
        "follows": is_open and (writes or mentors(request.user, row.person)),
        "causes": row.causes.order_by("added_at"),
        "follow_ups": row.follow_ups.select_related("by"),
        "closing": coaching.closing(row, on),
        "calls": coaching.closing_calls(row),
        "plan_form": forms.get("plan_form") or PlanForm(initial=texts),
        "follow_up_form": forms.get("follow_up_form")
        or FollowUpForm(initial=FollowUpForm.opening(on, coaching.latest_follow_up(on))),
    }
    return render(request, "mentoring/plan.html", context)


def _do(request: HttpRequest, row: CoachingPlan, verb: Callable[[], object], done: str) -> HttpResponse:
    try:
        verb()
    except Refusal as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("mentoring:coaching-plan", row.key)


@login_required
@require_POST
def plan_write(request: HttpRequest, key: str) -> HttpResponse:
    row = get_plan_for(request.user, key)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, row, plan_form=form)
    now = timezone.now()
    return _do(
        request, row, lambda: coaching.write(row, **form.cleaned_data, by=request.user, now=now), _("Plan saved.")
    )


@login_required
@require_POST
def plan_follow_up(request: HttpRequest, key: str) -> HttpResponse:
    row = get_plan_for(request.user, key)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _page(request, row, follow_up_form=form)
    now = timezone.now()
    return _do(
        request,
        row,
        lambda: coaching.follow_up(row, **form.cleaned_data, by=request.user, now=now),
        _("Follow-up saved."),
    )


@login_required
@require_POST
def plan_close(request: HttpRequest, key: str) -> HttpResponse:
    row, now = get_plan_for(request.user, key), timezone.now()
    return _do(request, row, lambda: coaching.close(row, by=request.user, now=now), _("The coaching plan is closed."))
