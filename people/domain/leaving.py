"""Leaving ends everything at once: sessions, links, mentorships, leaderships, roles and notices (hazard 8)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import calendars, invitations, journal, sessions
from people.domain.employment import end_leadership
from people.domain.mentorships import end_mentorship
from people.domain.roles import ADMINISTRATOR, refuse_without_administrator
from people.models import Employment, Leadership, Mentorship, User
from people.signals import person_left


class LeavingError(Refusal):
    pass


def leave(person: User, *, on: date, reason: str, by: User, now: datetime) -> User:
    """Record that `on` was the person's last day. From this moment no session, link, slip or notice of theirs works;
    history stays. Who leaves before the first day came has that day as the last. Sends person_left.

    Raises LeavingError for oneself or a day to come, and RoleError for the last administrator.
    """
    with transaction.atomic():
        employment = refuse_odd_leaving(person, on=on, by=by, now=now)
        on = max(on, employment.started_on) if employment else on
        if User.objects.filter(pk=person.pk, is_active=True).update(is_active=False) != 1:
            raise LeavingError(_("%(name)s has already left.") % {"name": person.name})
        if employment:
            Employment.objects.filter(pk=employment.pk).update(ended_on=on, leaving_reason=reason)
        held = sorted(person.groups.values_list("name", flat=True))
        end_ties(person, on=on, by=by, now=now)
        values = {"on": on, "reason": reason, "roles": held}
        journal.record("person-left", by=by, about=person, subject=person, now=now, values=values)
        person.refresh_from_db()
        person_left.send(User, person=person, on=on, by=by, now=now)
    return person


def refuse_odd_leaving(person: User, *, on: date, by: User, now: datetime) -> Employment | None:
    if person.pk == by.pk:
        raise LeavingError(_("Nobody records their own leaving. Ask a colleague."))
    today = calendars.today_for(person, now)
    if on > today:
        raise LeavingError(_("Record the leaving on the last day or after it: everything ends at that moment."))
    if person.groups.filter(name=ADMINISTRATOR).exists():
        refuse_without_administrator(person)
    employment = person.employments.filter(ended_on=None).first()
    if employment and on < employment.started_on <= today:
        raise LeavingError(_("The last day lies before the first day of work. Nothing was changed."))
    return employment


def end_ties(person: User, *, on: date, by: User, now: datetime) -> None:
    invitations.withdraw_all(person, now=now)
    sessions.end_all(person, now=now)
    for mentorship in Mentorship.objects.filter(Q(mentor=person) | Q(hire=person), ended_on=None):
        end_mentorship(mentorship, on=on, reason="left", by=by, now=now)
    for leadership in Leadership.objects.filter(leader=person, ended_on=None):
        end_leadership(leadership, on=on, by=by, now=now)
    person.notices.filter(withdrawn_at=None).update(withdrawn_at=now)
    person.groups.clear()
