"""Guessing through the addresses themselves (hazard 81), and the innocent behind the same address (hazard 82)."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from people.domain import access, throttle
from people.models import SignInAttempt, User
from tests.conftest import NOW, PASSWORD

OFFICE, ELSEWHERE = "203.0.113.9", "198.51.100.7"
TOO_MANY = "Too many tries in a short time."


@pytest.fixture(autouse=True)
def moment(time_machine, academy, settings):
    # What is proved here is who may try, not how a password is kept; hundreds of Argon2 hashes would only take time.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def staff():
    """300 people of one office, all with the same password: one hash is worked out, each sign-in still checks it."""
    hashed = make_password(PASSWORD)
    names = [f"p{number}" for number in range(300)]
    people = [
        User(
            username=name,
            staff_number=f"S-{name}",
            name=name,
            email=f"{name}@example.org",
            password=hashed,
            language="en",
        )
        for name in names
    ]
    User.objects.bulk_create(people)
    return names


def knock(name, password=PASSWORD, *, address=OFFICE, client=None):
    client = client or Client()
    return client.post(reverse("people:sign-in"), {"name": name, "password": password}, REMOTE_ADDR=address)


def is_in(answer) -> bool:
    return answer.status_code == 302


def has_to_wait(answer) -> bool:
    return answer.status_code == 200 and TOO_MANY in str(answer.context["form"].errors)


def failed_before(count, *, address=OFFICE):
    """So many failures just now, at other accounts each."""
    doors = [throttle.Door(f"other {number}", address) for number in range(count)]
    SignInAttempt.objects.bulk_create(
        SignInAttempt(account=door.account_hash, address=door.address_hash, at=NOW) for door in doors
    )


@pytest.mark.slow
def test_office_of_300_behind_one_address_signs_in_with_its_typos(staff, moment):
    """Two a second at the start of the shift; one in twenty mistypes before it is right."""
    kept_out = []
    for number, name in enumerate(staff):
        moment.move_to(NOW + timedelta(seconds=number // 2), tick=False)
        if number % 20 == 0:
            knock(name, PASSWORD.upper())
        if not is_in(knock(name)):
            kept_out.append(name)

    assert kept_out == []


def test_guesser_within_the_office_keeps_no_known_browser_out(staff):
    own = Client()
    knock(staff[0], client=own)
    own.post(reverse("people:sign-out"), REMOTE_ADDR=OFFICE)
    failed_before(99)
    knock("S-nobody", "wrong")

    assert has_to_wait(knock(staff[1]))
    assert is_in(knock(staff[0], client=own))
    assert is_in(knock(staff[1], address=ELSEWHERE))


@pytest.mark.parametrize(("seconds", "gets_in"), [(1, False), (2, True)])
def test_new_browser_of_that_office_waits_two_seconds(staff, moment, seconds, gets_in):
    failed_before(100)
    moment.move_to(NOW + timedelta(seconds=seconds), tick=False)

    assert is_in(knock(staff[1])) is gets_in


@pytest.mark.parametrize(("seconds", "gets_in"), [(29, False), (30, True)])
def test_colleague_under_attack_gets_in_after_half_a_minute(staff, moment, seconds, gets_in):
    for _number in range(10):
        knock(staff[0], "wrong", address=ELSEWHERE)
    moment.move_to(NOW + timedelta(seconds=seconds), tick=False)

    assert is_in(knock(staff[0])) is gets_in


def test_colleague_under_attack_gets_in_at_once_with_a_slip(staff, hana):
    colleague = User.objects.get(username=staff[0])
    for _number in range(10):
        knock(staff[0], "wrong", address=ELSEWHERE)
    assert has_to_wait(knock(staff[0]))

    slip = access.reset_password(colleague, by=hana, now=NOW)
    client = Client()
    step = client.post(reverse("people:invitation-code"), {"code": slip.code}, REMOTE_ADDR=OFFICE)
    client.post(step.url, {"password": "a sentence that only I know"}, REMOTE_ADDR=OFFICE)

    assert client.get(reverse("people:profile")).status_code == 200


@pytest.mark.slow
def test_one_password_sprayed_over_an_office_stops_at_the_hundredth(staff):
    """The 121st account does have that password: whoever sprays does not learn it."""
    User.objects.filter(username=staff[120]).update(password=make_password("Welcome2026!"))

    answers = [knock(name, "Welcome2026!", address=ELSEWHERE) for name in staff[:130]]

    assert [has_to_wait(answer) for answer in answers] == [False] * 100 + [True] * 30
    assert not any(is_in(answer) for answer in answers)
    assert SignInAttempt.objects.count() == 100


def test_one_account_stuffed_from_many_addresses_stops_at_the_tenth(staff):
    """Whichever of its names is used; the fifteenth password is the right one."""
    names = [staff[0], f"S-{staff[0]}", f"{staff[0]}@example.org"] * 5
    passwords = [f"leaked {number}" for number in range(14)] + [PASSWORD]

    answers = [
        knock(name, password, address=f"198.51.100.{number}")
        for number, (name, password) in enumerate(zip(names, passwords, strict=True))
    ]

    assert [has_to_wait(answer) for answer in answers] == [False] * 10 + [True] * 5


def test_many_accounts_stuffed_from_many_addresses_slow_at_the_thousandth(staff):
    for number in range(99):
        failed_before(10, address=f"192.0.2.{number}")

    answers = [knock(staff[n], f"leaked {n}", address=f"198.51.100.{n}") for n in range(14)]

    assert [has_to_wait(answer) for answer in answers] == [False] * 10 + [True] * 4


def by_sign_in(client):
    return client.post(reverse("people:sign-in"), {"name": "p0", "password": "wrong"}, REMOTE_ADDR=OFFICE)


def by_code(client):
    return client.post(reverse("people:invitation-code"), {"code": "AAAA-BBBB-CCCC"}, REMOTE_ADDR=OFFICE)


def by_forgotten(client):
    return client.post(reverse("people:password-forgotten"), {"name": "p1"}, REMOTE_ADDR=OFFICE)


def by_change(client):
    client.force_login(User.objects.get(username="p2"))
    sent = {"old": "wrong", "new": "another long sentence"}
    return client.post(reverse("people:password-change"), sent, REMOTE_ADDR=OFFICE)


@pytest.mark.parametrize("door", [by_sign_in, by_code, by_forgotten, by_change])
def test_what_one_door_counts_every_door_heeds(staff, door):
    """The hundredth failure of the address, by whichever door, shuts those a stranger can stand before."""
    failed_before(99)

    door(Client())

    assert SignInAttempt.objects.count() == 100
    assert [has_to_wait(other(Client())) for other in (by_sign_in, by_code, by_forgotten)] == [True] * 3


def test_old_password_is_not_guessed_in_an_open_browser(staff, moment):
    client = Client()
    client.force_login(User.objects.get(username="p2"))
    change, new = reverse("people:password-change"), "another long sentence"

    guesses = [client.post(change, {"old": f"guess {number}", "new": new}) for number in range(10)]
    eleventh = client.post(change, {"old": PASSWORD, "new": new})

    assert not any(has_to_wait(guess) for guess in guesses)
    assert has_to_wait(eleventh)
    assert User.objects.get(username="p2").check_password(PASSWORD)
    moment.move_to(NOW + timedelta(seconds=30), tick=False)
    assert client.post(change, {"old": PASSWORD, "new": new}).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("door", ["login", "password_reset", "logout", "account"])
def test_editors_own_doors_lead_to_ours_and_sign_nobody_in(staff, door, method):
    client = Client()
    sent = {"username": staff[0], "password": PASSWORD, "email": f"{staff[0]}@example.org"}

    answer = getattr(client, method)(f"/admin/{door}/", sent)

    assert (answer.status_code, answer.url) == (302, reverse("people:sign-in"))
    assert "_auth_user_id" not in client.session
