import pytest
from django.utils import timezone

from courses.domain.refreshers import BY_HAND, assign
from dashboard.domain.rooms import rooms_of
from people.domain.roles import give_role
from tests.permissions.rows import PEOPLE

TITLES = {
    "ada": "Good",
    "mia": "Who needs me today",
    "tom": "Where people get stuck",
    "quinn": "What is next to score",
    "lena": "Is my team on track",
    "hana": "Who is due for what",
    "sam": "Does training work",
    "root": "The house",
}


@pytest.mark.parametrize("username", PEOPLE)
def test_every_home_looks_cared_for_without_any_data(username, request, signed_in):
    person = request.getfixturevalue(username)

    answer = signed_in(person).get("/")

    assert answer.status_code == 200
    assert TITLES.get(username, "") in answer.content.decode()


def test_someone_with_two_roles_gets_the_senior_home_and_a_tab_to_the_other(mia, signed_in):
    client = signed_in(mia)

    first, second = client.get("/"), client.get("/?as=agent")

    assert [room.role for room in rooms_of(mia)] == ["mentor", "agent"]
    assert "Who needs me today" in first.content.decode()
    assert "?as=agent" in first.content.decode()
    assert "Look into the courses" in second.content.decode()


def test_a_home_of_a_role_one_does_not_hold_is_not_there(ada, signed_in):
    assert signed_in(ada).get("/?as=hr").status_code == 404


def test_an_agent_who_was_a_hire_sees_one_learner_home(ada):
    give_role(ada, "agent")

    assert [room.role for room in rooms_of(ada)] == ["agent"]


def test_a_table_leaves_only_with_whoever_has_that_home(ada, tom, signed_in):
    assert signed_in(tom).get("/export/gates.csv").status_code == 200
    assert signed_in(ada).get("/export/gates.csv").status_code == 404
    assert signed_in(tom).get("/export/team.csv").status_code == 404
    assert signed_in(tom).get("/export/gates.pdf").status_code == 404


@pytest.mark.parametrize("username", PEOPLE)
def test_every_home_says_what_is_assigned_to_its_owner_and_why(username, request, signed_in, tom):
    person, now = request.getfixturevalue(username), timezone.now()
    row = assign(person, course_key="supervisor", rule=BY_HAND, cause_key="x", due_on=now.date(), now=now, by=tom)

    page = signed_in(person).get("/").content.decode()

    assert row is not None
    assert "Assigned to you" in page
    assert "Assigned by Tom" in page
    assert "due today" in page
