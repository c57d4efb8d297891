"""Hazard 55 for the tables of this app: the database itself refuses, by ORM and raw SQL."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from people.checks import triggers_stand
from people.domain import append_only, journal, journal_chain
from people.models import Event, EventDetail, JournalSeal
from tests.conftest import NOW


@pytest.fixture
def event(ada, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    event = journal.record("profile-changed", by=ada, about=ada, subject=ada, now=NOW, values={"language": "en"})
    journal_chain.seal(NOW)
    return event


@pytest.mark.parametrize(
    "attempt",
    [
        lambda event: Event.objects.filter(pk=event.pk).update(verb="x"),
        lambda event: Event.objects.filter(pk=event.pk)._raw_delete("default"),
        lambda event: JournalSeal.objects.filter(event=event).update(hash="x"),
        lambda event: JournalSeal.objects.filter(event=event).delete(),
        lambda event: run("UPDATE people_event SET at = '2020-01-01'"),
        lambda event: run("DELETE FROM people_journalseal"),
    ],
)
def test_journal_rows_are_neither_changed_nor_deleted(event, attempt):
    with pytest.raises(IntegrityError), transaction.atomic():
        attempt(event)

    assert Event.objects.get(pk=event.pk).verb == "profile-changed"
    assert JournalSeal.objects.filter(event=event).exists()


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_truncate_is_refused_on_postgresql(event):
    connection.check_constraints()  # else PostgreSQL refuses for the deferred ones, before any trigger
    with pytest.raises(IntegrityError), transaction.atomic():
        run("TRUNCATE people_journalseal")


def test_values_of_an_event_may_be_erased(event):
    EventDetail.objects.filter(event=event).update(values={}, salt="", erased_at=NOW)

    assert journal_chain.check().ok


def test_every_registered_table_has_its_triggers_after_the_last_migration(db):
    assert {"people_event", "people_journalseal"} <= set(append_only.tables())
    assert set(append_only.tables()) == set(append_only.standing(connection))
    assert append_only.missing() == []


def test_system_check_names_a_missing_trigger_and_migrate_mends_it(db):
    place = " ON people_event" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER append_only_people_event_update{place}")

    found = triggers_stand(databases=["default"])
    call_command("migrate", verbosity=0)

    assert [error.msg for error in found] == ["The database default lacks the trigger append_only_people_event_update."]
    assert triggers_stand(databases=["default"]) == []
