"""A start may ask for the password again: throttled, logged, good for that start only (hazard 38)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assessments.domain import attempts, releases
from assessments.models import Attempt, AttemptEvent
from people.domain import access, throttle
from people.models import SignInAttempt

PASSWORD = "four-words-of-mine-2026"


@pytest.fixture(autouse=True)
def at_ten(now):
    with time_machine.travel(now, tick=False) as clock:
        yield clock


@pytest.fixture
def door(ada, admission):
    """The start of a paper that asks for the password again."""
    ada.set_password(PASSWORD)
    ada.save()
    admission.paper.step_up = True
    admission.paper.save(update_fields=["step_up"])
    return reverse("assessments:exam-start", args=[admission.key])


def test_a_start_with_the_password_goes_through(signed_in, ada, door):
    client = signed_in(ada)
    assert "Your password" in client.get(door).content.decode()

    answer = client.post(door, {"password": PASSWORD})

    assert answer.url == reverse("assessments:exam", args=[Attempt.objects.get().key])


@pytest.mark.parametrize(("typed", "events"), [("wrong", ["password"]), ("", []), (None, [])])
def test_without_it_nothing_starts_and_a_wrong_one_is_logged(signed_in, ada, tom, admission, door, typed, events):
    client = signed_in(ada)

    page = client.post(door, {} if typed is None else {"password": typed})

    assert page.status_code == 200
    assert not Attempt.objects.exists()
    assert list(AttemptEvent.objects.values_list("kind", flat=True)) == events
    if events:
        assert "The exam was not started and no time has passed" in page.content.decode()
        client.post(door, {"password": PASSWORD})
        log = signed_in(tom).get(reverse("assessments:attempt-log", args=[Attempt.objects.get().key]))
        assert "Password at the start was wrong" in log.content.decode()


def test_a_confirmation_holds_for_one_start_only(signed_in, ada, admission, door, at_ten):
    client = signed_in(ada)
    client.post(door, {"password": PASSWORD})
    attempts.submit(Attempt.objects.get(), by=ada, now=admission.opens + timedelta(days=1))
    at_ten.shift(timedelta(days=4))
    client = signed_in(ada)

    page = client.post(door)

    assert page.status_code == 200
    assert Attempt.objects.count() == 1
    assert client.post(door, {"password": PASSWORD}).status_code == 302
    assert Attempt.objects.count() == 2


def test_a_running_exam_is_not_asked_for_again(signed_in, ada, admission, door):
    attempt = attempts.start(admission, by=ada, now=admission.opens + timedelta(days=1))

    assert signed_in(ada).post(door).url == reverse("assessments:exam", args=[attempt.key])


def test_guesses_wait_and_nobody_else_does(signed_in, ada, ben, door, now):
    client = signed_in(ada)
    limit = throttle.limits().sign_in_per_account
    for _n in range(limit):
        throttle.count_failure(throttle.Door(ada.key, "127.0.0.1", known=True), now=now)

    page = client.post(door, {"password": PASSWORD})

    assert "Too many tries in a short time" in page.content.decode()
    assert not Attempt.objects.exists()
    assert SignInAttempt.objects.count() == limit
    # Neither the owner at another computer nor a colleague at the same desk has to wait.
    for person, known in ((ada, False), (ben, True), (ben, False)):
        throttle.refuse_too_early(throttle.Door(person.key, "127.0.0.1", known=known), now=now)


def test_a_right_password_clears_the_count(ada, door, now):
    with pytest.raises(access.WrongPasswordError):
        access.confirm(ada, "wrong", address="10.0.0.1", now=now)

    access.confirm(ada, PASSWORD, address="10.0.0.1", now=now)

    assert not SignInAttempt.objects.exists()


def test_an_extra_attempt_names_who_granted_it_and_why(signed_in, ada, tom, admission, now, at_ten):
    admission.attempts_allowed = 1
    admission.save()
    attempts.submit(attempts.start(admission, by=ada, now=now), by=ada, now=now)
    at_ten.shift(timedelta(minutes=5))
    releases.release_retake(admission, reason="The line was down", by=tom, now=now + timedelta(minutes=5))
    client = signed_in(ada)

    pages = [
        client.get(reverse("assessments:exams")),
        client.get(reverse("assessments:exam-start", args=[admission.key])),
    ]

    for page in pages:
        assert f"{tom.name} granted an extra attempt: The line was down" in page.content.decode()
