"""Every URL of ours × every person: a new URL without a row fails (hazard 1). A GET writes nothing (hazard 15)."""

import re
from contextlib import nullcontext
from importlib import import_module, util
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import URLPattern, URLResolver, get_resolver, include, path, reverse
from django.urls.resolvers import RegexPattern
from django.utils import timezone

from assessments.domain import admissions, attempts
from config import views
from people.models import Event, EventDetail
from tests.permissions.rows import NOBODY, PEOPLE

OURS = ("people", "policies", "content", "knowledge", "assessments", "mentoring", "simulations", "courses")
OURS += ("certification", "dashboard")
THIRD_PARTY = Path(__file__).parent / "permissions" / "third_party.txt"
# Without a namespace: the watchman's page and, outside production, the style guide.
SITE_WIDE = {"healthz", "styleguide"}
# A GET may move a session's last-seen; nothing else.
WRITABLE_BY_GET = ("django_session", "people_signedin")


def named(resolver: URLResolver, namespace: str = "", route: str = "") -> list[str]:
    """Each pattern by its name, or by its route where it has none: what nobody named is found all the same."""
    names = []
    for pattern in resolver.url_patterns:
        here = f"{route}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            names += named(pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace, here)
        elif isinstance(pattern, URLPattern):
            names.append(f"{namespace}{pattern.name or here}")
    return names


def names_of(app: str) -> set[str]:
    return {name for name in named(get_resolver()) if name.startswith(f"{app}:")}


def rows_of(app: str):
    if util.find_spec(f"tests.permissions.{app}") is None:
        return None
    return import_module(f"tests.permissions.{app}")


def foreign() -> set[str]:
    prefixes = tuple(f"{app}:" for app in OURS)
    return {name for name in named(get_resolver()) if not name.startswith(prefixes)} - SITE_WIDE


@pytest.fixture
def world(request, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return {name: request.getfixturevalue(name) for name in PEOPLE} | {
        "ada_and_mia": request.getfixturevalue("ada_and_mia")
    }


@pytest.mark.parametrize("app", OURS)
def test_every_url_of_ours_has_a_row(app):
    rows = rows_of(app)

    assert set(rows.MATRIX if rows else {}) == names_of(app)


@pytest.mark.walk
@pytest.mark.parametrize("app", OURS)
def test_every_person_gets_what_the_matrix_says_and_no_get_writes(app, world, client):
    rows = rows_of(app)
    if rows is None:
        pytest.skip(f"{app} has no rows yet")
    getattr(rows, "build", lambda world: None)(world)

    found, written = {}, []
    for name, row in rows.MATRIX.items():

        def watch(*call, name=name):
            return note_write(written, name, *call)

        with connection.execute_wrapper(watch) if row.method == "get" else nullcontext():
            found[name] = statuses(row, name, world, client, sign_in=forced)

    assert found == {name: row.statuses for name, row in rows.MATRIX.items()}
    assert written == []


@pytest.mark.parametrize("app", OURS)
def test_every_address_answers_on_this_database(app, world, client):
    """One person each, since the walks above go over one database only."""
    rows = rows_of(app)
    if rows is None:
        pytest.skip(f"{app} has no rows yet")
    getattr(rows, "build", lambda world: None)(world)
    wanted = {name: one_of(row) for name, row in rows.MATRIX.items()}

    found = {name: statuses(rows.MATRIX[name], name, world, client, people=who) for name, who in wanted.items()}

    assert found == {name: {who: rows.MATRIX[name].statuses[who] for who in wanted[name]} for name in wanted}


# What stays open to a trainer who sits an exam: their own pages, and those that show nobody's questions or answers.
OPEN_IN_AN_EXAM = """exams exam-start exam exam-state answer-save answer-flag exam-forward attempt-hints exam-submit
    exam-result appeal-new person-exams practical-retake practical-score marking results scorecard
    scorecard-draft scorecard-correct practice practice-answer practice-progress practice-shown question-file
    rubrics rubric rubric-write rubric-publish accommodations accommodation-grant accommodation-withdraw
    retake-release"""


def bank_doors(rows, world) -> dict[str, tuple[str, str]]:
    """Every address of the exams but those named above, so that a new one is shut or named; ours and Wagtail's."""
    left_open = {f"assessments:{name}" for name in OPEN_IN_AN_EXAM.split()}
    doors = {name: (row.method, reverse(name, kwargs=row.args(world))) for name, row in rows.MATRIX.items()}
    doors = {name: door for name, door in doors.items() if name not in left_open}
    lists = [f"exam_{name}:index{part}" for name in ("questions", "topics", "banks") for part in ("", "_results")]
    doors |= {name: ("get", reverse(name)) for name in [*lists, "exam_topics:add", "exam_banks:add"]}
    doors |= {"exam_banks:edit": ("get", reverse("exam_banks:edit", args=[world["bank"].pk]))}
    doors |= {
        name: ("get", reverse(name)) for name in ("dashboard:regrades", "courses:make-it-yours", "courses:shipped")
    }
    return doors | {"dashboard:regrade-new": ("get", reverse("dashboard:regrade-new", args=[world["question"].key]))}


def test_the_bank_is_shut_to_whoever_sits_an_exam(world, client):
    rows = rows_of("assessments")
    rows.build(world)
    tom, now, journal = world["tom"], timezone.now(), Event.objects.filter(verb="attempt-bank-refused")
    right = admissions.admit(tom, world["paper"], opens=now, attempts_allowed=1, reason="", for_key="own", now=now)
    attempt = attempts.start(right, by=tom, now=now)
    client.force_login(tom)
    doors = bank_doors(rows, world)

    written = []
    with connection.execute_wrapper(lambda *call: note_write(written, "a door", *call)):
        answers = {name: client.get(address) for name, (method, address) in doors.items() if method == "get"}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 403)
    assert [name for name, answer in answers.items() if b"You are sitting an exam." not in answer.content] == []
    assert (written, journal.count()) == ([], 0)

    client.post(reverse("assessments:attempt-hints", args=[attempt.key]), {"hints": "[]"})
    assert EventDetail.objects.get(event=journal.get()).values == {"asked": list(answers)[:20]}
    posts = [address for method, address in doors.values() if method == "post"]
    assert {client.post(address).status_code for address in posts} == {403}
    assert journal.filter(object_key=attempt.key, actor_key=tom.key).count() == 1 + len(posts)

    attempts.submit(attempt, by=tom, now=now)
    assert client.get(doors["assessments:question"][1]).status_code == 200


def one_of(row) -> list[str]:
    """Whoever gets furthest at the address."""
    return [min(PEOPLE, key=lambda who: row.statuses[who])]


def statuses(row, name, world, client, sign_in=None, people=(NOBODY, *PEOPLE)) -> dict[str, int]:
    address = reverse(name, kwargs=row.args(world))
    found = {}
    for who in people:
        with transaction.atomic():
            client.logout()
            if who != NOBODY:
                (sign_in or type(client).force_login)(client, world[who])
            answer = getattr(client, row.method)(address, row.sent(world))
            if answer.streaming:
                b"".join(answer.streaming_content)  # read to its end, so that the file is closed
            found[who] = answer.status_code
            transaction.set_rollback(True)
    return found


def forced(client, person) -> None:
    """Sign in with the note of the sign-in itself (last_login) kept out of what is watched."""
    watchers = connection.execute_wrappers[:]
    connection.execute_wrappers.clear()
    client.force_login(person)
    connection.execute_wrappers.extend(watchers)


def note_write(written, name, execute, sql, params, many, context):
    verb = re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE|ALTER|CREATE|DROP)\b", sql, re.IGNORECASE)
    if verb and not any(table in sql for table in WRITABLE_BY_GET):
        written.append((name, sql[:120]))
    return execute(sql, params, many, context)


def test_third_party_urls_are_the_committed_ones():
    assert sorted(foreign()) == THIRD_PARTY.read_text().split()


def test_pattern_without_a_name_is_known_by_its_route():
    """Put straight among the site's URLs, it is in no list and the build fails."""
    patterns = [path("open/", views.healthz), path("deep/", include([path("", views.healthz)]))]

    found = named(URLResolver(RegexPattern(""), [*patterns, path("ok/", views.healthz, name="ok")]))

    assert found == ["open/", "deep/", "ok"]


@pytest.mark.parametrize("app", OURS)
def test_one_name_of_ours_is_one_address(app):
    """A second address under a name that has a row would be walked by nobody."""
    names = [name for name in named(get_resolver()) if name.startswith(f"{app}:")]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("address", "statuses_wanted"),
    [
        ("/admin/", {"nobody": 302, "ada": 302, "quinn": 302, "tom": 200}),
        ("/admin/pages/", {"nobody": 302, "ada": 302, "quinn": 302}),
        ("/admin/images/", {"nobody": 302, "ada": 302, "quinn": 302}),
        ("/admin/documents/", {"nobody": 302, "ada": 302, "quinn": 302}),
        ("/admin/reports/locked/", {"nobody": 302, "ada": 302, "quinn": 302}),
        ("/admin/snippets/", {"nobody": 302, "ada": 302, "quinn": 302}),
        ("/admin/users/", {"nobody": 404, "ada": 404, "tom": 404, "root": 404}),
        ("/admin/groups/new/", {"nobody": 404, "ada": 404, "tom": 404, "root": 404}),
        ("/admin/login/", {"nobody": 302, "tom": 302}),
        ("/admin/account/", {"nobody": 302, "tom": 302}),
        ("/admin/password_reset/", {"nobody": 302, "tom": 302}),
        ("/documents/1/x.pdf", {"nobody": 404, "ada": 404}),
        ("/api/v2/pages/", {"nobody": 404, "ada": 404}),
    ],
)
def test_third_party_doors_let_in_only_who_they_should(address, statuses_wanted, world, client):
    found = {}
    for who in statuses_wanted:
        client.logout()
        if who != NOBODY:
            client.force_login(world[who])
        found[who] = client.get(address).status_code

    assert found == statuses_wanted


def test_queue_models_are_in_no_admin(db):
    """A schedule row may name any code to run (hazard 14)."""
    from django.contrib.auth.models import Permission
    from wagtail.snippets.models import get_snippet_models

    registered = {model._meta.app_label for model in get_snippet_models()}

    assert not apps.is_installed("django.contrib.admin")
    assert "django_q" not in registered
    assert not Permission.objects.filter(content_type__app_label="django_q", group__isnull=False).exists()
