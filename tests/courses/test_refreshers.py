"""Refreshers: read screen by screen like any lesson, in a round of their own, with reason and due day (RULES 4)."""

from datetime import date

import pytest
from django.urls import reverse
from wagtail.models import Locale

from courses.domain import completions, refreshers
from courses.models import CourseCompletion, CoursePage, LessonCompletion, LessonProgress, ModulePage, Refresher
from people.models import Event, Notice
from tests.content.made import lesson, tree, under
from tests.paging import next_page

DUE = date(2026, 4, 30)


@pytest.fixture
def first(academy):
    page = lesson(tree())
    CoursePage.objects.update(is_open=False)
    return page


@pytest.fixture
def assigned(first, ada, tom, now):
    return assign(ada, tom, now)


def assign(person, by, now, cause="one"):
    return refreshers.assign(
        person, course_key="onboarding", rule=refreshers.BY_HAND, cause_key=cause, due_on=DUE, by=by, now=now
    )


def go(client, refresher, page, screen):
    address = reverse("courses:refresher-progress", args=[refresher.key, page.translation_key])
    return client.post(address, {"screen": screen})


def read(client, refresher, page):
    for screen in (2, 3):
        answer = go(client, refresher, page, screen)
    return answer


@pytest.mark.parametrize("screen", [3, 4, 99])
def test_no_screen_is_skipped_in_a_refresher(screen, assigned, first, ada, signed_in):
    go(signed_in(ada), assigned, first, screen)

    assert (LessonCompletion.objects.count(), CourseCompletion.objects.count()) == (0, 0)


def test_no_screen_ahead_is_shown_by_its_address(assigned, first, ada, signed_in):
    address = reverse("courses:refresher-read", args=[assigned.key, first.translation_key])

    assert signed_in(ada).get(address, {"screen": 2}).context["number"] == 1


def test_the_first_reading_does_not_count_for_the_refresher(assigned, first, ada, signed_in, now):
    completions.keep_place(ada, first, screen=2, furthest=1, now=now)
    completions.complete(ada, first, now=now)

    go(signed_in(ada), assigned, first, 3)

    assert LessonCompletion.objects.exclude(round_key="first").count() == 0


def test_its_place_survives_and_is_not_the_place_of_the_first_reading(assigned, first, ada, signed_in):
    go(signed_in(ada), assigned, first, 2)

    page = signed_in(ada).get(reverse("courses:refresher-read", args=[assigned.key, first.translation_key]))

    assert page.context["number"] == 2
    assert list(LessonProgress.objects.values_list("round_key", "furthest")) == [(f"refresher:{assigned.key}", 2)]


def test_reading_it_to_the_end_closes_the_assignment(assigned, first, ada, signed_in):
    answer = read(signed_in(ada), assigned, first)

    assigned.refresh_from_db()
    done = CourseCompletion.objects.get()
    assert (assigned.met_by, done.round_key) == (done, f"refresher:{assigned.key}")
    assert done.evidence == [["refresher", assigned.key]]
    assert answer.headers["Location"] == reverse("courses:refreshers")


def test_two_refreshers_of_one_course_are_read_twice(assigned, first, ada, tom, signed_in, now):
    again = assign(ada, tom, now, cause="two")
    client = signed_in(ada)

    read(client, assigned, first)
    read(client, again, first)

    assert CourseCompletion.objects.count() == 2


def test_lessons_of_a_refresher_keep_their_order(first, ada, tom, signed_in, now):
    second = lesson(first.get_parent().specific, "Calls that start well")
    row = assign(ada, tom, now)

    page = signed_in(ada).get(reverse("courses:refresher-read", args=[row.key, second.translation_key]))

    assert page.status_code == 403
    assert "Opens when you have read “Calls that end well” to its end." in page.content.decode()


def test_a_lesson_of_another_course_does_not_exist_in_a_refresher(assigned, first, ada, signed_in, now):
    module = first.get_parent().specific
    catalogue = module.get_parent().get_parent().specific
    other = under(catalogue, CoursePage(title="Standards", slug="standards", locale=module.locale, is_open=True))
    foreign = lesson(under(other, ModulePage(title="Week 1", slug="week-1", locale=module.locale)), "Foreign")
    client = signed_in(ada)
    completions.complete(ada, first, now=now, round_key=f"refresher:{assigned.key}")

    shown = client.get(reverse("courses:refresher-read", args=[assigned.key, foreign.translation_key]))

    assert (shown.status_code, read(client, assigned, foreign).status_code) == (404, 404)
    assert CourseCompletion.objects.count() == 0


def test_nobody_reads_somebody_elses_refresher(assigned, first, ben, signed_in):
    assert go(signed_in(ben), assigned, first, 2).status_code == 404


def test_a_course_says_how_long_its_completion_holds(assigned, first, ada, signed_in):
    CoursePage.objects.update(valid_months=6)

    read(signed_in(ada), assigned, first)
    CoursePage.objects.update(valid_months=24)

    assert CourseCompletion.objects.get().valid_months == 6


def test_the_notice_says_until_when_and_why(first, ada, tom, now):
    ada.language = "zh-hans"
    ada.save()

    assign(ada, tom, now)

    notice = Notice.objects.get(person=ada)
    assert (notice.subject, notice.body) == ("请在2026年4月30日 周四前学完：Onboarding", "由 Tom 安排。")


def test_a_renewal_names_the_certificate_and_its_day_in_words(ada, first, now, settings):
    reason = {"title_en": "Standards", "title_zh": "规范", "day": "2026-05-24"}
    row = Refresher(person=ada, rule=refreshers.RENEWAL, reason=reason)

    assert refreshers.explain(row) == ("The certificate “Standards” ends on Sun 24 May 2026; the refresher renews it.")


def test_one_is_not_assigned_for_a_day_that_is_past(first, ada, tom, signed_in):
    sent = {"person": ada.pk, "course_key": "onboarding", "due_on": "2026-03-24"}

    page = signed_in(tom).post(reverse("courses:refresher-assign"), sent)

    assert "This day is past. Choose one that can still be met." in page.content.decode()
    assert not Refresher.objects.exists()


@pytest.mark.parametrize(("state", "names"), [("overdue", []), ("open", ["ada"]), ("met", [])])
def test_a_trainer_sees_who_was_assigned_what(state, names, assigned, tom, signed_in, time_machine, now):
    time_machine.move_to(now, tick=False)

    page = signed_in(tom).get(reverse("courses:refreshers-assigned"), {"state": state})

    assert [row.person.username for row, *_rest in page.context["lines"]] == names


def test_what_is_overdue_is_shown_first(assigned, tom, signed_in, time_machine):
    time_machine.move_to("2026-05-01 08:00+08:00", tick=False)

    page = signed_in(tom).get(reverse("courses:refreshers-assigned"))

    assert (page.context["kind"], len(page.context["lines"])) == ("overdue", 1)


@pytest.mark.parametrize("asked", [{"state": "open", "q": "ada"}, {"state": "open"}, {"q": "S-ada"}])
def test_page_two_of_the_assigned_keeps_what_was_asked(asked, first, ada, tom, signed_in, time_machine, now):
    time_machine.move_to(now, tick=False)
    for number in range(26):
        assign(ada, tom, now, cause=str(number))

    second = next_page(signed_in(tom), reverse("courses:refreshers-assigned"), asked)

    assert (second.context["kind"], second.context["query"]) == ("open", asked.get("q", ""))
    assert [row.cause_key for row, *_rest in second.context["lines"]] == ["25"]


def test_a_refresher_that_was_taken_back_is_gone_for_good(assigned, first, ada, tom, signed_in):
    client = signed_in(tom)

    for _again in range(2):
        client.post(reverse("courses:refresher-withdraw", args=[assigned.key]))

    assert signed_in(ada).get(reverse("courses:refreshers")).context["open"] == []
    assert go(signed_in(ada), assigned, first, 2).status_code == 404
    assert Event.objects.filter(verb="refresher-withdrawn").count() == 1
    assert Notice.objects.filter(person=ada, withdrawn_at=None).count() == 0


def test_what_was_taken_back_can_be_assigned_again(first, ada, tom, signed_in, time_machine, now):
    time_machine.move_to(now, tick=False)
    client = signed_in(tom)
    sent = {"person": ada.pk, "course_key": "onboarding", "due_on": "2026-04-30"}

    for _again in range(3):
        client.post(reverse("courses:refresher-assign"), sent)
        client.post(reverse("courses:refresher-withdraw", args=[Refresher.objects.latest("pk").key]))
    for _twice in range(2):
        client.post(reverse("courses:refresher-assign"), sent)

    assert list(Refresher.objects.order_by("pk").values_list("withdrawn", flat=True)) == [now, now, now, None]
    assert Notice.objects.filter(person=ada, withdrawn_at=None).count() == 1


def test_each_course_is_offered_once_whatever_languages_it_has(first, tom, signed_in):
    course = CoursePage.objects.get()
    course.copy_for_translation(Locale.objects.get(language_code="zh-hans"), copy_parents=True)
    CoursePage.objects.update(live=True)

    form = signed_in(tom).get(reverse("courses:refresher-assign")).context["form"]

    assert form.fields["course_key"].choices == [("onboarding", "Onboarding")]
