"""The first start without the demo: a one-time link, one form, the house stands; it never opens again."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from people.domain import calendars, intake, invitations, journal
from people.domain.invitations import Slip
from people.domain.roles import ADMINISTRATOR, HR, TRAINER
from people.models import Company, Department, Site, Team, User


class SetUpError(Refusal):
    pass


@dataclass(frozen=True)
class House:
    """Who was made: the administrator who is signed in now, and the slips of the first two colleagues."""

    administrator: User
    slips: list[Slip]


def make_link_token() -> str:
    """A new one-time token; the one before stops working. Raises SetUpError once the house is set up."""
    company, _created = Company.objects.get_or_create(pk=1)
    if company.set_up or User.objects.exists():
        raise SetUpError(_("This academy is already set up. Sign in instead."))
    token = secrets.token_urlsafe(32)
    Company.objects.filter(pk=1).update(set_up_hash=invitations.hash_of_token(token))
    return token


def is_open(token: str) -> bool:
    company = Company.objects.filter(pk=1, set_up=None).first()
    wanted = invitations.hash_of_token(token)
    return bool(company and company.set_up_hash and secrets.compare_digest(company.set_up_hash, wanted))


def set_up(token: str, given: dict[str, str], *, now: datetime) -> House:
    """Make company, site, calendar, first team, administrator, trainer and HR. Raises SetUpError, IntakeError."""
    try:
        validate_password(given["password"], User(name=given["name"], username=given["staff_number"]))
    except ValidationError as error:
        raise SetUpError(" ".join(error.messages)) from error
    with transaction.atomic():
        if not is_open(token) or Company.objects.filter(pk=1, set_up=None).update(set_up=now, set_up_hash="") != 1:
            raise SetUpError(_("This link was used or replaced. Sign in instead."))
        Company.objects.filter(pk=1).update(name=given["company"], help_contact=given["help_contact"])
        site = Site.objects.create(key="main", name=given["site"], time_zone=given["time_zone"])
        department = Department.objects.create(key="operations", name=gettext("Operations"))
        team = Team.objects.create(name=given["team"], site=site, department=department)
        house = people_of(given, team, now)
        if given["calendar"]:
            calendars.load_shipped(site, given["calendar"], by=house.administrator, now=now)
        journal.record("academy-set-up", by=house.administrator, about=Company.current(), now=now)
    return house


def people_of(given: dict[str, str], team: Team, now: datetime) -> House:
    today = now.astimezone(ZoneInfo(given["time_zone"])).date()

    def add(number: str, name: str, role: str, email: str = "") -> User:
        language = get_language() or settings.LANGUAGE_CODE
        new = intake.NewPerson(number, name, today, team=None, email=email, roles=(role,), language=language)
        return intake.join(new, by=None, now=now)

    administrator = add(given["staff_number"], given["name"], ADMINISTRATOR, given["email"])
    administrator.set_password(given["password"])
    administrator.save(update_fields=["password"])
    colleagues = [
        add(given["trainer_number"], given["trainer_name"], TRAINER),
        add(given["hr_number"], given["hr_name"], HR),
    ]
    return House(administrator, [invitations.slip(person, by=administrator, now=now) for person in colleagues])
