"""No door says whether an account exists: not by its words, not by its work, not by its time (hazard 17)."""

import os
import re
import time
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Invitation, SignInAttempt
from tests.conftest import person

PASSWORD = "four-words-of-mine-2026"
TRIES = int(os.environ.get("TORTURE_TRIES", "3"))
SEED = int(os.environ.get("TORTURE_SEED", "17"))
# Cliff's delta: how much oftener a try of one kind takes longer than one of the other; below 0.33 it is called small.
SMALL = 0.33


@pytest.fixture
def accounts(academy):
    """One of each by name: who works here, has no mail, has left, was never here."""
    for name in ("works7", "mute77", "gone77"):
        made = person(name, "hire")
        made.email = "" if name == "mute77" else f"{name}@example.org"
        made.set_password(PASSWORD)
        made.is_active = name != "gone77"
        made.save()
    return ("works7", "mute77", "gone77", "ghost7", "ghost7@example.org")


def by_sign_in(client, name):
    return client.post(reverse("people:sign-in"), {"name": name, "password": "wrong-words-of-mine"})


def by_forgotten(client, name):
    return client.post(reverse("people:password-forgotten"), {"name": name})


DOORS = [by_sign_in, by_forgotten]


def said(answer, name):
    """Status, headers and body without what is new at every request."""
    body = answer.content.decode().replace(name, "WHO")
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", body)
    headers = {
        key: value for key, value in answer.headers.items() if key not in {"X-Request-ID", "Content-Length", "Expires"}
    }
    return answer.status_code, headers, sorted(answer.cookies), body


@pytest.mark.parametrize("door", DOORS)
def test_every_name_is_answered_alike(accounts, door):
    answers = [said(door(Client(), name), name) for name in accounts]

    for answer in answers:
        assert answer == answers[0]


def verbs(door, name):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        door(Client(), name)
    return [re.sub(r"\s.*", "", query["sql"], flags=re.DOTALL) for query in captured if "SAVEPOINT" not in query["sql"]]


@pytest.mark.parametrize("door", DOORS)
def test_every_name_costs_the_database_the_same(accounts, door):
    door(Client(), "warm")

    asked = {name: verbs(door, name) for name in accounts}

    assert all(found == asked["works7"] for found in asked.values())


def test_a_link_is_written_for_its_person_alone(accounts):
    for name in accounts:
        by_forgotten(Client(), name)

    assert [invitation.person.username for invitation in Invitation.objects.all()] == ["works7"]


@pytest.mark.parametrize("typed", ["abcd-efgh", "ABCDEFGH", "0000-0000"])
def test_a_code_that_was_used_or_never_made_reads_the_same(accounts, typed):
    answers = [
        said(Client().post(reverse("people:invitation-code"), {"code": code}), code) for code in (typed, "zzzz-zzzz")
    ]

    assert answers[0] == answers[1]


def cliffs_delta(some, others):
    """From -1 (always shorter) over 0 (no difference) to 1 (always longer)."""
    won = sum((one > other) - (one < other) for one in some for other in others)
    return won / (len(some) * len(others))


def test_effect_size_knows_the_ends_and_the_middle():
    assert cliffs_delta([2, 3], [0, 1]) == 1
    assert cliffs_delta([0, 1], [2, 3]) == -1
    assert cliffs_delta([1, 2], [1, 2]) == 0


@pytest.mark.parametrize("door", DOORS)
def test_time_does_not_tell_a_known_name_from_an_unknown_one(accounts, door, record_property):
    """In turns of random order, so that the machine's moods fall on all alike; judged where the tries are many."""
    took = {name: [] for name in accounts[:4]}
    luck = Random(SEED)  # noqa: S311  the order of the tries, no secret
    for name in took:
        door(Client(), name)
    for _n in range(TRIES):
        for name in luck.sample(list(took), len(took)):
            SignInAttempt.objects.all().delete()
            client, began = Client(), time.perf_counter()
            door(client, name)
            took[name].append(time.perf_counter() - began)

    effects = {name: cliffs_delta(took["works7"], took[name]) for name in accounts[1:4]}
    words = ", ".join(f"{name} {effect:+.2f}" for name, effect in effects.items())
    record_property("ran", f"{door.__name__.removeprefix('by_')}: {TRIES} tries each, effect {words}")
    assert TRIES < 100 or all(abs(effect) < SMALL for effect in effects.values())
