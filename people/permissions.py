"""Who answers for whom, who may see whom. One question each."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from people.models import Leadership, Mentorship, Notice, User

# They see everybody: they take in, train or administer across teams. Leaders see their own teams, others nobody.
SEE_ALL = ("hr", "trainer", "administrator")
# Reasons of absence and leaving, addresses and notices are personal: HR's alone.
SEE_PERSONAL = ("hr",)


def leads(leader: User, person: User) -> bool:
    """Whether the person works, now, in a team that this leader leads, now."""
    return Leadership.objects.filter(
        leader=leader,
        ended_on=None,
        team__employments__person=person,
        team__employments__ended_on=None,
    ).exists()


def mentors(mentor: User, hire: User) -> bool:
    return Mentorship.objects.filter(mentor=mentor, hire=hire, ended_on=None).exists()


def people_led_by(leader: User) -> QuerySet[User]:
    return User.objects.filter(
        pk__in=Leadership.objects.filter(
            leader=leader, ended_on=None, team__employments__ended_on=None, team__employments__person__is_active=True
        ).values("team__employments__person")
    )


def people_seen_by(viewer: User) -> QuerySet[User]:
    """Everybody for HR, trainers and administrators; for a leader the own team; for others nobody."""
    if is_one_of(viewer, *SEE_ALL):
        return User.objects.all()
    if is_one_of(viewer, "leader"):
        return people_led_by(viewer)
    return User.objects.none()


def is_one_of(person: User, *roles: str) -> bool:
    return person.is_active and person.groups.filter(name__in=roles).exists()


def may_see_people(viewer: User) -> bool:
    return is_one_of(viewer, "leader", *SEE_ALL)


def may_see_personal(viewer: User) -> bool:
    return is_one_of(viewer, *SEE_PERSONAL)


def get_person_for(viewer: User, key: str, *, permission: str = "") -> User:
    """The person, if the viewer may see them (else 404) and holds the permission asked for (else 403)."""
    person = people_seen_by(viewer).filter(key=key).first()
    if person is None:
        raise Http404
    if permission and not viewer.has_perm(permission):
        raise PermissionDenied
    return person


def get_notice_for(person: User, key: str) -> Notice:
    notice = person.notices.filter(withdrawn_at=None, key=key).first()
    if notice is None:
        raise Http404
    return notice


def permitted(permission: str) -> Callable:
    """Sign-in first, then the permission or 403: for pages that are no secret but not everybody's."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate
