"""Ways in without a password: a mailed link or the one-time code of a printed slip; single use, with an end."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.keys import as_typed, one_time_code, random_key
from people.domain import journal, sessions, throttle
from people.models import Invitation, User

# A forgotten password is asked for by whoever stands before the screen, so its link lives shorter than an invitation.
FORGOTTEN_HOURS = 24


class InvitationError(Refusal):
    pass


@dataclass(frozen=True)
class Slip:
    """What is printed for one person. The code is known only now; the database keeps a hash."""

    person: User
    code: str
    expires: datetime


def invite(person: User, *, by: User, now: datetime, purpose: str = Invitation.Purpose.JOIN) -> Invitation:
    """Send the person a link by e-mail; earlier ways in stop working. Raises InvitationError without an address."""
    if not person.email:
        raise InvitationError(_("%(name)s has no e-mail address. Print a slip instead.") % {"name": person.name})
    with transaction.atomic():
        invitation = open_way(person, by=by, now=now, purpose=purpose, by_mail=True)
        journal.record("person-invited", by=by, about=invitation, subject=person, now=now, values={"way": "mail"})
    return invitation


def slip(person: User, *, by: User, now: datetime, purpose: str = Invitation.Purpose.JOIN) -> Slip:
    """Make a one-time code for the person's printed slip; earlier ways in stop working."""
    code = one_time_code()
    with transaction.atomic():
        invitation = open_way(person, by=by, now=now, purpose=purpose, code_hash=hash_of_code(code))
        journal.record("person-invited", by=by, about=invitation, subject=person, now=now, values={"way": "slip"})
    return Slip(person, code, invitation.expires)


def open_way(person: User, *, by: User | None, now: datetime, purpose: str, **fields: object) -> Invitation:
    if not person.is_active:
        raise InvitationError(_("%(name)s no longer works here.") % {"name": person.name})
    withdraw_all(person, now=now)
    key = random_key()
    forgotten = purpose == Invitation.Purpose.FORGOTTEN
    life = timedelta(hours=FORGOTTEN_HOURS) if forgotten else timedelta(days=throttle.limits().invitation_days)
    return Invitation.objects.create(
        key=key,
        person=person,
        purpose=purpose,
        token_hash=hash_of_token(token_of(key)),
        invited_by=by,
        created=now,
        expires=now + life,
        **fields,
    )


def forgotten(person: User, *, now: datetime) -> Invitation:
    """Mail a link for a new password; the old password stays valid until the link is used."""
    with transaction.atomic():
        invitation = open_way(person, by=None, now=now, purpose=Invitation.Purpose.FORGOTTEN, by_mail=True)
        journal.record("password-link-asked", by=None, about=invitation, subject=person, now=now)
    return invitation


def withdraw_all(person: User, *, now: datetime) -> int:
    return person.invitations.filter(used=None, withdrawn=None).update(withdrawn=now)


def token_of(key: str) -> str:
    return salted_hmac("people.invitation", key, algorithm="sha256").hexdigest()


def hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_of_code(code: str) -> str:
    # Keyed, since a code is short enough to be searched for in a stolen table.
    return throttle.keyed("code", as_typed(code))


def link_of(invitation: Invitation) -> str:
    return reverse("people:invitation-accept", args=[token_of(invitation.key)])


def usable(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(used=None, withdrawn=None, expires__gt=now, person__is_active=True).select_related(
        "person"
    )


def by_token(token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link. Raises InvitationError, the same for unknown, used, withdrawn and past ones."""
    return found(usable(now).filter(token_hash=hash_of_token(token)).first())


def by_code(code: str, *, now: datetime) -> Invitation:
    return found(usable(now).filter(code_hash=hash_of_code(code)).first())


def found(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise InvitationError(
            _(
                "This link or code does not work any more: it was used, replaced or is too old. "
                "Ask HR or your trainer for a new one."
            )
        )
    return invitation


def accept(invitation: Invitation, *, password: str, now: datetime) -> User:
    """Set the person's own password and use the invitation up; sessions and other ways in end.

    Raises InvitationError when it was used meanwhile or the password is too weak (in words).
    """
    person = invitation.person
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvitationError(" ".join(error.messages)) from error
    with transaction.atomic():
        if usable(now).filter(pk=invitation.pk).update(used=now) != 1:
            found(None)
        person.set_password(password)
        person.save(update_fields=["password"])
        withdraw_all(person, now=now)
        sessions.end_all(person, now=now)
        journal.record("password-set", by=person, about=invitation, subject=person, now=now)
    return person


MAILS_A_ROUND = 200


def mail_unsent(now: datetime, *, send: Callable[[Invitation, str], None]) -> tuple[int, int]:
    """Mail the links that are still to be mailed; (sent, failed). Rechecked at the moment of sending (hazard 20)."""
    sent = failed = 0
    waiting = usable(now).filter(by_mail=True, mailed_at=None)
    for invitation in waiting.order_by("pk")[:MAILS_A_ROUND]:
        if waiting.filter(pk=invitation.pk).update(mailed_at=now) != 1:
            continue
        try:
            send(invitation, settings.PUBLIC_URL + link_of(invitation))
        except OSError:
            Invitation.objects.filter(pk=invitation.pk).update(mailed_at=None)
            failed += 1
        else:
            sent += 1
    return sent, failed
