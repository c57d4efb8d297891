"""Journey 1 in the browser: tom writes, tara publishes, ada reads, tom edits; her completion names what she read."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from courses.models import LessonCompletion, LessonPage
from tests.browser.conftest import PATIENCE
from tests.content.made import lesson, tree


@pytest.fixture
def written(site, academy):
    return lesson(tree())


def edit(page: Page, site: str, lesson_page: LessonPage, title: str) -> None:
    """Write another title in the editor and submit it."""
    page.goto(site + reverse("wagtailadmin_pages:edit", args=[lesson_page.pk]))
    page.locator("#id_title").fill(title)
    more = page.locator("footer .w-dropdown__toggle, footer [data-w-dropdown-target='toggle']").last
    more.click()
    page.get_by_role("button", name="Submit for review").click()
    page.wait_for_load_state("networkidle")


def approve(page: Page, site: str, lesson_page: LessonPage) -> None:
    page.goto(site + reverse("courses:reviews"))
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_text("It is published.")).to_be_visible(timeout=PATIENCE)


def test_a_lesson_is_written_reviewed_read_and_changed(written, site, page_for, tom, tara, ada):
    at_tom, at_tara, at_ada = (page_for(person) for person in (tom, tara, ada))

    edit(at_tom, site, written, "Calls that end better")
    at_tom.goto(site + reverse("courses:reviews"))
    at_tom.get_by_role("link", name="Look at it", exact=True).click()
    expect(at_tom.get_by_text("You wrote its latest version: another trainer approves it.")).to_be_visible()
    expect(at_tom.get_by_role("button", name="Approve and publish")).to_have_count(0)
    approve(at_tara, site, written)
    assert LessonPage.objects.get(pk=written.pk).title == "Calls that end better"

    at_ada.goto(site + reverse("courses:lesson-read", args=[written.translation_key]))
    at_ada.get_by_role("button", name="Next: Then ask").click()
    at_ada.get_by_role("button", name="Finish lesson").click()
    expect(at_ada.get_by_text("“Calls that end better” is read to its end.")).to_be_visible(timeout=PATIENCE)
    kept = LessonCompletion.objects.get(person=ada)

    edit(at_tom, site, written, "Calls that end best")
    approve(at_tara, site, written)

    now = LessonPage.objects.get(pk=written.pk)
    still = LessonCompletion.objects.get(person=ada)
    assert (now.title, still.title) == ("Calls that end best", "Calls that end better")
    assert (still.revision_id, still.revision_id != now.live_revision_id) == (kept.revision_id, True)
    assert still.revision.as_object().title == "Calls that end better"
