from datetime import datetime

from django.db import transaction

from people.domain import invitations, journal
from people.models import User


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
    """HR corrects a name or an e-mail address. Links mailed to the old address stop working."""
    with transaction.atomic():
        if email != person.email:
            invitations.withdraw_all(person, now=now)
        User.objects.filter(pk=person.pk).update(name=name, email=email)
        person.refresh_from_db(fields=["name", "email"])
        values = {"name": name, "email": email}
        journal.record("person-corrected", by=by, about=person, subject=person, now=now, values=values)
    return person
