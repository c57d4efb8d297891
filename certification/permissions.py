"""Who sees and decides awards and certificates. A decision is HR's; one's own papers are one's own."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from certification.models import Award, Certificate
from people.models import User


def can_decide(user: User) -> bool:
    return user.has_perm("certification.decide_award")


def can_see_all(user: User) -> bool:
    return user.has_perm("certification.see_award")


def require_register(user: User) -> None:
    if not can_see_all(user):
        raise PermissionDenied


def get_award_for(user: User, key: str, *, to_decide: bool = False) -> Award:
    """404 for who may not know of it; 403 for who sees it but does not decide."""
    found = Award.objects.filter(key=key).select_related("person", "edition").first()
    if found is None or not can_see_all(user):
        raise Http404
    if to_decide and not can_decide(user):
        raise PermissionDenied
    return found


def certificates_for(user: User) -> QuerySet[Certificate]:
    mine = Q() if can_see_all(user) else Q(award__person=user)
    return Certificate.objects.filter(mine).select_related("award__person", "award__edition", "superseded_by")


def get_certificate_for(user: User, key: str) -> Certificate:
    found = certificates_for(user).filter(key=key).first()
    if found is None:
        raise Http404
    return found
