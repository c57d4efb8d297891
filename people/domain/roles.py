"""Roles are groups; this table is the only place that says which permission a role has. Upper apps' permissions are
named as text, so nothing is imported upwards. `sync_roles` makes the database agree; unknown names stop it."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.models import User


class RoleError(Refusal):
    pass


HIRE, AGENT, MENTOR, TRAINER, QA = "hire", "agent", "mentor", "trainer", "qa"
LEADER, HR, SUPERVISOR, ADMINISTRATOR = "leader", "hr", "supervisor", "administrator"

NAMES = {
    HIRE: _("new hire"),
    AGENT: _("agent"),
    MENTOR: _("mentor"),
    TRAINER: _("trainer"),
    QA: _("QA specialist"),
    LEADER: _("team leader"),
    HR: _("HR"),
    SUPERVISOR: _("supervisor"),
    ADMINISTRATOR: _("administrator"),
}

ROLES: dict[str, frozenset[str]] = {
    HIRE: frozenset(),
    AGENT: frozenset(),
    MENTOR: frozenset({"mentoring.give_sign_off"}),
    TRAINER: frozenset(
        {
            "people.add_intake",
            "people.reset_access",
            "wagtailadmin.access_admin",
            "simple_translation.submit_translation",
            "policies.edit_training_figures",
            "assessments.edit_bank",
            "assessments.grant_accommodation",
            "assessments.release_retake",
            "assessments.score_practical",
            "mentoring.confirm_pairing",
        }
    ),
    QA: frozenset(
        {
            "policies.edit_quality_figures",
            "assessments.edit_rubrics",
            "assessments.score_practical",
            "mentoring.coach",
            "simulations.score_calls",
            "simulations.decide_disputes",
        }
    ),
    LEADER: frozenset(),
    HR: frozenset(
        {
            "people.add_intake",
            "people.reset_access",
            "people.manage_employment",
            "people.recognise_level",
            "people.edit_calendar",
            "policies.edit_people_figures",
            "policies.publish_any_figures",
            "certification.decide_award",
            "certification.see_award",
            "assessments.grant_accommodation",
        }
    ),
    SUPERVISOR: frozenset(),
    ADMINISTRATOR: frozenset(
        {
            "people.run_site",
            "people.edit_calendar",
            "people.reset_access",
            "people.add_intake",
            "people.check_journal",
            "policies.edit_site_figures",
        }
    ),
}


@transaction.atomic
def sync_roles() -> None:
    """Make the groups agree with ROLES: missing made, foreign ones (Wagtail's defaults among them) deleted."""
    known = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    for name, wanted in ROLES.items():
        unknown = sorted(wanted - known.keys())
        if unknown:
            raise LookupError(f"Role {name} names permissions that no app declares: {', '.join(unknown)}.")
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set([known[codename] for codename in wanted])
    Group.objects.exclude(name__in=ROLES).delete()


def give_role(person: User, *roles: str) -> None:
    person.groups.add(*Group.objects.filter(name__in=roles))


def has_role(person: User, *roles: str) -> bool:
    """Whether the person has any of the roles now (read afresh, so that a withdrawn role ends at the next request)."""
    return person.is_active and person.groups.filter(name__in=roles).exists()


def refuse_without_administrator(person: User) -> None:
    """Raises RoleError when nobody else can sign in as administrator; called in the transaction that takes the role.

    Who never accepted an invitation does not count. Two who would each leave the other behind wait for one another.
    """
    Group.objects.select_for_update().get(name=ADMINISTRATOR)
    able = User.objects.filter(is_active=True, groups__name=ADMINISTRATOR)
    if not able.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(pk=person.pk).exists():
        raise RoleError(_("This is the last administrator. Give the role to somebody else first."))
