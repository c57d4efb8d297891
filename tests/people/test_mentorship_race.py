"""Three trainers confirm at the same moment; two places are two places (RULES 3). Runs on the database of the day:
SQLite by default, PostgreSQL when DATABASE_URL names one."""

from datetime import date

import pytest

from people.models import Event, Mentorship
from tests.conftest import NOW, person
from tests.processes import at_once

ROUNDS = 3


def confirm(mentor: str, hire: str, by: str) -> str:
    from people.domain.mentorships import open_mentorship
    from people.models import User

    people = {user.username: user for user in User.objects.filter(username__in=(mentor, hire, by))}
    try:
        mentorship = open_mentorship(people[mentor], people[hire], by=people[by], on=date(2026, 3, 25), now=NOW)
    except Exception as refusal:
        return str(refusal)
    return f"place {mentorship.place}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_third_pairing_loses_however_close_the_race(mia, tom):
    refused = "Mia already mentors as many hires as allowed at once (2). Choose another mentor."
    for number in range(ROUNDS):
        hires = [person(f"h{number}{n}", "hire", team="Phone one") for n in range(3)]
        Mentorship.objects.filter(mentor=mia).update(ended_on=date(2026, 3, 25))

        answers = at_once(f"{__name__}:confirm", [("mia", hire.username, "tom") for hire in hires])

        assert sorted(answers) == [refused, "place 1", "place 2"]
        assert sorted(Mentorship.objects.filter(ended_on=None).values_list("place", flat=True)) == [1, 2]
    assert Event.objects.filter(verb="mentorship-opened").count() == 2 * ROUNDS


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_one_hire_gets_one_mentor_from_two_trainers(ada, mia, tom):
    person("max", "agent", "mentor", team="Phone one")

    answers = at_once(f"{__name__}:confirm", [("mia", "ada", "tom"), ("max", "ada", "tom")])

    assert sorted(answer.startswith("place 1") for answer in answers) == [False, True]
    assert Mentorship.objects.filter(hire=ada, ended_on=None).count() == 1
