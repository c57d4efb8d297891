"""New people: singly by a form, or up to a thousand by file, all or nothing (issue: an intake of 20)."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from kernel.tables import Column, Problem
from people.domain import imports, journal
from people.domain.employment import may_give
from people.domain.imports import Draft, Kind, Line, Scope
from people.domain.roles import HIRE, TRAINER, give_role, has_role
from people.models import Employment, Team, User
from people.signals import person_joined

LANGUAGES = {"": "zh-hans", "zh": "zh-hans", "zh-hans": "zh-hans", "中文": "zh-hans", "en": "en", "english": "en"}
# What a staff number may hold: it is typed at the door and printed on slips.
STAFF_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,29}")

COLUMNS = [
    Column("staff_number", ("Staff number", "工号"), filled=True),
    Column("name", ("Name", "姓名"), filled=True),
    Column("first_day", ("First day", "入职日期"), kind="date", filled=True),
    Column("team", ("Team", "班组", "组别"), filled=True),
    Column("email", ("E-mail", "邮箱"), optional=True),
    Column("user_name", ("User name", "用户名"), optional=True),
    Column("job_title", ("Job title", "职位"), optional=True),
    Column("shift", ("Shift", "班次"), optional=True),
    Column("language", ("Language", "语言"), optional=True),
]


class IntakeError(Refusal):
    pass


@dataclass(frozen=True)
class NewPerson:
    staff_number: str
    name: str
    started_on: date
    team: Team | None = None
    email: str = ""
    username: str = ""
    job_title: str = ""
    shift: str = ""
    language: str = "zh-hans"
    roles: tuple[str, ...] = (HIRE,)


def join(new: NewPerson, *, by: User | None, now: datetime) -> User:
    """Add a person with their employment and roles; a new hire is announced by person_joined (enrolment is upstairs).

    They cannot sign in before they accept an invitation. Raises IntakeError where `by` may not give the role or a
    name is taken; inside take_in rows were checked before.
    """
    if by and not set(new.roles) <= addable_roles(by):
        raise IntakeError(_("You may not add somebody with that role."))
    refuse_taken(new)
    with transaction.atomic():
        person = User(
            username=new.username or new.staff_number.lower(),
            staff_number=new.staff_number,
            name=one_line(new.name),
            email=new.email,
            language=new.language,
        )
        person.set_unusable_password()
        person.save(force_insert=True)
        give_role(person, *new.roles)
        Employment.objects.create(
            person=person, team=new.team, job_title=new.job_title, shift=new.shift, started_on=new.started_on
        )
        values = {"name": person.name, "started_on": new.started_on, "roles": list(new.roles)}
        journal.record("person-joined", by=by, about=person, subject=person, now=now, values=values)
        if HIRE in new.roles:
            person_joined.send(User, person=person, started_on=new.started_on, by=by, now=now)
    return person


def addable_roles(by: User) -> frozenset[str]:
    """Trainers take in hires; HR and administrators whomever they may give the role of."""
    return may_give(by) | (frozenset({HIRE}) if has_role(by, TRAINER) else frozenset())


def one_line(text: str) -> str:
    return " ".join(text.split())


def refuse_taken(new: NewPerson) -> None:
    problem = next(iter(problems_of(new)), None)
    if problem:
        raise IntakeError(problem[1])


def problems_of(new: NewPerson) -> Iterable[tuple[str, object]]:
    """What speaks against this person, as (column, sentence)."""
    username = new.username or new.staff_number.lower()
    if not STAFF_NUMBER.fullmatch(new.staff_number):
        yield "staff_number", _("A staff number has up to 30 letters, digits, dots and dashes.")
    elif User.objects.filter(staff_number__iexact=new.staff_number).exists():
        yield "staff_number", _("Somebody has this staff number already.")
    elif User.objects.filter(username__iexact=new.staff_number).exists():
        yield "staff_number", _("Somebody’s user name is this staff number.")
    if not STAFF_NUMBER.fullmatch(username) and not re.fullmatch(r"[\w.@+-]{1,60}", username):
        yield "user_name", _("A user name has up to 60 letters, digits and . @ + - _")
    elif User.objects.filter(username__iexact=username).exists():
        yield "user_name", _("Somebody has this user name already.")
    elif new.username and User.objects.filter(staff_number__iexact=username).exists():
        yield "user_name", _("Somebody’s staff number is this user name.")
    if not 1 <= len(one_line(new.name)) <= 120:
        yield "name", _("A name has 1 to 120 characters.")
    yield from problems_of_email(new.email)


def problems_of_email(email: str) -> Iterable[tuple[str, object]]:
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        yield "email", _("This is not an e-mail address.")
        return
    if User.objects.filter(email__iexact=email).exists():
        yield "email", _("Somebody has this e-mail address already.")


def new_person(line: Line, teams: dict[str, Team]) -> NewPerson:
    return NewPerson(
        staff_number=line["staff_number"],
        name=line["name"],
        started_on=line["first_day"],
        team=teams.get(line["team"].casefold()),
        email=line["email"],
        username=line["user_name"],
        job_title=line["job_title"][:80],
        shift=line["shift"][:40],
        language=LANGUAGES.get(line["language"].casefold(), ""),
    )


def teams_by_name() -> dict[str, Team]:
    return {team.name.casefold(): team for team in Team.objects.all()}


def check(lines: list[Line], scope: Scope) -> list[Problem]:
    titles = {column.name: column.title for column in COLUMNS}
    teams = teams_by_name()
    repeated = repeats(lines)
    problems = []
    for line in lines:
        new = new_person(line, teams)
        found = list(problems_of(new))
        if new.team is None:
            found.append(("team", _("There is no team of this name.")))
        if not new.language:
            found.append(("language", _("Write zh or en.")))
        found += [(name, _("This stands in two rows.")) for name in repeated if repeated[name][key_of(line, name)] > 1]
        problems += [Problem(line.number, titles[name], sentence) for name, sentence in found]
    return problems


def key_of(line: Line, name: str) -> str:
    return (line[name] or (line["staff_number"] if name == "user_name" else f"row {line.number}")).casefold()


def repeats(lines: list[Line]) -> dict[str, Counter[str]]:
    return {name: Counter(key_of(line, name) for line in lines) for name in ("staff_number", "user_name", "email")}


def write(lines: list[Line], scope: Scope, *, by: User, now: datetime) -> list[User]:
    teams = teams_by_name()
    return [join(new_person(line, teams), by=by, now=now) for line in lines]


INTAKE = Kind("intake", COLUMNS, ("staff_number",), check, write)


def import_intake(content: bytes, filename: str, *, by: User, now: datetime) -> list[User]:
    """Take in a whole file at once. Raises FileRefused with the first problem; then nobody was added."""
    draft: Draft = imports.read(INTAKE, content, filename, {})
    if draft.problems:
        raise IntakeError(
            _("Row %(row)d: %(problem)s Nothing was taken in.")
            % {"row": draft.problems[0].row, "problem": draft.problems[0]}
        )
    return imports.take_in(INTAKE, draft, {}, by=by, now=now)
