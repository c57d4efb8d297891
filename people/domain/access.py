"""Signing in, and changing or resetting a password."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import invitations, journal, roles, sessions, throttle
from people.domain.invitations import Slip
from people.models import Invitation, User


class AccessError(Refusal):
    pass


class WrongPasswordError(AccessError):
    """The current password was not right."""


def identify(typed: str) -> User | None:
    """Who is meant by a staff number, a user name or an e-mail address, in any case."""
    name = typed.strip()
    if not name:
        return None
    # One query whoever is meant, so that an unknown name asks no more of the database than a known one (hazard 17).
    means = Q(staff_number__iexact=name) | Q(username__iexact=name) | Q(email__iexact=name)
    found = list(User.objects.filter(means).order_by()[:3])
    fits = (p for field in ("staff_number", "username", "email") for p in found if same(getattr(p, field), name))
    return next(fits, found[0] if found else None)


def same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def account_of(typed: str) -> str:
    """What failures are counted under: the account whichever of its names was typed, else the text itself."""
    person = identify(typed)
    return person.key if person else typed.strip().casefold()[:200]


def verify(typed: str, password: str, *, address: str, known: bool, now: datetime) -> User | None:
    """The person, if the password is theirs and they may sign in; else None after a count of the failure.

    Unknown, left and wrong cost the same time. Raises throttle.TryLater without looking at the password.
    """
    person = identify(typed)
    account = person.key if person else typed.strip().casefold()[:200]
    door = throttle.Door(account, address, known=known)
    throttle.refuse_too_early(door, now=now)
    if person is None:
        make_password(password)  # the same work as a real check
    elif person.check_password(password) and person.is_active:
        throttle.forget_failures(door)
        return person
    throttle.count_failure(door, now=now)
    return None


def ask_for_link(typed: str, *, address: str, now: datetime) -> None:
    """Mail a link for a new password, if the account exists and has an address; say nothing either way.

    Where there is nobody to mail to, the same is written for somebody else and undone at once: an answer that came
    sooner would say that the account does not exist (hazard 17).
    """
    door = throttle.Door(f"forgotten:{account_of(typed)}", address)
    throttle.refuse_too_early(door, now=now)
    throttle.count_failure(door, now=now)
    person = identify(typed)
    is_due = person is not None and person.is_active and bool(person.email)
    anybody = User.objects.filter(is_active=True).exclude(email="").order_by("pk").first()
    if whose := person if is_due else anybody:
        with transaction.atomic():
            invitations.forgotten(whose, now=now)
            transaction.set_rollback(not is_due)


def change_password(person: User, *, old: str, new: str, address: str, now: datetime) -> User:
    """Replace the person's own password; every other session ends. Raises AccessError or throttle.TryLater in words."""
    # Whoever found an open browser guesses here no faster than at the sign-in; the owner's browser is a known one.
    door = throttle.Door(person.key, address, known=True)
    throttle.refuse_too_early(door, now=now)
    if not person.check_password(old):
        throttle.count_failure(door, now=now)
        raise WrongPasswordError(_("That is not your current password. Nothing was changed."))
    try:
        validate_password(new, person)
    except ValidationError as error:
        raise AccessError(" ".join(error.messages)) from error
    with transaction.atomic():
        person.set_password(new)
        person.save(update_fields=["password"])
        invitations.withdraw_all(person, now=now)
        sessions.end_all(person, now=now)
        journal.record("password-changed", by=person, about=person, subject=person, now=now)
    return person


def confirm(person: User, password: str, *, address: str, now: datetime) -> None:
    """Whether whoever sits here knows the password of the person signed in. Raises WrongPasswordError or TryLater.

    Throttled like a sign-in from a known browser: guesses at an open desk wait, no colleague's sign-in does. Nothing
    remembers the answer; it holds for the one step that asked.
    """
    door = throttle.Door(person.key, address, known=True)
    throttle.refuse_too_early(door, now=now)
    if not person.check_password(password):
        throttle.count_failure(door, now=now)
        raise WrongPasswordError(_("That is not your password. The exam was not started and no time has passed."))
    throttle.forget_failures(door)


def reset_password(person: User, *, by: User, now: datetime) -> Slip:
    """Make the old password useless, end every session and give a slip. Raises AccessError where `by` may not.

    A trainer resets learners only; nobody takes over an account that may do more than their own.
    """
    if not may_reset(by, person):
        raise AccessError(_("You may not reset this account. Ask HR or the administrator."))
    with transaction.atomic():
        person.set_unusable_password()
        person.save(update_fields=["password"])
        sessions.end_all(person, now=now)
        slip = invitations.slip(person, by=by, now=now, purpose=Invitation.Purpose.RESET)
        journal.record("password-reset", by=by, about=person, subject=person, now=now)
    return slip


def may_correct(by: User, person: User) -> bool:
    """HR corrects names and addresses of all; administrators those of administrators and HR, who may be the only one.

    Whether somebody corrects themselves, and whose address they may set, the verb looks at.
    """
    if by.has_perm("people.manage_employment"):
        return True
    return roles.has_role(by, roles.ADMINISTRATOR) and roles.has_role(person, roles.ADMINISTRATOR, roles.HR)


def may_reset(by: User, person: User) -> bool:
    """Trainers reset hires, agents and mentors; HR all but administrators; administrators all. Nobody themselves."""
    if by.pk == person.pk or not by.is_active or not person.is_active or person.is_superuser:
        return False
    if roles.has_role(by, roles.ADMINISTRATOR):
        return True
    held = set(person.groups.values_list("name", flat=True))
    if roles.has_role(by, roles.HR):
        return roles.ADMINISTRATOR not in held
    return roles.has_role(by, roles.TRAINER) and held <= {roles.HIRE, roles.AGENT, roles.MENTOR}
