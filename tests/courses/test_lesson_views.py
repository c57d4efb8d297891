"""Lessons on the screen: place kept, order held, the other language shown with a note, few queries."""

from datetime import date

import pytest
from django.urls import reverse

from courses.domain import completions
from courses.models import CoursePage, Enrolment, LessonCompletion, LessonPage, LessonProgress, ModulePage, Programme
from tests.content.made import lesson, stream, tree, under

READ = "courses:lesson-read"


@pytest.fixture
def module(academy):
    return tree()


@pytest.fixture
def first(module):
    return lesson(module)


@pytest.fixture
def second(module, first):
    return lesson(module, "Calls that start well")


def address(page, name=READ):
    return reverse(name, args=[page.translation_key])


def go(client, page, screen):
    return client.post(address(page, "courses:lesson-progress"), {"screen": screen})


def read(client, page):
    """Both screens and past the last."""
    go(client, page, 2)
    return go(client, page, 3)


@pytest.mark.parametrize("lessons", [1, 3])
def test_a_lesson_page_asks_the_database_little(lessons, module, ada, signed_in, django_assert_num_queries):
    """The dearest way in: an assigned course read in order by an enrolled hire, with a place kept (budget: 15)."""
    programme = Programme.objects.create(key="onboarding", title_en="Onboarding", course_key="onboarding")
    Enrolment.objects.create(person=ada, programme=programme, started_on=date(2026, 3, 2))
    CoursePage.objects.update(is_open=False)
    pages = [lesson(module, f"Lesson {number}") for number in range(lessons)]
    client = signed_in(ada)
    go(client, pages[0], 2)

    with django_assert_num_queries(14):
        client.get(address(pages[0]))


@pytest.mark.parametrize("courses", [1, 3])
def test_the_catalogue_asks_the_same_for_any_number_of_courses(
    courses, module, ada, tom, signed_in, django_assert_num_queries
):
    catalogue = module.get_parent().get_parent().specific
    for number in range(courses):
        other = under(catalogue, CoursePage(title=f"Course {number}", slug=f"c{number}", locale=module.locale))
        lesson(under(other, ModulePage(title="Week 1", slug="week-1", locale=module.locale)), f"Lesson {number}")
    hire, trainer = signed_in(ada), signed_in(tom)
    assert {one.get(reverse("courses:catalogue")).status_code for one in (hire, trainer)} == {200}

    with django_assert_num_queries(12):
        hire.get(reverse("courses:catalogue"))
    with django_assert_num_queries(12):
        page = trainer.get(reverse("courses:catalogue"))

    assert page.content.decode().count("0 of 1 lesson") == courses


def test_the_place_is_kept_for_the_next_day(first, ada, signed_in):
    go(signed_in(ada), first, 2)

    page = signed_in(ada).get(address(first))

    assert (page.context["number"], page.context["screen"]["heading"]) == (2, "Then ask")


@pytest.mark.parametrize(("asked", "shown"), [("1", 1), ("2", 1), ("3", 1), ("0", 1), ("-1", 1), ("x", 1), ("", 1)])
def test_a_screen_that_does_not_exist_or_is_still_ahead_shows_the_first(asked, shown, first, ada, signed_in):
    page = signed_in(ada).get(address(first), {"screen": asked})

    assert (page.status_code, page.context["number"]) == (200, shown)


def test_reading_to_the_end_is_kept_with_its_revision(first, ada, signed_in):
    answer = read(signed_in(ada), first)

    kept = LessonCompletion.objects.get(person=ada)
    assert (kept.revision, kept.locale, kept.title) == (first.live_revision, "en", "Calls that end well")
    assert answer.headers["Location"] == reverse("courses:course", args=[CoursePage.objects.get().translation_key])


def test_reading_to_the_end_twice_keeps_the_first_record(first, ada, signed_in):
    read(signed_in(ada), first)
    kept = LessonCompletion.objects.get(person=ada)
    first.save_revision().publish()

    go(signed_in(ada), first, 3)

    assert list(LessonCompletion.objects.values_list("pk", "revision")) == [(kept.pk, kept.revision_id)]


def test_the_last_screen_cannot_be_jumped_over(first, ada, signed_in):
    go(signed_in(ada), first, 3)

    assert not LessonCompletion.objects.exists()


def test_a_done_lesson_without_a_place_opens_all_its_screens(first, ada, signed_in, now):
    completions.complete(ada, first, now=now)
    client = signed_in(ada)

    shown = client.get(address(first), {"screen": 2})
    moved = go(client, first, 3)

    assert (shown.context["number"], shown.context["furthest"]) == (2, 2)
    assert moved.headers["Location"] == reverse("courses:course", args=[CoursePage.objects.get().translation_key])


def test_after_a_lesson_the_course_names_the_next(first, second, ada, signed_in):
    client = signed_in(ada)

    page = client.get(read(client, first).headers["Location"])

    assert page.context["next_lesson"].title == "Calls that start well"
    assert "“Calls that end well” is read to its end." in page.content.decode()


def test_a_lesson_out_of_order_says_what_opens_it(first, second, ada, signed_in):
    page = signed_in(ada).get(address(second))

    assert page.status_code == 403
    assert "Opens when you have read “Calls that end well” to its end." in page.content.decode()


def test_a_locked_lesson_takes_no_progress(first, second, ada, signed_in):
    answer = go(signed_in(ada), second, 3)

    assert answer.status_code == 403
    assert not LessonProgress.objects.exists()


def test_a_course_in_any_order_locks_nothing(first, second, ada, signed_in):
    CoursePage.objects.update(order=CoursePage.Order.FREE)

    assert signed_in(ada).get(address(second)).status_code == 200


def test_a_course_not_mine_does_not_exist_for_me(first, ada, tom, signed_in):
    CoursePage.objects.update(is_open=False)

    assert signed_in(ada).get(address(first)).status_code == 404
    assert signed_in(tom).get(address(first)).status_code == 200


def test_an_unpublished_lesson_does_not_exist(first, ada, signed_in):
    first.unpublish()

    assert signed_in(ada).get(address(first)).status_code == 404


def test_a_draft_is_never_shown(first, ada, signed_in):
    first.title = "Secret draft"
    first.save_revision()

    assert "Secret draft" not in signed_in(ada).get(address(first)).content.decode()


def test_the_other_language_is_shown_with_a_note(first, ada, signed_in):
    ada.language = "zh-hans"
    ada.save()

    page = signed_in(ada).get(address(first))

    assert page.context["other_language"] is True
    assert 'lang="en"' in page.content.decode()


def test_only_the_decisive_words_are_marked(first, ada, signed_in):
    lines = [
        {"who": "customer", "text": "It broke."},
        {"who": "agent", "text": "I see. What broke first?", "is_move": True, "decisive": "What broke first?"},
    ]
    dialogue = {"type": "dialogue", "value": {"title": "", "lines": lines}}
    first.body = stream(LessonPage, [{"type": "screen", "value": {"heading": "One", "pieces": [dialogue]}}])
    first.save_revision().publish()

    page = signed_in(ada).get(address(first)).content.decode()

    assert "I see. <mark>What broke first?</mark>" in page


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ({"text": "All of it"}, ("All of it", "", "")),
        ({"text": "All of it", "is_move": True}, ("", "All of it", "")),
        ({"text": "All of it", "is_move": True, "decisive": "of"}, ("All ", "of", " it")),
        ({"text": "All of it", "is_move": True, "decisive": "not there"}, ("", "All of it", "")),
        ({"text": "All of it", "decisive": "of"}, ("All of it", "", "")),
    ],
)
def test_a_line_is_parted_at_its_decisive_words(line, parts):
    from content.blocks import DialogueLineBlock

    assert DialogueLineBlock().to_python(line).parts() == parts
