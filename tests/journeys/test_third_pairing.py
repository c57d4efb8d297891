"""Journey 4: mia has two hires; a third is refused in words, also when two trainers confirm at the same moment."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mentoring.domain import pairing
from mentoring.models import CheckIn, PairingProposal
from people.domain.mentorships import end_mentorship
from people.models import Event, Mentorship
from tests.conftest import NOW, person
from tests.processes import at_once

REFUSED = "Mia already mentors as many hires as allowed at once (2). Choose another mentor."
ROUNDS = 3


def client_of(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def choose(trainer, hire, mentor) -> str:
    """The trainer pairs these two on the page; the words that come back."""
    sent = {"hire": hire.key, "mentor": mentor.key, "reason": "They sit side by side"}
    return client_of(trainer).post(reverse("mentoring:pairing-override"), sent, follow=True).content.decode()


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.mark.django_db
def test_third_pairing_is_refused_in_words_and_the_hire_waits(ada, ben, mia, tom, tara, lena, clock):
    page = reverse("mentoring:pairings")
    client_of(tom).post(reverse("mentoring:pairing-propose"))
    proposed = {row.hire: row for row in PairingProposal.objects.all()}
    assert {hire: row.mentor for hire, row in proposed.items()} == {ada: mia, ben: mia}
    done = client_of(tom).post(reverse("mentoring:pairing-confirm", args=[proposed[ada].key]), follow=True)
    assert "Mia now mentors Ada." in done.content.decode()
    assert "Mia now mentors Ben." in choose(tara, ben, mia)
    cleo = person("cleo", "hire", team="Phone one")

    refused = choose(tom, cleo, mia)

    assert REFUSED in refused
    assert pairing.waiting(NOW.date()) == [cleo]
    assert "1 hire waits" in client_of(tom).get(page).content.decode()
    assert "Nobody could be paired" in (
        client_of(tom).post(reverse("mentoring:pairing-propose"), follow=True).content.decode()
    )
    assert client_of(lena).get(page).status_code == 403
    clock.shift(timedelta(days=1))
    end_mentorship(Mentorship.objects.get(hire=ben), on=NOW.date(), reason="moved on", by=tara, now=NOW)
    assert "Mia now mentors Cleo." in choose(tara, cleo, mia)
    assert sorted(Mentorship.objects.filter(ended_on=None).values_list("hire__username", "place")) == [
        ("ada", 1),
        ("cleo", 2),
    ]


def decide(way: str, hire: str, by: str) -> str:
    """In a process of its own: the trainer confirms the proposal, or pairs the two by choice."""
    from people.models import User

    people = {user.username: user for user in User.objects.filter(username__in=("mia", hire, by))}
    try:
        if way == "confirm":
            proposal = PairingProposal.objects.get(hire=people[hire], state="proposed")
            made = pairing.confirm(proposal, by=people[by], now=NOW)
        else:
            made = pairing.override(people[hire], people["mia"], reason="Same shift", by=people[by], now=NOW)
    except Exception as refusal:
        return str(refusal)
    return f"place {made.place}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_trainers_confirming_at_the_same_moment_fill_one_place(ada_and_mia, mia, tom, tara):
    """One place is left; tom confirms the proposal for one hire while tara pairs another with mia."""
    for number in range(ROUNDS):
        one, other = (person(f"{name}{number}", "hire", team="Phone one") for name in ("one", "other"))
        PairingProposal.objects.create(hire=one, mentor=mia, proposed_at=NOW)

        answers = at_once(f"{__name__}:decide", [("confirm", one.username, "tom"), ("choose", other.username, "tara")])

        assert sorted(answers) == [REFUSED, "place 2"]
        won = Mentorship.objects.get(place=2, ended_on=None)
        lost = other if won.hire == one else one
        assert not Mentorship.objects.filter(hire=lost).exists()
        assert CheckIn.objects.filter(mentorship__hire=lost).count() == 0
        state = PairingProposal.objects.get(hire=one).state
        assert state == ("confirmed" if won.hire == one else "proposed")
        end_mentorship(won, on=NOW.date(), reason="moved on", by=tom, now=NOW)
        PairingProposal.objects.all().delete()
    assert Event.objects.filter(verb="mentorship-opened").count() == ROUNDS


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_trainers_confirming_the_same_proposal_open_one_mentorship(ada, mia, tom, tara):
    PairingProposal.objects.create(hire=ada, mentor=mia, proposed_at=NOW)

    answers = at_once(f"{__name__}:decide", [("confirm", "ada", "tom"), ("confirm", "ada", "tara")])

    assert "place 1" in answers
    assert Mentorship.objects.count() == 1
    assert sorted(len(answer) > len("place 1") for answer in answers) == [False, True]
