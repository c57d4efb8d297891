from datetime import date

import pytest
from django.urls import reverse

from people.domain import invitations, sessions
from people.domain.employment import EmploymentError, set_roles
from people.domain.leaving import leave
from people.domain.returning import ReturnError, come_back
from people.domain.roles import give_role
from people.models import Event, Team
from people.signals import person_joined
from tests.conftest import PASSWORD, person

TODAY = date(2026, 3, 25)
BACK = date(2026, 4, 1)


@pytest.fixture
def gone(ada, hana, now):
    ada.set_password(PASSWORD)
    ada.save()
    return leave(ada, on=TODAY, reason="moved away", by=hana, now=now)


def taken_back(gone, hana, now, **other):
    given = {
        "started_on": BACK,
        "team": Team.objects.get(name="Phone two"),
        "role": "hire",
        "job_title": "",
        "shift": "",
    }
    return come_back(gone, **{**given, **other}, by=hana, now=now)


def test_return_is_a_new_employment_and_an_announced_new_start(gone, hana, now):
    heard = []

    def listen(sender, person, started_on, **kwargs):
        heard.append((person, started_on))

    person_joined.connect(listen)
    taken_back(gone, hana, now)
    person_joined.disconnect(listen)

    days = gone.employments.order_by("started_on").values_list("team__name", "started_on", "ended_on")
    assert list(days) == [("Phone one", date(2026, 3, 2), TODAY), ("Phone two", BACK, None)]
    assert list(gone.groups.values_list("name", flat=True)) == ["hire"]
    assert heard == [(gone, BACK)]
    assert Event.objects.filter(verb="person-returned", subject_key=gone.key, actor_key=hana.key).count() == 1


def test_old_password_opens_nothing_after_a_return(gone, hana, now, client, time_machine):
    time_machine.move_to(now)
    taken_back(gone, hana, now)

    client.post(reverse("people:sign-in"), {"name": "ada", "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert invitations.slip(gone, by=hana, now=now).person == gone
    assert not sessions.open_of(gone, now=now).exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"started_on": TODAY}, "The first day lies before the end of the last employment. Nothing was changed."),
        ({"role": "hr"}, "You may not add somebody with that role."),
        ({"role": "administrator"}, "You may not add somebody with that role."),
    ],
)
def test_odd_return_is_refused(gone, hana, now, changed, sentence):
    with pytest.raises(ReturnError) as refusal:
        taken_back(gone, hana, now, **changed)

    gone.refresh_from_db()
    assert str(refusal.value) == sentence
    assert (gone.is_active, gone.employments.count()) == (False, 1)


def test_who_never_left_does_not_return(ben, hana, now):
    with pytest.raises(ReturnError) as refusal:
        taken_back(ben, hana, now)

    assert str(refusal.value) == "Ben works here already."
    assert ben.employments.count() == 1


def test_hana_records_a_return_on_the_page(gone, hana, signed_in):
    client = signed_in(hana)
    address = reverse("people:person-return", args=[gone.key])

    shown = client.get(reverse("people:person", args=[gone.key])).content.decode()
    client.post(address, {"started_on": "2026-04-01", "team": Team.objects.get(name="Phone one").pk, "role": "hire"})

    gone.refresh_from_db()
    assert address in shown
    assert gone.is_active


@pytest.mark.parametrize(("first_day", "back"), [(date(2026, 3, 30), True), (TODAY, True), (date(2026, 3, 24), False)])
def test_who_never_came_comes_on_the_planned_day(hana, now, first_day, back):
    nora = person("nora", "hire", team="Phone one", started_on=first_day)
    leave(nora, on=min(first_day, TODAY), reason="never came", by=hana, now=now)

    try:
        taken_back(nora, hana, now, started_on=first_day)
    except ReturnError:
        assert not back
    nora.refresh_from_db()
    assert nora.is_active is back


def test_planned_day_alone_is_open_to_who_never_came(hana, now):
    nora = person("nora", "hire", team="Phone one", started_on=date(2026, 3, 30))
    leave(nora, on=TODAY, reason="never came", by=hana, now=now)

    with pytest.raises(ReturnError):
        taken_back(nora, hana, now, started_on=date(2026, 3, 29))


def test_who_left_is_given_no_role(gone, root, now):
    with pytest.raises(EmploymentError, match="Ada does not work here now"):
        set_roles(gone, names={"trainer"}, by=root, now=now)

    assert not gone.groups.exists()


def test_return_brings_no_role_but_the_one_given(gone, hana, now):
    give_role(gone, "trainer")

    taken_back(gone, hana, now)

    assert [group.name for group in gone.groups.all()] == ["hire"]
