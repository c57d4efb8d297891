"""Reading a lesson: one screen after the other, kept, completed with its revision."""

import pytest
from django.urls import reverse

from courses.domain import completions
from courses.models import CourseCompletion, CoursePage, LessonCompletion, LessonPage, LessonProgress, Programme


@pytest.fixture
def lesson(ada_enrolled):
    return LessonPage.objects.get(key="lesson-1")


def turn_to(client, lesson, screen):
    return client.post(reverse("courses:lesson-progress", args=[lesson.translation_key]), {"screen": screen})


def test_the_last_screen_completes_with_the_live_revision(ada, lesson, signed_in):
    client = signed_in(ada)

    for screen in (2, 3):
        turn_to(client, lesson, screen)

    completion = LessonCompletion.objects.get(person=ada)
    assert (completion.revision_id, completion.locale) == (lesson.live_revision_id, "en")


@pytest.mark.parametrize("screen", [3, 4, 99, -1, "x", ""])
def test_nobody_is_done_with_what_was_never_shown(ada, lesson, signed_in, screen):
    turn_to(signed_in(ada), lesson, screen)

    assert LessonCompletion.objects.count() == 0


def test_the_place_survives_another_browser(ada, lesson, signed_in):
    turn_to(signed_in(ada), lesson, 2)

    page = signed_in(ada).get(reverse("courses:lesson-read", args=[lesson.translation_key]))

    assert page.context["number"] == 2
    assert LessonProgress.objects.get(person=ada).furthest == 2


def test_an_edit_after_reading_leaves_the_record_alone(ada, lesson, now):
    completion = completions.complete(ada, lesson, now=now)
    lesson.title = "Lesson 1, edited"
    lesson.save_revision().publish()

    completions.complete(ada, LessonPage.objects.get(pk=lesson.pk), now=now)

    again = LessonCompletion.objects.get(person=ada)
    assert (again.pk, again.revision_id, again.title) == (completion.pk, completion.revision_id, "Lesson 1")


def test_a_stranger_to_the_course_does_not_learn_that_it_exists(ben, lesson, signed_in):
    unknown = reverse("courses:lesson-read", args=["00000000-0000-0000-0000-000000000000"])
    known = reverse("courses:lesson-read", args=[lesson.translation_key])

    pages = [signed_in(ben).get(url) for url in (unknown, known)]

    assert [page.status_code for page in pages] == [404, 404]


def test_reading_all_completes_a_course_of_its_own_but_not_a_programme(ada, lesson, now):
    course = CoursePage.objects.get(key="onboarding")
    for page in LessonPage.objects.all():
        completions.complete(ada, page, now=now)

    in_programme = completions.complete_course(ada, course, on=now.date(), now=now)
    Programme.objects.update(course_key="another")
    alone = [completions.complete_course(ada, course, on=now.date(), now=now) for _again in range(2)]

    assert in_programme is None
    assert alone[0] == alone[1] == CourseCompletion.objects.get(person=ada)
