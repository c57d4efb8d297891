"""Hazards 59, 61, 62: the chain names the first bad row, one chain grows whoever seals, an event means a change."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from people.domain import append_only, journal, journal_chain
from people.models import Event, EventDetail, JournalSeal, Mentorship
from tests.conftest import NOW
from tests.processes import at_once


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def five_events(ada, hana, folder, django_capture_on_commit_callbacks):
    for number in range(5):
        journal.record("profile-changed", by=hana, about=ada, subject=ada, now=NOW, values={"n": number})
    with django_capture_on_commit_callbacks(execute=True):
        journal_chain.seal(NOW)
    return list(JournalSeal.objects.order_by("seq").values_list("event_id", flat=True))


def tamper(sql, *parameters):
    """What an operator with the database password can do."""
    append_only.lift()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    append_only.install()


def test_whole_chain_is_whole(five_events):
    report = journal_chain.check()

    assert (report.ok, report.sealed, report.unsealed) == (True, Event.objects.count(), 0)


def test_what_is_not_sealed_yet_is_counted(five_events, ada, hana):
    journal.record("profile-changed", by=hana, about=ada, now=NOW)

    assert journal_chain.check().unsealed == 1


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("column", ["verb", "actor_key", "subject_key", "object_key", "commitment"])
def test_changed_event_is_named(five_events, place, column):
    event = five_events[-5 + place]

    tamper(f"UPDATE people_event SET {column} = 'x' WHERE id = %s", event)  # noqa: S608

    seq = JournalSeal.objects.get(event_id=event).seq
    assert f"Link {seq}: event {event} was changed." in journal_chain.check().breaks


def test_backdated_event_is_named(five_events):
    event = five_events[-2]

    append_only.lift()
    Event.objects.filter(pk=event).update(at=NOW - timedelta(days=1))
    append_only.install()

    assert not journal_chain.check().ok


def test_deleted_event_is_named(five_events, transactional_check_off):
    event = five_events[-3]

    tamper("DELETE FROM people_eventdetail WHERE event_id = %s", event)
    tamper("DELETE FROM people_event WHERE id = %s", event)

    seq = JournalSeal.objects.get(event_id=event).seq
    assert journal_chain.check().breaks[0] == f"Link {seq}: event {event} was deleted."


@pytest.fixture
def transactional_check_off():
    """SQLite checks foreign keys at the end of the test's transaction; the row that hangs in the air is put back."""
    yield
    append_only.lift()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_journalseal WHERE event_id NOT IN (SELECT id FROM people_event)")
    append_only.install()


def test_removed_link_is_named(five_events):
    seq = JournalSeal.objects.get(event_id=five_events[-3]).seq

    tamper("DELETE FROM people_journalseal WHERE seq = %s", seq)

    assert journal_chain.check().breaks[0] == f"Link {seq} is missing."


def test_swapped_events_are_named(five_events):
    first, second = five_events[-2:]
    seq = JournalSeal.objects.get(event_id=first).seq

    tamper("UPDATE people_journalseal SET event_id = -event_id WHERE event_id IN (%s, %s)", first, second)
    tamper("UPDATE people_journalseal SET event_id = %s WHERE event_id = %s", second, -first)
    tamper("UPDATE people_journalseal SET event_id = %s WHERE event_id = %s", first, -second)

    assert journal_chain.check().breaks[0] == f"Link {seq}: event {second} was changed."


def test_tail_cut_off_is_missed_by_the_kept_head(five_events):
    seq = JournalSeal.objects.order_by("-seq").first().seq

    tamper("DELETE FROM people_journalseal WHERE seq = %s", seq)

    assert journal_chain.check().breaks == [
        f"The kept head {seq} is not in the chain: its end was cut off or rewritten."
    ]


def test_changed_values_are_named_and_erased_ones_are_not(five_events):
    changed, erased = five_events[-1], five_events[-2]
    EventDetail.objects.filter(event_id=erased).update(values={}, salt="", erased_at=NOW)
    assert journal_chain.check().ok

    EventDetail.objects.filter(event_id=changed).update(values={"n": 99})

    report = journal_chain.check()
    assert (report.breaks, report.erased) == ([f"The values of event {changed} were changed."], 1)


def test_command_fails_on_a_break(five_events):
    call_command("check_journal", stdout=StringIO())

    tamper("UPDATE people_event SET verb = 'x' WHERE id = %s", five_events[0])

    with pytest.raises(CommandError):
        call_command("check_journal", stdout=StringIO())


def test_event_and_change_stand_or_fall_together(ada, mia, tom, now):
    from people.domain.mentorships import open_mentorship
    from people.signals import mentorship_opened

    def crash(sender, **kwargs):
        raise RuntimeError("the plug was pulled")

    mentorship_opened.connect(crash)
    with pytest.raises(RuntimeError), transaction.atomic():
        open_mentorship(mia, ada, by=tom, on=now.date(), now=now)
    mentorship_opened.disconnect(crash)

    assert Mentorship.objects.count() == Event.objects.filter(verb="mentorship-opened").count() == 0


def write_and_seal(worker: int) -> int:
    from people.domain import journal as log
    from people.domain import journal_chain as chain
    from people.models import User

    ada = User.objects.get(username="ada")
    for number in range(25):
        log.record("profile-changed", by=ada, about=ada, now=NOW, values={"worker": worker, "n": number})
        if number % 5 == 4:
            chain.seal(NOW)
    return worker


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_eight_writers_and_sealers_make_one_chain(ada, folder):
    answers = at_once(f"{__name__}:write_and_seal", [(n,) for n in range(8)])

    journal_chain.seal(NOW)
    report = journal_chain.check()
    assert sorted(answers) == list(range(8))
    assert (report.breaks, report.unsealed, report.sealed) == ([], 0, Event.objects.count())
    assert Event.objects.filter(verb="profile-changed").count() == 200
