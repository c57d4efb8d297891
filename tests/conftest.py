"""The people of the demo company. A test says who by name."""

import inspect
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core import serializers
from django.db.models.signals import post_migrate
from hypothesis import HealthCheck, settings
from wagtail.models import Collection, Locale, Page
from wagtail.models import Site as PageSite

from people.domain import append_only
from people.domain.roles import give_role, sync_roles
from people.models import BusinessLine, Company, Department, Employment, Leadership, Mentorship, Site, Team, User
from policies.domain import drafts
from policies.domain.editions import sync_defaults
from tests import laid

# A busy machine is no fault of the code: examples are judged by their outcome, never by their time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

NOW = datetime(2026, 3, 25, 2, 0, tzinfo=UTC)  # Wednesday 10:00 in Shanghai
PASSWORD = "a long road to go-live"


# What Wagtail's migrations laid down; a flush takes it away, and nothing stands without it.
GROUND = (Locale, Page, Collection, PageSite)
_ground: list[str] = []


def pytest_collection_modifyitems(items):
    """What touches no database is `pure` and runs in `make check`; nobody has to say so."""
    for item in items:
        needs = {"db", "transactional_db", "live_server", "page"} & set(item.fixturenames)
        # A test that takes `request` itself fetches people by name while it runs.
        needs |= {"request"} & set(inspect.signature(item.function).parameters)
        if not needs and not any(item.get_closest_marker(name) for name in ("django_db", "browser", "slow", "journey")):
            item.add_marker("pure")
        if is_flushing(item):
            item.add_marker("flushing")


def is_flushing(item) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"} & set(item.fixturenames) or (marker and marker.kwargs.get("transaction"))
    )


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_keepdb, django_db_createdb, django_db_modify_db_settings):
    """Begin with what migrations laid down in an earlier run, when there is one and nothing changed."""
    file = laid.kept()
    if file is None or django_db_createdb or not file.exists():
        return django_db_keepdb
    laid.bring(file)
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    file = laid.kept()
    if file is not None and not file.exists():
        with django_db_blocker.unblock():
            laid.keep(file)


@pytest.fixture(autouse=True)
def ground(request):
    """Let transactional tests flush the append-only tables, and give Wagtail its tree back after each flush."""
    if not is_flushing(request.node):
        yield
        return
    request.getfixturevalue("transactional_db")
    if not _ground:
        rows = [row for model in GROUND for row in model.objects.order_by("pk")]
        _ground.append(serializers.serialize("json", rows, use_natural_foreign_keys=True))
    last = [app for app in apps.get_app_configs() if app.models_module is not None][-1]
    post_migrate.connect(_lay_ground, sender=last, dispatch_uid="ground")
    yield
    append_only.lift()


def _lay_ground(**rest: object) -> None:
    for row in serializers.deserialize("json", _ground[0]):
        row.save()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def academy(db):
    """Company, site, two teams, the roles and the shipped figures: what every person stands on."""
    sync_roles()
    sync_defaults(NOW)
    Company.objects.create(pk=1, name="Fernhollow Home", set_up=NOW)
    site = Site.objects.create(key="hangzhou", name="Hangzhou", time_zone="Asia/Shanghai")
    operations = Department.objects.create(key="operations", name="Operations")
    retail = BusinessLine.objects.create(key="retail", name="Online retail")
    for name in ("Phone one", "Phone two"):
        Team.objects.create(name=name, site=site, department=operations, business_line=retail)
    return site


def person(username: str, *roles: str, team: str | None = None, started_on: date = date(2026, 3, 2)) -> User:
    user = User(username=username, staff_number=f"S-{username}", name=username.capitalize(), language="en")
    user.email = f"{username}@example.org"
    user.set_unusable_password()
    user.save()
    give_role(user, *roles)
    Employment.objects.create(person=user, team=Team.objects.filter(name=team).first(), started_on=started_on)
    return user


@pytest.fixture
def ada(academy):
    return person("ada", "hire", team="Phone one")


@pytest.fixture
def ben(academy):
    return person("ben", "hire", team="Phone two")


@pytest.fixture
def mia(academy):
    return person("mia", "agent", "mentor", team="Phone one", started_on=date(2024, 1, 8))


@pytest.fixture
def ada_and_mia(ada, mia, tom):
    return Mentorship.objects.create(mentor=mia, hire=ada, place=1, started_on=date(2026, 3, 2), confirmed_by=tom)


@pytest.fixture
def tom(academy):
    return person("tom", "trainer", started_on=date(2023, 5, 8))


@pytest.fixture
def tara(academy):
    return person("tara", "trainer", started_on=date(2023, 5, 8))


@pytest.fixture
def quinn(academy):
    return person("quinn", "qa", started_on=date(2023, 5, 8))


@pytest.fixture
def qing(academy):
    return person("qing", "qa", started_on=date(2023, 5, 8))


@pytest.fixture
def lena(academy):
    leader = person("lena", "leader", team="Phone one", started_on=date(2022, 5, 9))
    Leadership.objects.create(team=Team.objects.get(name="Phone one"), leader=leader, started_on=date(2024, 1, 1))
    return leader


@pytest.fixture
def omar(academy):
    leader = person("omar", "leader", team="Phone two", started_on=date(2022, 5, 9))
    Leadership.objects.create(team=Team.objects.get(name="Phone two"), leader=leader, started_on=date(2024, 1, 1))
    return leader


@pytest.fixture
def hana(academy):
    return person("hana", "hr", started_on=date(2022, 5, 9))


@pytest.fixture
def hugo(academy):
    return person("hugo", "hr", started_on=date(2022, 5, 9))


@pytest.fixture
def sam(academy):
    return person("sam", "supervisor", started_on=date(2021, 5, 10))


@pytest.fixture
def root(academy):
    return person("root", "administrator", started_on=date(2021, 5, 10))


@pytest.fixture
def relaxed(root, hugo):
    """A small centre: the policy in force lets one person take both steps."""
    asked = {"text": "relaxed = true", "in_force_from": NOW.date(), "reason": "Three people in all"}
    made = drafts.draft("second_person", **asked, by=root, now=NOW)
    return drafts.publish(drafts.submit(made, by=root, now=NOW), by=hugo, now=NOW)


@pytest.fixture
def signed_in(client):
    """A function that signs a person into the test client: `signed_in(ada).get(...)`."""

    def sign_in(user: User):
        client.force_login(user)
        return client

    return sign_in
