"""Looking as a learner: read-only, told, journalled as both, and no way to more (hazard 7)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.urls import reverse

from people.domain import leaving, looks, roles
from people.models import Event, Looking, Notice
from tests.test_permissions import OURS, names_of, note_write, rows_of, world  # noqa: F401  a fixture

UNSAFE = ("post", "put", "patch", "delete")
# Open to the administrator all the same, as they are to a stranger who has the address.
STOPS = {"people:look-stop", "people:sign-out"}


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


def look_as(client, root, ada):
    client.force_login(root)
    client.post(reverse("people:look-as", args=[ada.key]), {"reason": "She sees no week 2"})
    return Looking.objects.get(ended=None)


def test_the_start_needs_a_reason_and_is_told_and_journalled_as_both(client, root, ada):
    client.force_login(root)
    address = reverse("people:look-as", args=[ada.key])
    assert client.post(address, {"reason": " "}).status_code == 200
    assert not Looking.objects.exists()

    looking = look_as(client, root, ada)

    page = client.get("/").content.decode()
    assert "You see the pages of Ada" in page
    assert "Stop looking" in page
    notice = Notice.objects.get(person=ada, kind="looked-as")
    assert root.name in notice.body
    assert "She sees no week 2" in notice.body
    client.post(reverse("people:look-stop"))
    rows = Event.objects.filter(object_key=looking.key).order_by("pk")
    assert [(row.verb, row.actor_key, row.subject_key) for row in rows] == [
        ("looked-as", root.key, ada.key),
        ("looked-as-ended", root.key, ada.key),
    ]
    assert "You see the pages of" not in client.get("/").content.decode()
    assert client.get("/").wsgi_request.user == root


@pytest.mark.parametrize("subject", ["mia", "tom", "quinn", "lena", "hana", "sam", "root", "second"])
def test_nobody_with_a_role_of_their_own_is_within_reach(request, client, root, tara, subject):
    roles.give_role(tara, roles.ADMINISTRATOR)
    person = tara if subject == "second" else request.getfixturevalue(subject)
    client.force_login(root)

    answer = client.post(reverse("people:look-as", args=[person.key]), {"reason": "I want to"})

    assert answer.status_code == 403
    assert not Looking.objects.exists()


@pytest.mark.parametrize("actor", ["ada", "tom", "lena", "hana"])
def test_nobody_but_an_administrator_looks(request, ben, now, actor):
    with pytest.raises(looks.LookError):
        looks.start(ben, reason="I want to", by=request.getfixturevalue(actor), now=now)


@pytest.fixture
def rows(app, world):  # noqa: F811
    rows = rows_of(app)
    getattr(rows, "build", lambda world: None)(world)
    assert set(rows.MATRIX) == names_of(app)
    return rows.MATRIX


@pytest.mark.walk
@pytest.mark.parametrize("app", OURS)
def test_every_change_and_every_private_page_is_shut(app, rows, world, client):  # noqa: F811
    """Every URL of ours, by every unsafe method and by GET; the matrix holds an address for each."""
    look_as(client, world["root"], world["ada"])
    wrong, written = [], []
    for name, row in rows.items():
        address = reverse(name, kwargs=row.args(world))
        methods = () if name in STOPS else UNSAFE
        with transaction.atomic():
            with connection.execute_wrapper(lambda *call, name=name: note_write(written, name, *call)):
                wrong += [(name, way) for way in methods if getattr(client, way)(address).status_code != 403]
                answer = client.get(address)
            transaction.set_rollback(True)
        shut = app not in looks.OPEN and name not in looks.OPEN
        if shut and answer.status_code != 403:
            wrong.append((name, "get"))
        if not shut and row.method == "get" and answer.status_code != row.statuses["ada"]:
            wrong.append((name, answer.status_code))

    assert (wrong, written) == ([], [])


@pytest.mark.parametrize(
    "name",
    ["people:profile", "people:password-change", "people:sessions", "people:notices", "assessments:exams"],
)
def test_what_is_the_person_s_own_is_refused_in_words(client, root, ada, name):
    look_as(client, root, ada)

    page = client.get(reverse(name))

    assert page.status_code == 403
    assert "Closed while you look" in page.content.decode()


def test_it_ends_by_itself_after_half_an_hour(client, root, ada, at_ten):
    look_as(client, root, ada)

    at_ten.shift(timedelta(minutes=29))
    assert client.get("/").wsgi_request.user == ada
    at_ten.shift(timedelta(minutes=1))
    assert client.get("/").wsgi_request.user == root


def test_signing_out_ends_it_and_the_session(client, root, ada, now):
    looking = look_as(client, root, ada)

    client.post(reverse("people:sign-out"))

    looking.refresh_from_db()
    assert looking.ended == now
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("change", ["role", "subject", "promoted"])
def test_it_ends_with_the_role_of_one_or_the_other(client, root, ada, hana, now, change):
    look_as(client, root, ada)

    if change == "role":
        root.groups.clear()
    elif change == "promoted":
        roles.give_role(ada, roles.TRAINER)
    else:
        leaving.leave(ada, on=now.date(), reason="", by=hana, now=now)

    assert client.get("/").wsgi_request.user == root


def test_the_look_of_another_administrator_is_no_use(client, root, ada, tara, now):
    roles.give_role(tara, roles.ADMINISTRATOR)
    theirs = looks.start(ada, reason="Mine", by=tara, now=now)

    assert looks.current(theirs.key, by=root, now=now) is None
