"""A course that ends in a paper: read, admitted, judged by the gates' mark; an assignment is met by passing only."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale

from assessments.domain import attempts, regrades, releases, results
from assessments.domain.openings import Stand, opening
from assessments.domain.refusals import AttemptError
from assessments.models import Admission, Paper, Question, Regrade
from certification.domain import proposals
from content.models import unpublished_versions
from courses import tasks
from courses.domain import completions, refreshers
from courses.forms import RefresherForm
from courses.models import CourseCompletion, CoursePage, Refresher
from courses.models.paper_forms import CourseForm
from dashboard.domain import consequences
from people.domain.leaving import leave
from people.domain.returning import come_back
from people.models import Notice, Team
from tests.content.made import lesson, tree
from tests.courses.conftest import sit
from tests.courses.papers_made import papers_at_the_mark

PAPER = "supervisor-final"
DAY = timedelta(days=1)


@pytest.fixture
def course(academy, now):
    """A course of one lesson that ends in a paper, in English."""
    papers_at_the_mark([PAPER], now)
    Paper.objects.update(title_en="Final", title_zh="结业")
    lesson(tree())
    CoursePage.objects.update(is_open=False, paper_key=PAPER)
    return CoursePage.objects.get()


@pytest.fixture
def lead(course, ada, tom, now):
    """Ada's assignment."""
    return refreshers.assign(
        ada,
        course_key=course.key,
        rule=refreshers.BY_HAND,
        cause_key="one",
        due_on=date(2026, 4, 30),
        by=tom,
        now=now,
    )


@pytest.fixture
def read(lead, course, now):
    """She has read its lesson; her right to sit the paper stands."""
    page = course.get_children().get().get_children().get().specific
    completions.complete(lead.person, page, now=now, round_key=lead.round_key)
    refreshers.judge(lead, now=now)
    return lead


def is_met(refresher):
    return Refresher.objects.get(pk=refresher.pk).met_by is not None


def right():
    return Admission.objects.get(paper__key=PAPER, withdrawn=None)


def test_reading_the_last_lesson_opens_the_paper_and_completes_nothing(lead, course, ada, signed_in):
    page = course.get_children().get().get_children().get().specific
    client = signed_in(ada)
    for screen in (2, 3):
        address = reverse("courses:refresher-progress", args=[lead.key, page.translation_key])
        answer = client.post(address, {"screen": screen}, follow=True)

    found = right()
    assert (found.person, found.for_key, found.attempts_allowed) == (ada, f"refresher:{lead.key}", 2)
    assert found.reason == "Final paper of “Onboarding”"
    assert "Every lesson is read. Next: Final" in answer.content.decode()
    assert not is_met(lead)
    assert CourseCompletion.objects.count() == 0


def test_reading_it_without_an_assignment_completes_nothing(course, ada, now):
    page = course.get_children().get().get_children().get().specific
    completions.complete(ada, page, now=now)

    assert completions.complete_course(ada, course, on=now.date(), now=now) is None


@pytest.mark.parametrize(("points", "met"), [(7999, False), (8000, True)])
def test_the_mark_is_compared_exactly(points, met, read, ada, now):
    sat = sit(ada, PAPER, points, now)

    for _twice in range(2):
        tasks.judge_course_papers()

    assert is_met(read) is met
    done = CourseCompletion.objects.filter(person=ada)
    evidence = [["refresher", read.key], ["attempt", sat.key]]
    assert [row.evidence for row in done] == [evidence] * met
    assert Admission.objects.filter(withdrawn=None).count() == (not met)
    assert Notice.objects.filter(person=ada, kind="course-passed").count() == met
    assert Admission.objects.count() == 1


def test_a_result_that_waits_for_its_release_meets_nothing(read, ada, tom, now):
    Paper.objects.update(release=Paper.Release.BY_PERSON)
    sat = sit(ada, PAPER, 8000, now)
    refreshers.judge(read, now=now)
    assert not is_met(read)

    results.release_by(sat, by=tom, now=now)
    refreshers.judge(read, now=now)

    assert is_met(read)


def test_the_certificate_rests_on_the_lessons_and_the_paper(read, ada, now):
    sit(ada, PAPER, 8000, now)
    refreshers.judge(read, now=now)

    award = proposals.propose_course(CourseCompletion.objects.get(), now=now)

    said = [line["because"]["en"] for line in award.verdict]
    assert said[1:] == ["Final: 80.0 of 100, the mark is 80."]
    assert sorted(award.figures) == ["certificates", "gates"]


def test_a_retake_is_free_from_the_next_working_day_then_a_trainer_releases(read, ada, tom, now):
    sit(ada, PAPER, 7999, now)
    refreshers.judge(read, now=now)
    waits = opening(right(), now + timedelta(hours=23))
    assert (waits.stand, waits.opens.date()) == (Stand.RETAKE_LATER, date(2026, 3, 26))

    sit(ada, PAPER, 2000, now + DAY)
    with pytest.raises(AttemptError, match="All attempts are used"):
        attempts.start(right(), by=ada, now=now + 2 * DAY)
    releases.release_retake(right(), reason="Practised", by=tom, now=now + 2 * DAY)
    sit(ada, PAPER, 8000, now + 2 * DAY)
    tasks.judge_person(ada.pk)

    assert is_met(read)


def test_the_latest_result_counts_never_the_best(read, ada, now):
    sit(ada, PAPER, 8000, now)
    sit(ada, PAPER, 7999, now + DAY)

    refreshers.judge(read, now=now + DAY)

    assert not is_met(read)


def test_a_regraded_result_is_judged_anew(read, ada, tom, tara, now, django_capture_on_commit_callbacks, time_machine):
    time_machine.move_to(now + DAY, tick=False)
    sit(ada, PAPER, 7999, now)
    version = Question.objects.get(key="q1").live_version
    draft = regrades.draft(version, Regrade.Rule.FULL_CREDIT, None)
    made = regrades.propose(draft, reason="The key was wrong", by=tom, now=now)
    regrades.approve(made, fingerprint=regrades.preview(made).fingerprint, by=tara, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        regrades.apply(made, now=now)

    tasks.judge_person(ada.pk)

    assert is_met(read)


@pytest.mark.parametrize(
    ("after", "shaken", "said"),
    [
        (79, True, "“Onboarding”, passed Wed 25 March 2026: would not be passed any more. It stands until HR decides."),
        (80, False, "“Onboarding”, passed Wed 25 March 2026: stays passed."),
    ],
)
def test_a_regrade_names_a_course_that_was_passed_by_it(after, shaken, said, read, ada, now):
    sat = sit(ada, PAPER, 8000, now)
    refreshers.judge(read, now=now)

    found = consequences.of(regrades.Change(sat, 80, after), now)

    assert (found.counts, found.shaken, found.gate) == (True, shaken, said)


def test_an_assignment_taken_back_closes_its_paper_for_good(read, ada, tom, now):
    refreshers.withdraw(read, by=tom, now=now)
    for _twice in range(2):
        tasks.judge_course_papers()

    assert Admission.objects.get().withdrawn == now


def test_who_leaves_loses_the_right_and_who_comes_back_sits_it_afresh(read, ada, hana, now):
    sit(ada, PAPER, 7999, now)
    leave(ada, on=now.date(), reason="moved", by=hana, now=now)
    tasks.judge_course_papers()
    assert not Admission.objects.filter(withdrawn=None).exists()

    team = Team.objects.get(name="Phone one")
    back = {"started_on": date(2026, 3, 30), "role": "hire", "job_title": "", "shift": ""}
    come_back(ada, team=team, by=hana, now=now + 7 * DAY, **back)
    for _twice in range(2):
        tasks.judge_course_papers()

    assert (right().attempts.count(), is_met(read)) == (0, False)


def test_another_paper_takes_the_place_of_the_first(read, now):
    other = Paper.objects.create(key="other", title_en="Other", title_zh="其他", minutes=30)
    CoursePage.objects.update(paper_key="other")
    refreshers.judge(read, now=now)
    assert not Admission.objects.filter(withdrawn=None).exists()

    Paper.objects.filter(pk=other.pk).update(published=now)
    tasks.judge_course_papers()

    assert Admission.objects.get(withdrawn=None).paper == other


def test_a_course_that_ends_in_no_paper_any_more_is_done_by_reading(read, now):
    CoursePage.objects.update(paper_key="")

    tasks.judge_course_papers()

    assert is_met(read)
    assert not Admission.objects.filter(withdrawn=None).exists()


SAID = {
    "unread": "It opens when every lesson is read: 1 to go. It is passed with 80 of 100.",
    "open": "It is open. It is passed with 80 of 100.",
    "missed": "79.9 of 100: missed by 0.1, the mark is 80. The retake opens on",
}


@pytest.mark.parametrize("stage", list(SAID))
def test_pages_say_what_opens_it_and_what_is_missing(stage, lead, course, request, ada, signed_in, time_machine, now):
    time_machine.move_to(now, tick=False)
    if stage != "unread":
        request.getfixturevalue("read")
    if stage == "missed":
        sit(ada, PAPER, 7999, now)
    client = signed_in(ada)

    pages = [reverse("courses:refreshers"), reverse("courses:course", args=[course.translation_key])]
    for address in pages if stage == "unread" else [*pages, "/"]:
        assert SAID[stage] in client.get(address).content.decode(), address


def test_the_refreshers_page_asks_little_for_a_paper(
    read, ada, signed_in, time_machine, now, django_assert_max_num_queries
):
    time_machine.move_to(now, tick=False)
    client = signed_in(ada)
    done = CourseCompletion.objects.create(
        person=ada, course_key="old", title="Old", completed_on=now.date(), created=now
    )
    for number in range(3):
        past = {"due_on": now.date(), "created": now, "met_by": done}
        Refresher.objects.create(person=ada, course_key="old", rule="by-hand", cause_key=f"old-{number}", **past)

    with django_assert_max_num_queries(24):
        assert client.get(reverse("courses:refreshers")).content.decode().count("Old") == 3


def test_the_course_page_leads_into_the_round_of_the_assignment(lead, course, ada, signed_in):
    page = course.get_children().get().get_children().get().specific
    address = reverse("courses:refresher-read", args=[lead.key, page.translation_key])

    shown = signed_in(ada).get(reverse("courses:course", args=[course.translation_key])).content.decode()

    assert shown.count(address) == 2  # the next step and the list
    assert page.url not in shown


def test_who_it_is_not_assigned_to_reads_what_opens_it(course, tom, signed_in):
    page = signed_in(tom).get(reverse("courses:course", args=[course.translation_key])).content.decode()

    assert "It opens for those the course is assigned to, once what comes before is done." in page


@pytest.mark.parametrize("drafted", [False, True])
def test_both_languages_end_in_the_same_paper(drafted, course, tom):
    twin = course.copy_for_translation(Locale.objects.get(language_code="zh-hans"), copy_parents=True)
    twin.save_revision().publish()
    if drafted:
        twin.title = "带队伍"
        twin.save_revision(user=tom)

    course.paper_key = "another"
    course.save_revision(user=tom).publish()

    twin = CoursePage.objects.get(pk=twin.pk)
    assert (twin.paper_key, twin.get_latest_revision_as_object().paper_key) == ("another", "another")
    assert [draft.content["title"] for draft in unpublished_versions(twin)] == ["带队伍"] * drafted


def test_it_can_be_assigned_to_leaders_and_supervisors(course, sam, lena, tom, now):
    form = RefresherForm(language="en", today=now.date())

    assert {sam, lena} <= set(form.fields["person"].queryset)
    assert tom not in form.fields["person"].queryset


def test_trainers_choose_among_published_papers(course, tom, now):
    Paper.objects.create(key="draft", title_en="Draft", title_zh="草稿", minutes=30)
    form_class = CoursePage.get_edit_handler().get_form_class()
    assert issubclass(form_class, CourseForm)

    course.paper_key = "gone"
    form = form_class(instance=course, for_user=tom)

    assert [key for key, _title in form.fields["paper_key"].choices] == ["", PAPER, "gone"]
