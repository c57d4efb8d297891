from datetime import date

import pytest

from people.domain import absences, employment, invitations, notices
from people.domain.leaving import LeavingError, leave
from people.domain.roles import RoleError
from people.models import Event, Notice, User
from people.signals import person_left
from tests.conftest import NOW, PASSWORD, person
from tests.processes import at_once

TODAY = date(2026, 3, 25)


def test_leaving_ends_sessions_links_mentorships_and_notices(ada, ada_and_mia, hana, now, client):
    client.force_login(ada)
    invitation = invitations.invite(ada, by=hana, now=now)
    notice = notices.notify(ada, "due", dedupe_key="1", subject="Week 2 opens", now=now)

    leave(ada, on=TODAY, reason="moved away", by=hana, now=now)

    ada_and_mia.refresh_from_db()
    invitation.refresh_from_db()
    notice.refresh_from_db()
    assert client.get("/account/").status_code == 302
    assert client.get(invitations.link_of(invitation)).status_code == 404
    assert ada_and_mia.ended_on == TODAY
    assert invitation.withdrawn == now
    assert notice.withdrawn_at == now
    assert list(ada.groups.all()) == []
    assert ada.employments.get().ended_on == TODAY


def test_leaving_is_announced_and_journalled(ada, hana, now):
    heard = []

    def listen(sender, person, on, **kwargs):
        heard.append((person, on))

    person_left.connect(listen)
    leave(ada, on=TODAY, reason="moved away", by=hana, now=now)
    person_left.disconnect(listen)

    assert heard == [(ada, TODAY)]
    assert Event.objects.filter(verb="person-left", subject_key=ada.key, actor_key=hana.key).count() == 1


def test_leaderships_that_end_by_leaving_are_journalled(lena, hana, now):
    leave(lena, on=TODAY, reason="moved away", by=hana, now=now)

    assert lena.leaderships.get().ended_on == TODAY
    assert Event.objects.filter(verb="leadership-ended", subject_key=lena.key, actor_key=hana.key).count() == 1


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 3, 26), "Record the leaving on the last day or after it: everything ends at that moment."),
        (date(2026, 3, 1), "The last day lies before the first day of work. Nothing was changed."),
    ],
)
def test_leaving_on_an_odd_day_is_refused(ada, hana, now, on, sentence):
    with pytest.raises(LeavingError) as refusal:
        leave(ada, on=on, reason="", by=hana, now=now)

    ada.refresh_from_db()
    assert str(refusal.value) == sentence
    assert ada.is_active


def test_who_never_comes_leaves_before_the_first_day(hana, now):
    nora = person("nora", "hire", team="Phone one", started_on=date(2026, 3, 30))

    leave(nora, on=TODAY, reason="took another job", by=hana, now=now)

    assert not nora.is_active
    assert nora.employments.get().ended_on == date(2026, 3, 30)


def test_nobody_leaves_by_their_own_hand(hana, now):
    with pytest.raises(LeavingError):
        leave(hana, on=TODAY, reason="", by=hana, now=now)


def administrator(username, *, accepted=True):
    made = person(username, "administrator")
    if accepted:
        made.set_password(PASSWORD)
        made.save()
    return made


def test_last_administrator_stays(root, hana, now):
    with pytest.raises(RoleError) as refusal:
        leave(root, on=TODAY, reason="", by=hana, now=now)

    root.refresh_from_db()
    assert str(refusal.value) == "This is the last administrator. Give the role to somebody else first."
    assert root.is_active


def test_administrator_leaves_another_who_can_sign_in(root, hana, now):
    administrator("rita", accepted=False)
    with pytest.raises(RoleError):
        leave(root, on=TODAY, reason="", by=hana, now=now)

    administrator("rosa")
    assert not leave(root, on=TODAY, reason="", by=hana, now=now).is_active


def test_last_administrator_keeps_the_role(root, academy, now):
    rita = administrator("rita", accepted=False)

    with pytest.raises(RoleError):
        employment.set_roles(root, names=set(), by=rita, now=now)

    assert [group.name for group in root.groups.all()] == ["administrator"]


def let_go(name: str) -> str:
    people = {user.username: user for user in User.objects.all()}
    try:
        leave(people[name], on=TODAY, reason="", by=people["hana"], now=NOW)
    except RoleError:
        return "stays"
    return "left"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_leavings_at_once_keep_one_administrator(academy, hana):
    for name in ("rita", "rosa"):
        administrator(name)

    assert sorted(at_once(f"{__name__}:let_go", [("rita",), ("rosa",)])) == ["left", "stays"]


def test_absence_pauses_and_withdrawing_resumes(ada, hana, now):
    from people.domain.calendars import calendar_for

    absence = absences.record_absence(
        ada, first_day=date(2026, 3, 26), last_day=date(2026, 3, 27), reason="unwell", by=hana, now=now
    )

    assert calendar_for(ada).next_working(TODAY) == date(2026, 3, 30)
    absences.withdraw_absence(absence, by=hana, now=now)
    assert calendar_for(ada).next_working(TODAY) == date(2026, 3, 26)


def test_nobody_withdraws_their_own_absence(hana, hugo, now):
    absence = absences.record_absence(hana, first_day=TODAY, last_day=TODAY, reason="unwell", by=hugo, now=now)

    with pytest.raises(absences.AbsenceError):
        absences.withdraw_absence(absence, by=hana, now=now)

    absence.refresh_from_db()
    assert absence.withdrawn is None


def test_overlapping_absence_is_refused(ada, hana, now):
    absences.record_absence(ada, first_day=TODAY, last_day=TODAY, reason="unwell", by=hana, now=now)

    with pytest.raises(absences.AbsenceError):
        absences.record_absence(ada, first_day=TODAY, last_day=TODAY, reason="again", by=hana, now=now)

    assert ada.absences.count() == 1


def test_mail_is_not_sent_to_someone_who_left_meanwhile(ada, ben, hana, now):
    for who in (ada, ben):
        notices.notify(who, "due", dedupe_key="1", subject=f"For {who.name}", now=now)
    leave(ada, on=TODAY, reason="", by=hana, now=now)
    sent = []

    notices.mail_unsent(now, send=sent.append)
    notices.mail_unsent(now, send=sent.append)

    assert sent == [Notice.objects.get(person=ben)]
