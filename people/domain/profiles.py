from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import access, invitations, journal
from people.domain.notices import notify
from people.models import User


class ProfileError(Refusal):
    pass


def set_language(person: User, language: str) -> None:
    User.objects.filter(pk=person.pk).update(language=language)
    person.language = language


def change(person: User, *, language: str, time_zone: str, now: datetime) -> User:
    """Save what a person may change about themselves; name, number and address are HR's."""
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(language=language, time_zone=time_zone)
        person.refresh_from_db(fields=["language", "time_zone"])
        values = {"language": language, "time_zone": time_zone}
        journal.record("profile-changed", by=person, about=person, subject=person, now=now, values=values)
    return person


def correct(person: User, *, name: str, email: str, by: User, now: datetime) -> User:
    """Correct a name or an e-mail address. Links mailed to the old address stop working; the person is told there.

    Raises ProfileError for oneself, for an account that `by` may not correct, and for the address of one that `by` may
    not reset: a forgotten password's link goes to the address, so whoever sets it holds the account.
    """
    old_address, new_address = person.email, email != person.email
    if person.pk == by.pk:
        raise ProfileError(_("Nobody corrects their own details. Ask a colleague."))
    if not access.may_correct(by, person):
        raise ProfileError(_("You may not correct this account."))
    if new_address and not access.may_reset(by, person):
        raise ProfileError(_("You may not change the e-mail address of this account."))
    with transaction.atomic():
        if new_address:
            invitations.withdraw_all(person, now=now)
        User.objects.filter(pk=person.pk).update(name=name, email=email)
        person.refresh_from_db(fields=["name", "email"])
        values = {"name": name, "email": email}
        event = journal.record("person-corrected", by=by, about=person, subject=person, now=now, values=values)
        if new_address:
            notify(
                person,
                "address-changed",
                dedupe_key=f"address-changed-{event.pk}",
                subject=_("Your e-mail address was changed"),
                body=format_lazy(_("{name} changed it. If you did not ask for this, tell HR."), name=by.name),
                address=old_address,
                now=now,
            )
    return person
