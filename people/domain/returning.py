"""Somebody who left comes back: a new employment, the old staff number, nothing of the old rights."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import calendars, journal
from people.domain.intake import addable_roles
from people.domain.roles import HIRE, give_role
from people.models import Employment, Team, User
from people.signals import person_joined


class ReturnError(Refusal):
    pass


def come_back(
    person: User, *, started_on: date, team: Team | None, role: str, job_title: str, shift: str, by: User, now: datetime
) -> User:
    """Open a new employment from `started_on`; a new hire is announced and starts the programme anew.

    They cannot sign in before they accept an invitation: the old password is gone. Raises ReturnError for somebody
    who never left, a first day not after the last one worked, or a role that `by` may not give.
    """
    refuse_odd_return(person, started_on=started_on, role=role, by=by, now=now)
    with transaction.atomic():
        if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True) != 1:
            raise ReturnError(_("%(name)s works here already.") % {"name": person.name})
        person.refresh_from_db()
        person.set_unusable_password()
        person.save(update_fields=["password"])
        person.groups.clear()
        give_role(person, role)
        Employment.objects.create(person=person, team=team, job_title=job_title, shift=shift, started_on=started_on)
        values = {"started_on": started_on, "roles": [role]}
        journal.record("person-returned", by=by, about=person, subject=person, now=now, values=values)
        if role == HIRE:
            person_joined.send(User, person=person, started_on=started_on, by=by, now=now)
    return person


def refuse_odd_return(person: User, *, started_on: date, role: str, by: User, now: datetime) -> None:
    if role not in addable_roles(by):
        raise ReturnError(_("You may not add somebody with that role."))
    earlier = person.employments.filter(ended_on__gte=started_on)
    if started_on >= calendars.today_for(person, now):
        # Who was recorded as never coming has the planned day alone, and may come on it after all.
        earlier = earlier.exclude(started_on=started_on, ended_on=started_on)
    if earlier.exists():
        raise ReturnError(_("The first day lies before the end of the last employment. Nothing was changed."))


def since_return(rows: QuerySet, *, day: str, person: str = "person") -> QuerySet:
    """Without what lies before the first day of somebody who left and came back: old evidence opens nothing.

    `day` and `person` name the fields of `rows`; whoever never left keeps everything.
    """
    periods = Employment.objects.filter(person=OuterRef(person))
    left = periods.filter(ended_on__isnull=False)
    back = periods.filter(ended_on=None, started_on__gt=OuterRef(day))
    return rows.filter(~(Exists(left) & Exists(back)))


def return_key(person: User) -> str:
    """What is given once in each employment is unique by this: empty in the first, then the first day of the new."""
    periods = person.employments.order_by("started_on", "pk").values_list("started_on", "ended_on")
    if len(periods) < 2 or periods[len(periods) - 1][1]:
        return ""
    return f"return:{periods[len(periods) - 1][0]}"
