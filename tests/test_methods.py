"""What changes something takes POST with the token of our own page, and nothing else (hazards 15 and 16)."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.content.made import tree
from tests.permissions.rows import PEOPLE
from tests.test_permissions import OURS, note_write, rows_of, world  # noqa: F401  a fixture

WAGTAIL_HOLDS = ("pages", "images", "documents")
UNSAFE = ("post", "put", "patch", "delete")
LEAST = {"post": 40, "get": 80}  # rows of the whole matrix, so that no loop below runs over nothing


def who_may(row) -> str:
    """Somebody whom the address does its work for; where it refuses even them it is by state, not by person."""
    return next(name for name in PEOPLE if row.statuses[name] not in {403, 404})


def has_work(row) -> bool:
    return any(row.statuses[name] not in {403, 404} for name in PEOPLE)


def asked(client, methods, row, name, world, **sent):  # noqa: F811
    """The status and the writes of each method at the row's address, by who may, each undone again."""
    address, answers, written = reverse(name, kwargs=row.args(world)), {}, []
    for method in methods:
        with transaction.atomic():
            client.force_login(world[who_may(row)])
            with connection.execute_wrapper(lambda *call: note_write(written, name, *call)):
                answers[method] = getattr(client, method)(address, **sent).status_code
            transaction.set_rollback(True)
    return answers, written


@pytest.fixture
def rows(app, world):  # noqa: F811
    rows = rows_of(app)
    getattr(rows, "build", lambda world: None)(world)
    return {name: row for name, row in rows.MATRIX.items() if has_work(row)}


@pytest.mark.walk
@pytest.mark.parametrize("app", OURS)
def test_what_is_posted_to_is_not_read(app, rows, world, client):  # noqa: F811
    posted = {name: row for name, row in rows.items() if row.method != "get"}

    found = {name: asked(client, ("get", "head", "options"), row, name, world) for name, row in posted.items()}

    assert found == {name: (dict.fromkeys(("get", "head", "options"), 405), []) for name in posted}


@pytest.mark.walk
@pytest.mark.parametrize("app", OURS)
def test_no_options_request_does_anything(app, rows, world, client):  # noqa: F811
    found = {name: asked(client, ("options",), row, name, world) for name, row in rows.items()}

    assert found == {name: ({"options": 405}, []) for name in rows}


@pytest.mark.walk
@pytest.mark.parametrize("sent", [{}, {"data": "{}", "content_type": "application/json"}], ids=["form", "json"])
@pytest.mark.parametrize("app", OURS)
def test_nothing_unsafe_passes_without_our_token(app, rows, world, sent):  # noqa: F811
    client = Client(enforce_csrf_checks=True)

    found = {name: asked(client, UNSAFE, row, name, world, **sent) for name, row in rows.items()}

    assert found == {name: (dict.fromkeys(UNSAFE, 403), []) for name in rows}


def test_the_walks_above_meet_the_whole_matrix():
    methods = [row.method for app in OURS if rows_of(app) for row in rows_of(app).MATRIX.values() if has_work(row)]

    assert methods.count("post") >= LEAST["post"]
    assert methods.count("get") >= LEAST["get"]


def test_only_wagtails_own_api_is_exempt_from_the_token():
    """Exempt by name; signed in by its session, it asks for the token itself, as the next test shows."""
    exempt = {name for name, view in walked(get_resolver()) if getattr(view, "csrf_exempt", False)}

    reading = {f"wagtailadmin_api:{what}:{way}" for what in WAGTAIL_HOLDS for way in ("listing", "detail", "find")}
    assert exempt == reading | {"wagtailadmin_api:pages:action"}


@pytest.mark.parametrize("method", UNSAFE)
@pytest.mark.parametrize("sent", [{}, {"data": "{}", "content_type": "application/json"}], ids=["form", "json"])
def test_wagtails_api_does_nothing_without_our_token(tom, method, sent):
    page = tree()
    client = Client(enforce_csrf_checks=True)
    client.force_login(tom)
    addresses = [reverse("wagtailadmin_api:pages:action", args=[page.pk, "unpublish"])]
    addresses += [reverse(f"wagtailadmin_api:{what}:listing") for what in WAGTAIL_HOLDS]

    found = [getattr(client, method)(address, **sent).status_code for address in addresses]

    assert found == [403] * 4
    page.refresh_from_db()
    assert page.live


def walked(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walked(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", pattern.callback
