"""Pages as evidence and as work: what was read cannot be deleted, what is due is listed."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale

from content.domain.due import Need, content_due
from courses.domain import completions
from courses.domain.evidence import read_by
from courses.models import LessonPage, ModulePage
from tests.conftest import NOW
from tests.content.made import article, lesson, tree

TODAY = date(2026, 3, 25)


@pytest.fixture
def module(academy):
    return tree()


@pytest.fixture
def draft_read(module, ada, tom):
    """A lesson ada has read, withdrawn since: Wagtail alone would let a trainer delete it."""
    page = lesson(module)
    completions.complete(ada, page, now=NOW)
    page.unpublish()
    return LessonPage.objects.get(pk=page.pk)


def test_a_page_somebody_read_is_not_deleted(draft_read, tom, signed_in):
    answer = signed_in(tom).post(reverse("wagtailadmin_pages:delete", args=[draft_read.pk]), follow=True)

    assert LessonPage.objects.filter(pk=draft_read.pk).exists()
    assert "stays: 1 completions name a version of it" in answer.content.decode()


def test_what_stands_above_a_page_somebody_read_stays_too(draft_read, module):
    assert (read_by([ModulePage.objects.get()]), read_by([draft_read.get_parent().get_parent()])) == (1, 1)


def test_a_page_nobody_read_may_go(module, tom, signed_in):
    page = lesson(module)
    page.unpublish()

    signed_in(tom).post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not LessonPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize(("days", "need"), [(-1, Need.OVERDUE), (0, Need.SOON), (30, Need.SOON), (31, None)])
def test_a_page_is_due_from_thirty_days_before_its_day(days, need, module):
    lesson(module, review_by=TODAY + timedelta(days=days))

    found = [row.need for row in content_due(TODAY) if row.need != Need.UNTRANSLATED]

    assert found == ([need] if need else [])


def test_a_page_without_its_other_language_is_listed(module):
    article("Returns")

    assert [(row.page.title, row.missing) for row in content_due(TODAY) if row.kind == "knowledge article"] == [
        ("Returns", "Simplified Chinese")
    ]


def test_a_translation_somebody_began_is_gone_on_with(module, tom, signed_in):
    begun = article("Returns").copy_for_translation(Locale.objects.get(language_code="zh-hans"), copy_parents=True)

    row = next(row for row in content_due(TODAY) if row.kind == "knowledge article")
    page = signed_in(tom).get(reverse("courses:content-due")).content.decode()

    assert row.begun.pk == begun.pk
    assert reverse("wagtailadmin_pages:edit", args=[begun.pk]) in page


def test_the_list_can_be_taken_away(module, tom, signed_in):
    lesson(module, review_by=date(2020, 1, 1))

    answer = signed_in(tom).get(reverse("courses:content-due-export", args=["csv"]), {"need": "overdue"})

    assert (
        "Calls that end well,Lesson" in answer.content.decode()
        or "Calls that end well,lesson" in answer.content.decode()
    )


def test_a_new_lesson_gets_a_key_of_its_own(module):
    first = lesson(module)
    copy = first.copy(update_attrs={"slug": "calls-again", "title": "Calls again"}, user=None)

    assert (first.key, copy.specific.key != first.key) == ("calls-that-end-well", True)


@pytest.mark.parametrize("name", ["wagtailadmin_workflows:index", "wagtailadmin_collections:index"])
def test_what_trainers_do_not_need_is_shut(name, module, tom, signed_in):
    assert signed_in(tom).get(reverse(name)).status_code == 302


def test_the_editor_shows_the_preview_of_a_draft(module, tom, signed_in):
    page = lesson(module)
    page.title = "Next week's lesson"
    page.save_revision(user=tom)

    answer = signed_in(tom).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert answer.status_code == 200
    assert "Then ask" in answer.content.decode()
