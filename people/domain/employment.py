"""Team, title and roles of someone who works here, and who leads which team."""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import calendars, journal, roles, sessions
from people.models import Employment, Leadership, Team, User

# HR gives every role but its own and the administrator's: separation of duties.
HR_GIVES = frozenset(roles.ROLES) - {roles.HR, roles.ADMINISTRATOR}


class EmploymentError(Refusal):
    pass


def move(person: User, *, team: Team | None, job_title: str, shift: str, by: User, now: datetime) -> Employment:
    """Change team, job title or shift from now on; what it was stays in the journal. Raises EmploymentError."""
    if person.pk == by.pk:
        raise EmploymentError(_("Nobody moves themselves. Ask a colleague."))
    with transaction.atomic():
        employment = person.employments.select_related("team").filter(ended_on=None).first()
        if employment is None:
            raise EmploymentError(_("%(name)s does not work here now.") % {"name": person.name})
        before = [employment.team.key if employment.team else "", employment.job_title, employment.shift]
        after = [team.key if team else "", job_title, shift]
        Employment.objects.filter(pk=employment.pk).update(team=team, job_title=job_title, shift=shift)
        journal.record(
            "person-moved", by=by, about=employment, subject=person, now=now, values={"from": before, "to": after}
        )
    employment.refresh_from_db()
    return employment


def may_give(by: User) -> frozenset[str]:
    """The roles that this person may give and take."""
    if roles.has_role(by, roles.ADMINISTRATOR):
        return frozenset(roles.ROLES)
    return HR_GIVES if roles.has_role(by, roles.HR) else frozenset()


def set_roles(person: User, *, names: set[str], by: User, now: datetime) -> User:
    """Give the person exactly these roles. A role taken away ends their sessions, so that nothing half-open goes on.

    Raises EmploymentError for oneself, somebody who left, or a role beyond one's own reach, and RoleError for the last
    administrator.
    """
    if person.pk == by.pk:
        raise EmploymentError(_("Nobody gives themselves a role. Ask a colleague."))
    if not User.objects.filter(pk=person.pk, is_active=True).exists():
        raise EmploymentError(_("%(name)s does not work here now.") % {"name": person.name})
    with transaction.atomic():
        held = set(person.groups.values_list("name", flat=True))
        changed = held ^ names
        if not changed:
            return person
        if not changed <= may_give(by) or (held - may_give(by) and by_hr_only(by)):
            raise EmploymentError(_("You may not give or take that role. Ask the administrator."))
        if roles.ADMINISTRATOR in held - names:
            roles.refuse_without_administrator(person)
        person.groups.set(Group.objects.filter(name__in=names))
        if held - names:
            sessions.end_all(person, now=now)
        values = {"given": sorted(names - held), "taken": sorted(held - names)}
        journal.record("roles-changed", by=by, about=person, subject=person, now=now, values=values)
    return person


def set_roles_within_reach(person: User, *, roles: Iterable[str], by: User, now: datetime) -> User:
    """Give these roles and take the others, as far as `by` may; a role beyond their reach stays as it is."""
    held = set(person.groups.values_list("name", flat=True))
    return set_roles(person, names=set(roles) | (held - may_give(by)), by=by, now=now)


def by_hr_only(by: User) -> bool:
    return not roles.has_role(by, roles.ADMINISTRATOR)


def lead_team(leader: User, *, team: Team, by: User, now: datetime) -> Leadership:
    """Let the person lead the team from today. Raises EmploymentError when they do already or have no leader's role."""
    if leader.pk == by.pk:
        raise EmploymentError(_("Nobody makes themselves leader. Ask a colleague."))
    if not roles.has_role(leader, roles.LEADER):
        raise EmploymentError(_("Give %(name)s the role of team leader first.") % {"name": leader.name})
    on = calendars.today_for(leader, now)
    try:
        with transaction.atomic():
            leadership = Leadership.objects.create(team=team, leader=leader, started_on=on)
            values = {"team": team.key, "on": on}
            journal.record("leadership-opened", by=by, about=leadership, subject=leader, now=now, values=values)
    except IntegrityError as error:
        raise EmploymentError(_("%(name)s already leads this team.") % {"name": leader.name}) from error
    return leadership


def end_leadership(leadership: Leadership, *, on: date, by: User, now: datetime) -> Leadership:
    """The team has this leader until `on`; their view of it ends at once."""
    with transaction.atomic():
        last_day = max(on, leadership.started_on)
        if Leadership.objects.filter(pk=leadership.pk, ended_on=None).update(ended_on=last_day) != 1:
            raise EmploymentError(_("This leadership has already ended."))
        leadership.refresh_from_db()
        journal.record("leadership-ended", by=by, about=leadership, subject=leadership.leader, now=now)
    return leadership
