from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from people import tasks
from people.domain import access, invitations, throttle
from people.domain.invitations import InvitationError
from people.models import Event, Invitation
from tests.conftest import PASSWORD, person

NEW = "a sentence that only I know"


def test_link_sets_a_password_once(ada, hana, now, client, time_machine):
    time_machine.move_to(now)
    link = invitations.link_of(invitations.invite(ada, by=hana, now=now))

    first = client.post(link, {"password": NEW})
    again = Client().post(link, {"password": "somebody else's sentence"})

    ada.refresh_from_db()
    assert (first.status_code, again.status_code) == (302, 404)
    assert ada.check_password(NEW)
    assert client.get(reverse("people:profile")).status_code == 200


def test_code_of_a_slip_leads_on_however_it_is_typed(ada, hana, now, client, time_machine):
    time_machine.move_to(now)
    slip = invitations.slip(ada, by=hana, now=now)

    response = client.post(reverse("people:invitation-code"), {"code": slip.code.lower().replace("-", " ")})

    assert client.get(response.url).context["person"] == ada


@pytest.mark.parametrize(("days", "usable"), [(6.99, True), (7, False), (7.01, False)])
def test_invitation_lasts_seven_days(ada, hana, now, days, usable):
    link = invitations.link_of(invitations.invite(ada, by=hana, now=now)).split("/")[-2]

    later = now + timedelta(days=days)

    if usable:
        assert invitations.by_token(link, now=later).person == ada
    else:
        with pytest.raises(InvitationError):
            invitations.by_token(link, now=later)


def test_newer_invitation_replaces_the_older(ada, hana, now):
    older = invitations.invite(ada, by=hana, now=now)
    invitations.slip(ada, by=hana, now=now)

    with pytest.raises(InvitationError):
        invitations.by_token(invitations.token_of(older.key), now=now)


def test_weak_password_is_refused_in_words_and_uses_nothing_up(ada, hana, now):
    invitation = invitations.invite(ada, by=hana, now=now)

    with pytest.raises(InvitationError) as refusal:
        invitations.accept(invitation, password="12345", now=now)

    invitation.refresh_from_db()
    assert "too short" in str(refusal.value)
    assert invitation.used is None


def test_neither_token_nor_code_stands_in_the_database(ada, hana, now):
    slip = invitations.slip(ada, by=hana, now=now)
    invitation = Invitation.objects.get()

    stored = " ".join(str(value) for value in Invitation.objects.values().get().values())

    assert slip.code not in stored
    assert invitations.token_of(invitation.key) not in stored


def test_mail_carries_the_link_in_the_persons_language_once(ada, hana, now, time_machine):
    time_machine.move_to(now)
    ada.language = "zh-hans"
    ada.save()
    invitation = invitations.invite(ada, by=hana, now=now)

    tasks.sweep_mail()
    tasks.sweep_mail()

    assert [message.to for message in mail.outbox] == [["ada@example.org"]]
    assert invitations.link_of(invitation) in mail.outbox[0].body
    assert "你好" in mail.outbox[0].body


def test_invitation_of_someone_who_left_is_not_mailed(ada, hana, now, time_machine):
    from people.domain.leaving import leave

    time_machine.move_to(now)
    invitations.invite(ada, by=hana, now=now)
    leave(ada, on=now.date(), reason="", by=hana, now=now)

    tasks.sweep_mail()

    assert mail.outbox == []


@pytest.mark.parametrize(("typed", "links"), [("ada", 1), ("ADA@example.org", 1), ("nobody", 0), ("mute", 0)])
def test_forgotten_password_says_the_same_to_everybody(ada, client, typed, links):
    mute = person("mute", "hire")
    mute.email = ""
    mute.save()

    response = client.post(reverse("people:password-forgotten"), {"name": typed})
    ghost = client.post(reverse("people:password-forgotten"), {"name": "ghost"})

    assert response.content.decode().split("<main")[1] == ghost.content.decode().split("<main")[1]
    assert Invitation.objects.filter(purpose="forgotten").count() == links


def test_old_password_works_until_the_link_is_used(ada, now):
    ada.set_password(PASSWORD)
    ada.save()

    invitations.forgotten(ada, now=now)

    assert access.verify("ada", PASSWORD, address="x", known=False, now=now) == ada


def test_reset_ends_password_and_sessions_and_gives_a_slip(ada, tom, now, client, signed_in):
    ada.set_password(PASSWORD)
    ada.save()
    client.force_login(ada)

    slip = access.reset_password(ada, by=tom, now=now)

    assert client.get(reverse("people:profile")).status_code == 302
    assert access.verify("ada", PASSWORD, address="x", known=False, now=now) is None
    assert invitations.by_code(slip.code, now=now).person == ada
    assert Event.objects.filter(verb="password-reset", actor_key=tom.key, subject_key=ada.key).count() == 1


@pytest.mark.parametrize(
    ("by", "whom", "may"),
    [
        ("tom", "ada", True),
        ("tom", "mia", True),
        ("tom", "tara", False),
        ("tom", "hana", False),
        ("tom", "root", False),
        ("hana", "tom", True),
        ("hana", "hugo", True),
        ("hana", "root", False),
        ("hana", "hana", False),
        ("root", "hana", True),
        ("lena", "ada", False),
    ],
)
def test_nobody_takes_over_an_account_above_their_own(request, by, whom, may):
    assert access.may_reset(request.getfixturevalue(by), request.getfixturevalue(whom)) == may


def test_guessing_codes_is_slowed(db, client):
    for _number in range(10):
        client.post(reverse("people:invitation-code"), {"code": "AAAA-BBBB-CCCC"})

    response = client.post(reverse("people:invitation-code"), {"code": "AAAA-BBBB-CCCC"})

    assert "Too many tries" in response.content.decode()


@pytest.mark.parametrize(("typos", "gets_in"), [(10, True), (99, True), (100, False)])
def test_typos_of_colleagues_at_one_address_keep_nobody_out(ada, hana, now, client, time_machine, typos, gets_in):
    time_machine.move_to(now)
    slip = invitations.slip(ada, by=hana, now=now)
    for number in range(typos):
        door = throttle.Door(f"code:wrong{number}", "127.0.0.1")
        throttle.count_failure(door, now=now)

    response = client.post(reverse("people:invitation-code"), {"code": slip.code})

    assert (response.status_code == 302) is gets_in
