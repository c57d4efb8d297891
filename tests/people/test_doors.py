"""Signing in (hazards 16, 81 to 84): one door, one limiter, soft; nobody innocent is kept out."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory
from django.urls import reverse

from people.domain import access, throttle
from people.domain.address import client_address
from people.models import SignedIn, SignInAttempt, User
from tests.conftest import NOW, PASSWORD, person

WRONG = "These do not belong together. Check the staff number and the password; capitals count in the password."


@pytest.fixture
def ada_with_password(ada):
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def knock(client, name, password=PASSWORD, **extra):
    return client.post(reverse("people:sign-in"), {"name": name, "password": password}, **extra)


def verify(name, password, *, address="10.0.0.1", known=False, now=NOW):
    return access.verify(name, password, address=address, known=known, now=now)


@pytest.mark.parametrize("name", ["S-ada", "s-ADA", " ada ", "ADA", "Ada@Example.org"])
def test_sign_in_by_number_name_or_mail_in_any_case(ada_with_password, client, name):
    response = knock(client, name)

    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(ada_with_password.pk)


@pytest.mark.parametrize(("name", "password"), [("nobody", PASSWORD), ("ada", "wrong"), ("gone", PASSWORD)])
def test_unknown_wrong_and_left_read_the_same(ada_with_password, client, name, password):
    gone = person("gone", "hire")
    gone.set_password(PASSWORD)
    gone.is_active = False
    gone.save()

    response = knock(client, name, password)

    assert response.status_code == 200
    assert list(response.context["form"].non_field_errors()) == [WRONG]
    assert SignInAttempt.objects.count() == 1


def test_unknown_account_costs_a_hash_as_a_known_one_does(ada_with_password, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    work = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counted(self, *args, original=original, name=name, **kwargs):
            work.append(name)
            return original(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    verify("nobody", "x")
    unknown = len(work)
    work.clear()
    verify("ada", "x")

    assert (unknown, len(work)) == (1, 1)


@pytest.mark.parametrize(("failures", "waits"), [(9, False), (10, True), (11, True)])
def test_account_waits_from_the_tenth_failure_in_fifteen_minutes(ada_with_password, failures, waits):
    for _number in range(min(failures, 10)):
        verify("ada", "wrong")
    if failures == 11:
        later = NOW + timedelta(seconds=30)
        verify("S-ADA", "wrong", now=later)
        with pytest.raises(throttle.TryLater):
            verify("ada", PASSWORD, now=later + timedelta(seconds=29))
        return

    if waits:
        with pytest.raises(throttle.TryLater):
            verify("ada", PASSWORD)
    else:
        assert verify("ada", PASSWORD) == ada_with_password


@pytest.mark.parametrize(("seconds", "gets_in"), [(29, False), (30, True), (31, True)])
def test_wait_is_soft_and_ends_by_itself(ada_with_password, seconds, gets_in):
    for _number in range(10):
        verify("ada", "wrong")
    later = NOW + timedelta(seconds=seconds)

    if gets_in:
        assert verify("ada", PASSWORD, now=later) == ada_with_password
    else:
        with pytest.raises(throttle.TryLater):
            verify("ada", PASSWORD, now=later)


def test_ten_names_of_one_account_are_one_account(ada_with_password):
    for name in ["ada", "S-ada", "ada@example.org", "ADA", "s-ADA"] * 2:
        verify(name, "wrong")

    with pytest.raises(throttle.TryLater):
        verify("ada", PASSWORD)


def test_attacker_does_not_lock_a_colleague_out_of_a_known_browser(ada_with_password, client):
    knock(client, "ada")
    client.post(reverse("people:sign-out"))
    for number in range(30):
        SignInAttempt.objects.create(
            account=throttle.Door(ada_with_password.key, "").account_hash,
            address=f"{number}",
            at=User.objects.get(pk=ada_with_password.pk).last_login,
        )

    stranger, own = knock(Client(), "ada"), knock(client, "ada")

    assert (stranger.status_code, own.status_code) == (200, 302)


def test_known_browser_has_a_limit_of_its_own(ada_with_password):
    for _number in range(10):
        verify("ada", "wrong", known=True)

    with pytest.raises(throttle.TryLater):
        verify("ada", PASSWORD, known=True)


def test_forged_known_cookie_is_no_key(ada_with_password, client):
    client.cookies["known"] = "WyJhZGEiXQ:forged"
    for _number in range(10):
        knock(client, "ada", "wrong")

    assert knock(client, "ada").status_code == 200


@pytest.mark.parametrize(("failures", "waits"), [(99, [0, 0]), (100, [2, 0]), (101, [2, 0])])
def test_spraying_address_is_slowed_and_known_browsers_are_not(academy, failures, waits):
    for number in range(failures):
        throttle.count_failure(throttle.Door(f"account {number}", "203.0.113.9"), now=NOW)

    found = [
        max(throttle.seconds_to_wait(throttle.Door("ada", "203.0.113.9", known=known), NOW)) for known in (False, True)
    ]

    assert found == waits


@pytest.mark.parametrize(("failures", "wait"), [(999, 0), (1000, 1)])
def test_stuffing_from_everywhere_slows_the_whole_site(academy, failures, wait):
    SignInAttempt.objects.bulk_create(
        SignInAttempt(account=f"{number}", address=f"{number}", at=NOW) for number in range(failures)
    )

    assert max(throttle.seconds_to_wait(throttle.Door("ada", "198.51.100.1"), NOW)) == wait


def test_failures_before_the_window_are_forgotten(ada_with_password):
    for _number in range(10):
        verify("ada", "wrong", now=NOW - timedelta(minutes=15))

    assert verify("ada", PASSWORD) == ada_with_password


def test_limiter_stands_before_every_door_that_authenticates(ada_with_password):
    request = RequestFactory().post("/anything/")
    for _number in range(10):
        authenticate(request, username="ada", password="wrong")

    assert authenticate(request, username="ada", password=PASSWORD) is None
    assert "Too many tries" in str(request.try_later)


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "address"),
    [
        ("10.0.0.1", "6.6.6.6", 0, "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9", 2, "10.0.0.1"),
        ("10.0.0.1", "", 1, "10.0.0.1"),
        ("10.0.0.1", "6.6.6.6, <script>", 1, "unknown"),
        ("::1", "", 0, "::1"),
    ],
)
def test_forwarded_address_counts_from_the_right(remote, forwarded, proxies, address):
    assert client_address(remote, forwarded, proxies) == address


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_sign_in_never_leads_to_a_foreign_address(ada_with_password, client, wanted):
    response = client.post(reverse("people:sign-in"), {"name": "ada", "password": PASSWORD, "next": wanted})

    assert response.url == "/"


def test_session_key_changes_at_sign_in_and_cookie_is_shut(ada_with_password, client):
    client.get(reverse("people:sign-in"))
    session = client.session
    session["planted"] = "by somebody"
    session.save()
    before = session.session_key

    knock(client, "ada")

    cookie = client.cookies["readyline"]
    assert client.session.session_key != before
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize(("minutes", "status"), [(119, 200), (120, 200), (121, 302)])
def test_idle_session_ends(ada_with_password, client, time_machine, minutes, status):
    time_machine.move_to(NOW, tick=False)
    knock(client, "ada")

    time_machine.move_to(NOW + timedelta(minutes=minutes), tick=False)

    assert client.get(reverse("people:profile")).status_code == status


@pytest.mark.parametrize(("hours", "status"), [(11.9, 200), (12.1, 302)])
def test_session_ends_after_twelve_hours_however_busy(ada_with_password, client, time_machine, hours, status):
    time_machine.move_to(NOW, tick=False)
    knock(client, "ada")
    steps = int(hours)
    for hour in range(1, steps + 1):
        time_machine.move_to(NOW + timedelta(hours=hour), tick=False)
        client.get(reverse("people:profile"))

    time_machine.move_to(NOW + timedelta(hours=hours), tick=False)

    assert client.get(reverse("people:profile")).status_code == status


def test_person_sees_and_ends_their_other_browser_only(ada_with_password, ben, client):
    other = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/605.1"})
    knock(other, "ada")
    knock(client, "ada")
    strange = Client()
    strange.force_login(ben)
    phone = SignedIn.objects.get(agent__contains="iPhone")

    foreign = strange.post(reverse("people:session-end", args=[phone.key]))
    page = client.get(reverse("people:sessions"))
    client.post(reverse("people:session-end", args=[phone.key]))

    assert foreign.status_code == 404
    assert "Safari · iPhone" in page.content.decode()
    assert other.get(reverse("people:profile")).status_code == 302
    assert client.get(reverse("people:profile")).status_code == 200


def test_password_change_ends_every_other_session(ada_with_password, client):
    other = Client()
    knock(other, "ada")
    knock(client, "ada")

    client.post(reverse("people:password-change"), {"old": PASSWORD, "new": "another long sentence"})

    assert other.get(reverse("people:profile")).status_code == 302
    assert client.get(reverse("people:profile")).status_code == 200


@pytest.mark.parametrize(
    "name", ["sign-in", "sign-out", "language-set", "theme-set", "password-forgotten", "notices-read"]
)
def test_cross_site_post_is_refused(ada_with_password, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada_with_password)

    found = [
        client.post(reverse(f"people:{name}"), {"name": "ada", "password": PASSWORD}).status_code,
        client.post(reverse(f"people:{name}"), "{}", content_type="application/json").status_code,
    ]

    assert found == [403, 403]


def test_sign_out_needs_a_post(signed_in, ada):
    client = signed_in(ada)

    refused = client.get(reverse("people:sign-out"))
    client.post(reverse("people:sign-out"))

    assert refused.status_code == 405
    assert client.get(reverse("people:profile")).status_code == 302


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_language_is_kept_before_and_after_sign_in(ada, client, language):
    client.post(reverse("people:language-set"), {"language": language})
    words = {"zh-hans": 'lang="zh-Hans"', "en": 'lang="en"'}[language]

    before = client.get(reverse("people:sign-in")).content.decode()
    client.force_login(ada)
    client.post(reverse("people:language-set"), {"language": language})
    ada.refresh_from_db()

    assert words in before
    assert ada.language == language


@pytest.mark.parametrize(("theme", "shown"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_theme_is_a_cookie(client, db, theme, shown):
    client.post(reverse("people:theme-set"), {"theme": theme})

    assert shown in client.get(reverse("people:sign-in")).content.decode()


def test_theme_of_a_stranger_hand_is_not_rendered(client, db):
    client.cookies["theme"] = '"><script>'

    assert (
        "data-theme" not in client.get(reverse("people:sign-in")).content.decode().split("<body")[0].split("<head")[0]
    )
