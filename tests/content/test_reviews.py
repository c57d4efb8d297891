"""What is published is the very version another trainer read, whoever else touches the page meanwhile (RULES 6)."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState

from content.domain import reviews
from courses.models import LessonPage
from people.models import Event, User
from tests.conftest import person
from tests.content.made import draft, lesson, submit, tree
from tests.processes import at_once

HERE = "tests.content.test_reviews"
PART = "You wrote part of it: a trainer who has not written in it approves it."
LATEST = "You wrote its latest version: another trainer approves it."
MEANWHILE = "This review was decided or withdrawn meanwhile. You have changed nothing."


@pytest.fixture
def uma(db):
    return person("uma", "trainer")


@pytest.fixture
def page(academy, tom, tara, uma):
    """A published lesson whose next version, by tom, waits for review."""
    made = lesson(tree())
    draft(made, by=tom, title="By tom")
    submit(made, by=tom)
    return made


def fresh(page) -> LessonPage:
    return LessonPage.objects.get(pk=page.pk)


def state_of(page) -> TaskState:
    return fresh(page).current_workflow_task_state


def why_not(page, *people) -> list[str]:
    shown = fresh(page)
    return [shown.get_workflow().tasks.first().specific.why_not(shown, who) for who in people]


@pytest.mark.parametrize("who", ["tom", "tara", "uma"])
def test_nobody_edits_what_is_under_review(who, page, request, signed_in):
    client = signed_in(request.getfixturevalue(who))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = {"title": "Slipped in", "slug": page.slug, "aim": "None", "minutes": "8", "body-count": "0"}
    answer = client.post(address, sent | {"action-workflow-action": "1", "workflow-action-name": "approve"})

    assert "could not be saved as it is locked" in answer.content.decode()
    assert (fresh(page).title, fresh(page).latest_revision.as_object().title) == ("Calls that end well", "By tom")


def test_a_version_saved_in_between_is_not_published_with_it(page, tara, uma):
    reviewed = state_of(page).revision
    later = draft(fresh(page), by=uma, title="By uma, saved at the same moment")

    reviews.decide(state_of(page), approve=True, comment="", by=tara)

    published = fresh(page)
    assert (published.title, published.live_revision) == ("By tom", reviewed)
    assert (published.has_unpublished_changes, published.latest_revision) == (True, later)


def test_the_review_shows_the_version_that_was_submitted(page, tara, uma, signed_in):
    draft(fresh(page), by=uma, title="By uma, saved at the same moment")

    shown = signed_in(tara).get(reverse("courses:review", args=[state_of(page).pk])).content.decode()

    assert ("By tom" in shown, "By uma" in shown) == (True, False)


def test_a_comma_by_a_third_does_not_make_the_author_a_reviewer(page, tom, tara, uma):
    reviews.decide(state_of(page), approve=False, comment="A comma is missing.", by=tara)
    draft(fresh(page), by=uma, title="By tom, with uma's comma")
    fresh(page).current_workflow_state.resume(user=uma)

    assert why_not(page, tom, uma, tara) == [PART, LATEST, ""]
    with pytest.raises(reviews.ReviewError, match="You wrote part of it"):
        reviews.decide(state_of(page), approve=True, comment="", by=tom)
    assert fresh(page).title == "Calls that end well"


def test_who_wrote_before_the_last_publication_may_review_again(page, tom, tara):
    reviews.decide(state_of(page), approve=True, comment="", by=tara)
    draft(fresh(page), by=tara, title="By tara")
    submit(fresh(page), by=tara)

    assert why_not(page, tom, tara) == ["", LATEST]


def test_withdrawing_a_page_brings_no_old_author_back(page, tom, tara, uma):
    reviews.decide(state_of(page), approve=True, comment="", by=tara)
    fresh(page).unpublish()
    draft(fresh(page), by=uma, title="By uma")

    assert why_not(page, tom, tara, uma) == ["", "", LATEST]


def test_approving_a_review_that_was_withdrawn_changes_nothing(page, tom, tara):
    seen = state_of(page)
    fresh(page).current_workflow_state.cancel(user=tom)
    draft(fresh(page), by=tom, title="By tom, written anew")
    submit(fresh(page), by=tom)

    with pytest.raises(reviews.ReviewError, match="decided or withdrawn meanwhile"):
        reviews.decide(seen, approve=True, comment="", by=tara)

    assert (fresh(page).title, state_of(page).status) == ("Calls that end well", "in_progress")


def test_the_editors_own_door_refuses_it_too(page, tom, tara, signed_in):
    seen = state_of(page)
    fresh(page).current_workflow_state.cancel(user=tom)
    draft(fresh(page), by=tom, title="By tom, written anew")
    submit(fresh(page), by=tom)

    signed_in(tara).post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", seen.pk]))

    assert fresh(page).title == "Calls that end well"


@pytest.mark.parametrize(("who", "noted"), [("tom", "relaxed"), ("uma", "relaxed"), ("tara", None)])
def test_a_relaxed_policy_is_noted_for_everybody_who_had_a_part(who, noted, page, tom, uma, tara, relaxed):
    fresh(page).current_workflow_state.cancel(user=tom)
    draft(fresh(page), by=uma, title="By tom, with uma's comma")
    submit(fresh(page), by=uma)

    reviews.decide(state_of(page), approve=True, comment="", by={"tom": tom, "uma": uma, "tara": tara}[who])

    assert Event.objects.get(verb="content-approved").detail.values.get("second_person") == noted


def test_the_journal_names_who_published(page, tara, signed_in):
    signed_in(tara).post(reverse("courses:review", args=[state_of(page).pk]), {"decision": "approve"})

    told = Event.objects.order_by("-pk")[:2]
    assert {(event.verb, event.actor_key) for event in told} == {
        ("content-published", tara.key),
        ("content-approved", tara.key),
    }


def test_approving_what_one_sent_back_from_a_stale_tab_changes_nothing(page, tara, signed_in):
    address = reverse("courses:review", args=[state_of(page).pk])
    signed_in(tara).post(address, {"decision": "back", "comment": "Shorter, please."})

    stale = signed_in(tara).post(address, {"decision": "approve"}, follow=True)

    assert (MEANWHILE in stale.content.decode(), "It is published" in stale.content.decode()) == (True, False)
    assert fresh(page).title == "Calls that end well"


def test_it_goes_back_only_with_a_word(page, tara, signed_in):
    address = reverse("courses:review", args=[state_of(page).pk])

    silent = signed_in(tara).post(address, {"decision": "back", "comment": "  "})
    said = signed_in(tara).post(address, {"decision": "back", "comment": "Shorter, please."})

    assert "without a word nobody can change it" in silent.content.decode()
    assert (said.status_code, TaskState.objects.get().status) == (302, "rejected")


def test_the_author_sees_why_and_no_buttons(page, tom, signed_in):
    shown = signed_in(tom).get(reverse("courses:review", args=[state_of(page).pk])).content.decode()

    assert (LATEST in shown, "Approve and publish" in shown) == (True, False)


def approve(number: int, username: str) -> str:
    state = TaskState.objects.get(pk=number)
    reviews.decide(state, approve=True, comment="", by=User.objects.get(username=username))
    return "approved"


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_one_moment_publish_once(page):
    before = Event.objects.count()

    answers = at_once(f"{HERE}:approve", [(state_of(page).pk, name) for name in ("tara", "uma")])

    assert sorted(answers) == [f"ReviewError: {MEANWHILE}", "approved"]
    told = Event.objects.order_by("pk")[before:]
    assert sorted(event.verb for event in told) == ["content-approved", "content-published"]
    assert fresh(page).title == "By tom"
