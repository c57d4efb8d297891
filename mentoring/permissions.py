"""Who may see and do what in mentoring. 404 where a person may not know that it exists."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from mentoring.models import CheckIn, CoachingPlan
from people.models import Mentorship, User
from people.permissions import leads, mentors

CONFIRM_PAIRING = "mentoring.confirm_pairing"
GIVE_SIGN_OFF = "mentoring.give_sign_off"
COACH = "mentoring.coach"


def require(user: User, permission: str) -> None:
    if not user.has_perm(permission):
        raise PermissionDenied


def get_check_in_for(user: User, key: str) -> CheckIn:
    """A check-in of one's own hire."""
    found = CheckIn.objects.filter(key=key, mentorship__mentor=user).select_related("mentorship__hire").first()
    if found is None:
        raise Http404
    return found


def can_see_sign_off(user: User, hire: User) -> bool:
    return user.pk == hire.pk or mentors(user, hire) or user.has_perm(CONFIRM_PAIRING)


def get_hire_for_sign_off(user: User, key: str) -> User:
    """A hire with a mentor, for the hire, the mentor and trainers."""
    hire = User.objects.filter(key=key).first()
    if hire is None or not can_see_sign_off(user, hire):
        raise Http404
    if not Mentorship.objects.filter(hire=hire).exists():
        raise Http404
    return hire


def can_see_plan(user: User, plan: CoachingPlan) -> bool:
    """The person, QA, the mentor, the leader."""
    return user.pk == plan.person_id or user.has_perm(COACH) or mentors(user, plan.person) or leads(user, plan.person)


def get_plan_for(user: User, key: str) -> CoachingPlan:
    plan = CoachingPlan.objects.filter(key=key).select_related("person", "owner", "closed_by").first()
    if plan is None or not can_see_plan(user, plan):
        raise Http404
    return plan
