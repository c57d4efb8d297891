"""Trainers write, another trainer publishes (RULES 6: a trainer reviews another trainer's content, never one's own)."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, TaskState, Workflow, WorkflowPage

from content.domain import reviews
from content.domain.authoring import sync_authoring
from courses.models import LessonPage
from people.domain import journal_chain  # noqa: F401 - the journal's triggers stand
from people.models import Event, Notice
from tests.content.made import draft, lesson, submit, tree


@pytest.fixture
def module(academy):
    return tree()


@pytest.fixture
def changed(module, tom, tara):
    """A published lesson with a later version by tom that waits for review."""
    page = lesson(module)
    draft(page, by=tom, title="Calls that end better")
    submit(page, by=tom)
    return LessonPage.objects.get(pk=page.pk)


def act(client, page, action, **extra):
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, page.current_workflow_task_state.pk])
    return client.post(address, extra)


def live_title(page) -> str:
    return LessonPage.objects.get(pk=page.pk).live_revision.as_object().title


def test_another_trainers_approval_publishes(changed, tara, signed_in):
    act(signed_in(tara), changed, "approve")

    page = LessonPage.objects.get(pk=changed.pk)
    assert (page.title, page.has_unpublished_changes) == ("Calls that end better", False)


def test_the_author_cannot_approve(changed, tom, signed_in):
    act(signed_in(tom), changed, "approve")

    page = LessonPage.objects.get(pk=changed.pk)
    assert (page.title, page.current_workflow_task_state.status) == ("Calls that end well", "in_progress")


def test_the_author_is_told_why(changed, tom, signed_in):
    page = signed_in(tom).get(reverse("wagtailadmin_pages:edit", args=[changed.pk]))

    assert "You wrote its latest version: another trainer approves it." in page.content.decode()


@pytest.mark.parametrize("who", ["ada", "quinn", "hana", "sam", "root"])
def test_nobody_but_a_trainer_reaches_the_review(who, changed, signed_in, request):
    person = request.getfixturevalue(who)

    answer = act(signed_in(person), changed, "approve")

    assert (answer.status_code, live_title(changed)) == (302, "Calls that end well")
    assert changed.current_workflow_task.why_not(changed, person) == "Only trainers review content."


def test_who_submitted_anothers_draft_cannot_approve_it(module, tom, tara):
    page = lesson(module)
    draft(page, by=tom, title="Calls that end better")
    submit(page, by=tara)

    task = page.current_workflow_task

    assert task.why_not(page, tom) == "You wrote its latest version: another trainer approves it."
    assert task.why_not(page, tara) == "You submitted it: another trainer approves it."


def test_a_trainer_cannot_publish_by_the_form(module, tom, signed_in):
    page = lesson(module)
    client = signed_in(tom)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]

    assert page.permissions_for_user(tom).can_publish() is False
    assert "action-publish" not in form.as_p()
    assert GroupPagePermission.objects.filter(permission__codename="publish_page").count() == 0


def test_the_other_trainers_hear_that_a_page_waits(changed, tom, tara):
    told = list(Notice.objects.values_list("person__username", "subject"))

    assert told == [("tara", "“Calls that end better” waits for your review")]


def test_the_author_hears_that_it_is_published(changed, tom, tara, signed_in):
    act(signed_in(tara), changed, "approve")

    assert list(Notice.objects.filter(person=tom).values_list("subject", flat=True)) == [
        "“Calls that end better” is approved and published"
    ]


def test_the_author_hears_why_it_came_back(changed, tom, tara, signed_in):
    act(signed_in(tara), changed, "reject", comment="Say it in one sentence.")

    notice = Notice.objects.get(person=tom)
    assert (notice.subject, notice.body) == ("“Calls that end better” came back to you", "Say it in one sentence.")
    assert live_title(changed) == "Calls that end well"


def test_the_journal_keeps_each_step_with_its_person(changed, tom, tara, signed_in):
    Event.objects.none()
    act(signed_in(tara), changed, "approve")

    steps = Event.objects.filter(verb__startswith="content-").order_by("pk").values_list("verb", "actor_key")
    assert list(steps)[-3:] == [
        ("content-submitted", tom.key),
        ("content-published", tara.key),
        ("content-approved", tara.key),
    ]


def test_waiting_pages_are_listed_with_the_reason_against(changed, tom, tara):
    shown = {
        who.username: [(row.page.draft_title, row.why_not) for row in reviews.waiting_for(who)] for who in (tom, tara)
    }

    assert shown == {
        "tom": [("Calls that end better", "You wrote its latest version: another trainer approves it.")],
        "tara": [("Calls that end better", "")],
    }


def test_setting_up_the_editor_twice_changes_nothing(module):
    def rows():
        found = GroupPagePermission.objects.order_by("pk").values_list(
            "group__name", "page__title", "permission__codename"
        )
        return list(found), WorkflowPage.objects.count(), Workflow.objects.filter(active=True).count()

    once = rows()
    sync_authoring()

    assert rows() == once
    assert once == ([("trainer", "Academy", "add_page"), ("trainer", "Academy", "change_page")], 1, 1)


def test_a_trainer_may_withdraw_a_page_alone(module, tom, signed_in):
    page = lesson(module)

    signed_in(tom).post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    assert LessonPage.objects.get(pk=page.pk).live is False
    assert Event.objects.filter(verb="content-unpublished", actor_key=tom.key).count() == 1


def test_a_relaxed_policy_lets_the_author_approve_and_says_so(changed, tom, relaxed, signed_in):
    act(signed_in(tom), changed, "approve")

    event = Event.objects.get(verb="content-approved")
    assert event.detail.values["second_person"] == "relaxed"
    assert TaskState.objects.get().status == "approved"
    assert Page.objects.get(pk=changed.pk).title == "Calls that end better"
