"""Who edits, publishes and reads which figures (RULES 6: HR ladder, uplift and KPI; trainers gates, retakes and
refreshers; QA scoring and coaching; a second person of that role or HR publishes)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from people.models import User
from policies.models import Draft, Edition, Subject

PUBLISH_ANY = "policies.publish_any_figures"
EDIT = {
    Subject.GATES: "policies.edit_training_figures",
    Subject.RETAKES: "policies.edit_training_figures",
    Subject.EXAMS: "policies.edit_training_figures",
    Subject.MENTORING: "policies.edit_training_figures",
    Subject.REFRESHERS: "policies.edit_training_figures",
    Subject.MOCK_CALLS: "policies.edit_quality_figures",
    Subject.COACHING: "policies.edit_quality_figures",
    Subject.LADDER: "policies.edit_people_figures",
    Subject.CERTIFICATES: "policies.edit_people_figures",
    Subject.KPI: "policies.edit_people_figures",
    Subject.ACCOUNTS: "policies.edit_site_figures",
    Subject.SECOND_PERSON: "policies.edit_site_figures",
}


def can_edit(user: User, subject: str) -> bool:
    return user.has_perm(EDIT[Subject(subject)])


def can_publish(user: User, subject: str) -> bool:
    """Whether the person may be the second one; that it is not the author is for the verb to say."""
    return can_edit(user, subject) or user.has_perm(PUBLISH_ANY)


def can_approve_exceptions(user: User) -> bool:
    """Only HR lets through what lies outside the usual range (an uplift outside 10 to 30 %)."""
    return user.has_perm("policies.edit_people_figures")


def can_read(user: User) -> bool:
    return any(user.has_perm(permission) for permission in {*EDIT.values(), PUBLISH_ANY})


def require_reader(user: User) -> None:
    if not can_read(user):
        raise PermissionDenied


def get_edition_for(user: User, key: str) -> Edition:
    require_reader(user)
    return get_object_or_404(Edition.objects.select_related("author", "publisher", "retirement__by"), key=key)


def get_draft_for(user: User, key: str) -> Draft:
    require_reader(user)
    return get_object_or_404(Draft.objects.select_related("author"), key=key)


def require_editor(user: User, subject: str) -> None:
    require_reader(user)
    if not can_edit(user, subject):
        raise PermissionDenied


def require_publisher(user: User, subject: str) -> None:
    require_reader(user)
    if not can_publish(user, subject):
        raise PermissionDenied
