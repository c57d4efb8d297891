"""Every form of the site takes its own fields and nothing else (hazard 10).

Each form that a page of the matrix serves, and each address that is only posted to, is sent twice: as served, and with
every field name of every model of ours beside. Both times the database must look the same afterwards.
"""

import secrets
from html.parser import HTMLParser
from itertools import zip_longest
from random import Random
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.urls import reverse

from tests.conftest import NOW
from tests.permissions.rows import PEOPLE
from tests.test_permissions import OURS, rows_of, world  # noqa: F401  a fixture

pytestmark = [pytest.mark.slow, pytest.mark.walk]
# How many addresses of an app must have written something as served, lest the comparison compares refusals.
LEAST = {
    "people": 20,
    "policies": 3,
    "assessments": 8,
    "mentoring": 5,
    "simulations": 1,
    "courses": 3,
    "certification": 2,
}
FILLED = {"date": "2026-04-01", "email": "new@example.org", "password": "a long road to somewhere", "number": "1"}


class Forms(HTMLParser):
    """The forms of a page that post, each with what a browser would send after the required fields were filled."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.fields: dict[str, str] | None = None
        self.select = self.area = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        name = given.get("name", "")
        if tag == "form":
            self.fields = {} if given.get("method", "").lower() == "post" else None
            if self.fields is not None:
                self.found.append((given.get("action", ""), self.fields))
        elif self.fields is None:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.take_option(given)
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag in {"input", "button"} and name:
            self.take_input(name, given)

    def take_option(self, given):
        if given.get("value") and ("selected" in given or not self.fields.get(self.select)):
            self.fields[self.select] = given["value"]

    def take_input(self, name, given):
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in given or name not in self.fields:
                self.fields[name] = given.get("value", "on")
        elif kind != "file":
            self.fields[name] = given.get("value") or FILLED.get(kind, given.get("min") or "x")

    def handle_data(self, data):
        if self.area:
            self.fields[self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].strip() or "x"
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.fields = None


def of_ours() -> list[type[models.Model]]:
    return [model for app in OURS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def every_field_name() -> dict[str, str]:
    """Each column of ours with a value that it would take."""
    found = {}
    for field in (field for model in of_ours() for field in model._meta.concrete_fields):
        value = "1"
        if field.choices:
            value = str(list(dict(field.flatchoices))[-1])
        elif isinstance(field, models.DateField):
            value = "2030-01-01"
        elif isinstance(field, models.CharField | models.TextField):
            value = "another hand"
        for name in (field.name, field.attname):
            if name not in found or field.choices:
                found[name] = value
    del found["reason"]  # said by whoever acts, and taken by some verbs whose button does not ask for it
    return found | {"roles": "administrator", "groups": "1", "user": "1", "is_staff": "on", "deadline": "2030-01-01"}


def tables() -> dict[str, list[dict[str, object]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in sorted({model._meta.db_table for model in of_ours()} | {"people_user_groups"}):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608
            names = [column[0] for column in cursor.description]
            found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def written_since(before: dict) -> dict[str, list[dict[str, object]]]:
    return {
        table: changed
        for table, rows in tables().items()
        if (changed := [row for row in rows if row not in before[table]])
    }


def sent_by(client, who, address, fields) -> dict[str, list[dict[str, object]]]:
    """What posting this wrote; it is taken back afterwards. Chance falls the same way each time."""
    secrets._sysrand.seed(1)
    with transaction.atomic():
        client.logout()
        client.force_login(who)
        before = tables()
        client.post(address, fields)
        written = written_since(before)
        transaction.set_rollback(True)
    return written


def differences(one: dict, other: dict) -> list[str]:
    """Each column of each row that the two runs wrote differently."""
    found = []
    for table in sorted(one.keys() | other.keys()):
        rows = zip_longest(one.get(table, []), other.get(table, []), fillvalue={})
        for was, is_now in rows:
            names = [name for name in was.keys() | is_now.keys() if was.get(name) != is_now.get(name)]
            found += [f"{table}.{name}: {was.get(name)!r} or {is_now.get(name)!r}" for name in sorted(names)]
    return found


def forms_of(app, world, client):  # noqa: F811
    rows, seen = rows_of(app), set()
    getattr(rows, "build", lambda world: None)(world)
    for name, row in rows.MATRIX.items():
        address = reverse(name, kwargs=row.args(world))
        who = next((one for one in PEOPLE if row.statuses[one] in (200, 302)), None)
        if who is None:
            continue
        # Many a verb takes a reason, and one that is only posted to has no page that shows it.
        posted = [(address, {"reason": "as served"} | row.sent(world))]
        found = posted if row.method == "post" else served(client, world[who], address, row, world)
        for action, fields in found:
            if (action, frozenset(fields)) not in seen:
                seen.add((action, frozenset(fields)))
                yield who, action, fields


def served(client, who, address, row, world):  # noqa: F811
    with transaction.atomic():
        client.logout()
        client.force_login(who)
        answer = client.get(address, row.sent(world))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        page = content.decode() if "html" in answer.get("Content-Type", "") else ""
        transaction.set_rollback(True)
    return [(urljoin(address, action), fields) for action, fields in Forms(page).found]


@pytest.fixture
def same_chance(monkeypatch):
    """Keys, salts and codes that repeat from run to run, so that whole rows compare."""
    chance = Random(1)  # noqa: S311 - to repeat is the point
    monkeypatch.setattr(secrets, "_sysrand", chance)
    monkeypatch.setattr(secrets, "choice", chance.choice)
    monkeypatch.setattr(secrets, "randbits", chance.getrandbits)


@pytest.mark.parametrize("app", OURS)
def test_fields_of_no_form_change_nothing(app, world, client, time_machine, same_chance):  # noqa: F811
    if connection.vendor != "sqlite":
        pytest.skip("rolled-back rows give their numbers back on SQLite only, so that two runs compare")
    time_machine.move_to(NOW, tick=False)
    writing, differing = [], []
    more = every_field_name()
    for who, address, fields in forms_of(app, world, client):
        as_served = sent_by(client, world[who], address, fields)
        with_more = sent_by(client, world[who], address, more | fields)
        writing += [address] if as_served else []
        # What was refused as served says nothing: among the names beside may be the one that was missing.
        differing += [f"{who} {address} {found}" for found in differences(as_served, with_more) if as_served]

    assert differing == []
    assert len(set(writing)) >= LEAST.get(app, 0)
