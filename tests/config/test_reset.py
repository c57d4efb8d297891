"""make reset as a person types it: the demo goes after a question, a real centre never goes."""

import fcntl

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the schema goes, not the file"),
]
# Whose data it is, then files as a running site leaves them.
MAKE_DEMO, MAKE_CENTRE = (
    "from django.utils import timezone; from people.models import Company; "
    f"Company.objects.update_or_create(pk=1, defaults={{'set_up': timezone.now(), 'is_demo': {is_demo}}})"
    for is_demo in (True, False)
)
MAKE_PERSON = "from people.models import User; User.objects.create_user('ada', staff_number='S-ada', name='Ada')"


@pytest.fixture
def filled(site):
    for name in ("media/private/call.webm", "demo_password", "backups/kept.tar"):
        (site.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (site.folder / name).write_text("kept")
    return site


def names(site) -> set[str]:
    return {entry.name for entry in site.folder.iterdir() if entry.name not in {"run", "log"}} - {
        "readyline.sqlite3-wal",
        "readyline.sqlite3-shm",
    }


EVERYTHING = {"media", "demo_password", "secret_key", "backups", "readyline.sqlite3"}


@pytest.mark.parametrize("answer", ["", "no\n", "y\n"], ids=["nobody there", "no", "y"])
def test_reset_of_the_demo_asks_and_removes_nothing_without_yes(filled, answer):
    filled.python(MAKE_DEMO)

    refused = filled.manage("reset", YES="", typed=answer)

    assert refused.returncode == 1
    assert "Nothing was removed." in refused.stderr
    assert names(filled) == EVERYTHING


@pytest.mark.parametrize(("sure", "answer"), [("1", ""), ("", "yes\n")], ids=["YES=1", "yes"])
def test_reset_of_the_demo_removes_all_but_the_backups(filled, sure, answer):
    filled.python(MAKE_DEMO)

    done = filled.manage("reset", YES=sure, typed=answer)

    assert done.returncode == 0, done.stderr
    assert names(filled) == {"backups"}
    assert (filled.folder / "backups" / "kept.tar").read_text() == "kept"


@pytest.mark.parametrize("centre", [MAKE_CENTRE, MAKE_PERSON], ids=["set up", "with a person"])
def test_reset_never_removes_a_real_centre(filled, centre):
    filled.python(centre)

    refused = filled.manage("reset", YES="1", typed="yes\n")

    assert refused.returncode == 1
    assert "This is a real centre, not the demo." in refused.stderr
    assert names(filled) == EVERYTHING


def test_reset_is_refused_while_the_site_runs(filled):
    filled.python(MAKE_DEMO)
    (filled.folder / "run").mkdir(exist_ok=True)
    with (filled.folder / "run" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = filled.manage("reset", YES="1")

    assert refused.returncode == 1
    assert "Stop it first" in refused.stderr
    assert names(filled) == EVERYTHING
