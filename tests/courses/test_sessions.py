"""Classroom sessions: planned, told, held, attended; called off in the language of whoever hears it."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from courses.domain import sessions
from courses.models import Attendance, ClassroomSession
from people.models import Notice

STARTS = datetime(2026, 4, 3, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def session(ada_enrolled, ben_enrolled, tom, now):
    return sessions.plan(
        session_key="product-session",
        title_en="Our range",
        title_zh="产品线",
        starts=STARTS,
        minutes=60,
        place="Room 2",
        leader_name="Mr Wu",
        by=tom,
        now=now,
    )


@pytest.fixture
def begun(session, time_machine):
    time_machine.move_to(STARTS + timedelta(minutes=10), tick=False)
    return session


def mark(client, session, **sent):
    return client.post(reverse("courses:attendance", args=[session.key]), sent)


def marks(session):
    found = Attendance.objects.filter(session=session, superseded_by=None)
    return dict(found.values_list("person__username", "was_present"))


def test_those_it_is_for_are_told_when_and_where_in_their_language(ada_enrolled, ada, ben_enrolled, tom, now, request):
    ada.language = "zh-hans"
    ada.save()

    request.getfixturevalue("session")

    assert dict(Notice.objects.values_list("person__username", "subject")) == {
        "ada": "已排课：产品线",
        "ben": "Session planned: Our range",
    }
    assert Notice.objects.get(person=ada).body == "4月3日 周五 09:00 · Room 2 · Mr Wu"


def test_the_programme_says_when_and_where(session, ada, signed_in, time_machine, now):
    time_machine.move_to(now, tick=False)

    page = signed_in(ada).get(reverse("courses:programme")).content.decode()

    assert "Fri 3 April, 09:00" in page
    assert "Room 2 · Mr Wu" in page


@pytest.mark.parametrize(("minutes", "shown"), [(59, True), (60, False)])
def test_a_session_is_shown_until_it_ends(minutes, shown, session):
    found = sessions.next_session("product-session", STARTS + timedelta(minutes=minutes))

    assert (found == session) is shown


def test_marking_the_rest_leaves_the_absent_absent(begun, ada, tom, signed_in):
    client = signed_in(tom)
    mark(client, begun, person=ada.key, present="no")

    mark(client, begun)

    assert marks(begun) == {"ada": False, "ben": True}


def test_a_mark_is_corrected_by_a_later_one_and_both_stay(begun, ada, tom, signed_in):
    client = signed_in(tom)
    mark(client, begun, person=ada.key, present="no")
    mark(client, begun, person=ada.key, present="yes")

    assert marks(begun) == {"ada": True}
    assert Attendance.objects.count() == 2


def test_nobody_is_marked_before_it_begins(session, ada, tom, signed_in, time_machine):
    time_machine.move_to(STARTS - timedelta(minutes=1), tick=False)

    mark(signed_in(tom), session, person=ada.key, present="yes")

    assert marks(session) == {}


def test_a_person_who_does_not_exist_is_not_marked(begun, tom, signed_in):
    assert mark(signed_in(tom), begun, person="nobody").status_code == 404


def test_calling_it_off_tells_everyone_expected_once(session, ada, tom, signed_in):
    ada.language = "zh-hans"
    ada.save()
    client = signed_in(tom)

    for _again in range(2):
        client.post(reverse("courses:session-cancel", args=[session.key]))

    assert ClassroomSession.objects.get().cancelled is not None
    assert dict(Notice.objects.filter(kind="session-cancelled").values_list("person__username", "subject")) == {
        "ada": "课程取消：产品线",
        "ben": "Session called off: Our range",
    }


def test_what_was_attended_is_not_called_off(begun, ada, tom, signed_in):
    client = signed_in(tom)
    mark(client, begun, person=ada.key, present="yes")

    answer = client.post(reverse("courses:session-cancel", args=[begun.key]), follow=True)

    assert ClassroomSession.objects.get().cancelled is None
    assert "Attendance has been marked, so the session stands." in answer.content.decode()


@pytest.mark.parametrize("page", ["sessions", "session", "session-plan"])
def test_a_trainer_reads_titles_in_their_language(page, session, tom, signed_in):
    tom.language = "zh-hans"
    tom.save()

    args = [session.key] if page == "session" else []
    shown = signed_in(tom).get(reverse(f"courses:{page}", args=args)).content.decode()

    assert ("第2周" if page == "session-plan" else "产品线") in shown
    assert "Our range" not in shown


def test_nobody_is_marked_at_a_session_called_off_meanwhile(begun, ada, tom, tara):
    seen_before = ClassroomSession.objects.get()
    now = STARTS + timedelta(minutes=10)
    sessions.cancel(begun, by=tara, now=now)

    with pytest.raises(sessions.SessionError, match="was cancelled"):
        sessions.mark_attendance(seen_before, ada, was_present=True, by=tom, now=now)

    assert marks(begun) == {}
