"""A door to everything a role works with, and none that is shut (tab bar and header are made from one list)."""

import pytest

from people.domain.navigation import places_for
from people.domain.roles import give_role
from tests.permissions.rows import PEOPLE


def labels(person) -> list[str]:
    return [str(place["label"]) for place in places_for(person, "/")]


@pytest.mark.parametrize("username", PEOPLE)
def test_every_place_in_the_navigation_opens(username, request, signed_in):
    person = request.getfixturevalue(username)
    client = signed_in(person)

    answers = {place["url"]: client.get(place["url"]).status_code for place in places_for(person, "/")}

    assert answers == dict.fromkeys(answers, 200)


def test_whoever_plays_the_customer_finds_the_calls(mia, tom, quinn, lena):
    assert ["Calls" in labels(person) for person in (mia, tom, quinn, lena)] == [True, True, True, False]


def test_a_mentor_finds_the_own_hires_and_a_trainer_the_pairings(mia, tom, ada):
    assert ["My hires" in labels(person) for person in (mia, tom, ada)] == [True, False, False]
    assert ["Mentoring" in labels(person) for person in (mia, tom, ada)] == [False, True, False]


def test_many_roles_fill_the_header_and_the_rest_is_under_more(mia, signed_in):
    give_role(mia, "trainer", "qa")

    page = signed_in(mia).get("/").content.decode()

    assert [page.count(f'class="nav-{kind}"') > 0 for kind in ("wide", "far")] == [True, True]
    assert 'class="menu nav-more"' in page


@pytest.mark.parametrize(
    ("path", "page", "here"),
    [
        ("/", "dashboard:home", "Home"),
        ("/calls/", "simulations:calls", "Calls"),
        ("/calls/to-score/", "simulations:qa-queue", "Recordings to score"),
        ("/calls/abc/desk", "simulations:qa-desk", "Recordings to score"),
        ("/calls/abc/score", "simulations:score", "Calls"),
    ],
)
def test_one_place_says_where_quinn_is(quinn, path, page, here):
    assert [str(place["label"]) for place in places_for(quinn, path, page) if place["active"]] == [here]
