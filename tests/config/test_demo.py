import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ImproperlyConfigured

from config import demo
from config.checks import sqlite_fault
from people.models import Company, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    for name in ("DEMO", "DEMO_PUBLIC", "DEMO_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def test_demo_is_wanted_on_new_data():
    assert demo.is_wanted(reachable=False) is True


def test_demo_can_be_declined(monkeypatch):
    monkeypatch.setenv("DEMO", "0")

    assert demo.is_wanted(reachable=True) is False


def test_demo_stays_out_of_a_real_centre(monkeypatch, ada):
    assert demo.is_wanted(reachable=False) is False
    monkeypatch.setenv("DEMO", "1")

    with pytest.raises(ImproperlyConfigured, match="holds a real centre"):
        demo.is_wanted(reachable=False)


def test_person_added_to_the_demo_by_hand_leaves_it_a_demo(monkeypatch, ada):
    Company.objects.update(is_demo=True)
    assert demo.is_wanted(reachable=False) is True
    monkeypatch.setenv("DEMO", "1")

    assert demo.is_wanted(reachable=False) is True


def test_real_centre_does_not_begin_in_the_data_of_the_demo(monkeypatch, ada):
    Company.objects.update(is_demo=True)
    monkeypatch.setenv("DEMO", "0")

    with pytest.raises(ImproperlyConfigured, match="make reset"):
        demo.is_wanted(reachable=False)


@pytest.mark.parametrize("password", ["", "bamboo lantern"])
def test_demo_is_asked_about_before_the_database_stands(monkeypatch, password):
    monkeypatch.setenv("DEMO_PASSWORD", password)
    monkeypatch.setattr("django.db.connection.introspection.table_names", list)

    assert demo.is_wanted(reachable=False) is True


def test_demo_is_refused_where_others_reach_it_unless_accepted(monkeypatch):
    with pytest.raises(ImproperlyConfigured, match="DEMO_PUBLIC=1"):
        demo.is_wanted(reachable=True)
    monkeypatch.setenv("DEMO_PUBLIC", "1")

    assert demo.is_wanted(reachable=True) is True


def test_password_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first, second = demo.keep_password(), demo.keep_password()

    assert first == second == (tmp_path / "demo_password").read_text()
    assert (tmp_path / "demo_password").stat().st_mode & 0o777 == 0o600


def test_given_password_replaces_the_kept_one_for_all_people_of_the_demo(monkeypatch, ada):
    cleo = User.objects.create(
        username="cleo", staff_number="S-cleo", is_demo=True, password=make_password("old password")
    )
    dina = User.objects.create(username="dina", staff_number="S-dina", is_demo=True)
    before = ada.password
    monkeypatch.setenv("DEMO_PASSWORD", "bamboo lantern")

    demo.give_password()

    for person in (cleo, dina, ada):
        person.refresh_from_db()
    assert [person.check_password("bamboo lantern") for person in (cleo, dina)] == [True, True]
    assert ada.password == before


@pytest.mark.parametrize("password", ["short", "123456789"])
def test_short_password_is_refused(monkeypatch, password):
    monkeypatch.setenv("DEMO_PASSWORD", password)

    for ask in (demo.keep_password, lambda: demo.is_wanted(reachable=False)):
        with pytest.raises(ImproperlyConfigured, match="shorter than 10"):
            ask()


def test_welcome_names_who_is_there():
    Company.objects.create(pk=1, is_demo=True)
    for name in ("ada", "ben", "tom"):
        User.objects.create(username=name, staff_number=name, is_demo=True)

    assert demo.welcome().splitlines()[0] == "Sign in as ada, ben (hires)"


@pytest.mark.parametrize(
    ("version", "told"), [((3, 6, 23), False), ((3, 7, 0), True), ((3, 51, 2), True), ((3, 51, 3), False)]
)
def test_sqlite_fault_is_told_for_its_versions(version, told):
    from django.db import connection

    assert bool(sqlite_fault(version)) is (told and connection.vendor == "sqlite")


@pytest.mark.parametrize("is_demo", [True, False], ids=["demo", "centre"])
@pytest.mark.parametrize(
    ("who", "address"),
    [(None, "/sign-in"), ("tom", "/"), ("tom", "/admin/"), ("tom", "/admin/pages/")],
    ids=["sign-in", "home", "editor", "editor's pages"],
)
def test_every_page_of_the_demo_is_marked_and_no_page_of_a_centre(client, tom, who, address, is_demo):
    Company.objects.update(is_demo=is_demo)
    if who:
        client.force_login(User.objects.get(username=who))

    answer = client.get(address, follow=True)

    assert answer.status_code == 200
    assert ("the people and figures here are invented" in answer.text) is is_demo
