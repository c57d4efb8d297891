"""A course of two chapters with a test each, a final paper and a case: every one of them is passed for itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale

from assessments.domain import attempts, outlook, regrades, withheld
from assessments.domain.openings import Opening, Rules, Stand, opening
from assessments.domain.papers import where_used
from assessments.domain.refusals import AttemptError
from assessments.models import Admission, Paper, Question
from certification.domain import proposals
from courses import tasks
from courses.domain import completions, refreshers
from courses.domain.course_papers.asked import Part
from courses.domain.course_papers.standing import CourseStanding, PaperStanding, standing
from courses.domain.outline import lessons_of
from courses.domain.reading import Reading
from courses.models import CourseCompletion, CoursePage, LessonPage, ModulePage, PassedPaper, Refresher
from courses.permissions import get_lesson_for
from dashboard.domain import consequences
from kernel.verdict import Verdict
from people.domain.leaving import leave
from people.domain.returning import come_back
from people.models import Notice, Team
from tests.content.made import lesson, tree
from tests.courses.conftest import sit
from tests.courses.papers_made import papers_at_the_mark

PAPERS = ("test-1", "test-2", "final", "case")
DAY = timedelta(days=1)


@pytest.fixture
def course(academy, now):
    papers_at_the_mark(PAPERS, now)
    module = tree()
    for number in (1, 2):
        lesson(module, f"Chapter {number}", paper_key=f"test-{number}")
    CoursePage.objects.update(is_open=False, paper_key="final", case_key="case")
    return CoursePage.objects.get()


@pytest.fixture
def lead(course, ada, tom, now):
    rule = {"rule": refreshers.BY_HAND, "cause_key": "one", "due_on": date(2026, 4, 30)}
    return refreshers.assign(ada, course_key=course.key, by=tom, now=now, **rule)


def read(row, number, now):
    completions.complete(
        row.person, LessonPage.objects.get(title=f"Chapter {number}"), now=now, round_key=row.round_key
    )
    refreshers.judge(row, now=now)


def passes(row, key, now, points=8000):
    made = sit(row.person, key, points, now)
    refreshers.judge(row, now=now)
    return made


def open_papers(now):
    rights = Admission.objects.filter(withdrawn=None).order_by("pk")
    return [right.paper.key for right in rights if opening(right, now).may_start]


def is_met(row):
    return Refresher.objects.get(pk=row.pk).met_by is not None


def said(row, course, now):
    return standing(row, course, lessons_of(course.key, "en"), now)


def test_a_test_opens_with_its_lesson_and_the_end_with_everything_before_it(lead, course, ada, now):
    read(lead, 1, now)
    assert open_papers(now) == ["test-1"]

    read(lead, 2, now)
    assert open_papers(now) == ["test-1", "test-2"]
    sat = [passes(lead, "test-2", now), passes(lead, "test-1", now)]
    assert open_papers(now + DAY) == ["final", "case"]
    tasks.judge_course_papers()
    told = Notice.objects.filter(person=ada, kind="paper-open", withdrawn_at=None)
    assert list(told.order_by("pk").values_list("subject", flat=True)) == ["Now open: Final", "Now open: Case"]

    sat += [passes(lead, "case", now), passes(lead, "final", now)]
    assert not told.exists()
    for _twice in range(2):
        tasks.judge_course_papers()

    assert is_met(lead)
    in_order = [["attempt", sat[place].key] for place in (1, 0, 3, 2)]
    assert CourseCompletion.objects.get().evidence == [["refresher", lead.key], *in_order]
    award = proposals.propose_course(CourseCompletion.objects.get(), now=now)
    titles = [line["because"]["en"].partition(":")[0] for line in award.verdict]
    assert titles[1:] == ["Test-1", "Test-2", "Final", "Case"]
    assert PassedPaper.objects.count() == 4
    assert not Admission.objects.filter(withdrawn=None).exists()


def test_a_missed_test_waits_as_at_the_gates_and_needs_no_trainer(lead, course, ada, now):
    read(lead, 1, now)
    for attempt in range(3):
        passes(lead, "test-1", now + attempt * DAY, points=7999)
    right = Admission.objects.get(withdrawn=None)
    waits = opening(right, now + 2 * DAY + timedelta(hours=23))
    assert (right.attempts_allowed, waits.stand, waits.number) == (None, Stand.RETAKE_LATER, 4)

    read(lead, 2, now + 2 * DAY)  # it is read on all the same
    passes(lead, "test-2", now + 2 * DAY)
    assert said(lead, course, now + 2 * DAY).said == "1 of 4 passed; next: Test-1"
    assert open_papers(now + 5 * DAY) == ["test-1"]  # the end waits for it

    passes(lead, "test-1", now + 5 * DAY)
    assert open_papers(now + 5 * DAY) == ["final", "case"]
    assert {row.attempts_allowed for row in Admission.objects.filter(paper__key__in=("final", "case"))} == {2}


def test_what_is_passed_is_not_retaken_and_a_later_mark_undoes_nothing(lead, course, now, monkeypatch):
    read(lead, 1, now)
    passes(lead, "test-1", now)
    with pytest.raises(AttemptError, match="This exam is closed"):
        attempts.start(Admission.objects.get(withdrawn=None), by=lead.person, now=now + 3 * DAY)

    monkeypatch.setattr("courses.domain.course_papers.rights.mark_for", lambda person, at: 90)
    refreshers.judge(lead, now=now + DAY)

    first = said(lead, course, now + DAY).papers[0]
    assert (first.verdict.because, first.word) == ("Passed with 80 on Wed 25 March 2026.", "Passed with 80")


def test_the_end_of_a_lesson_offers_its_test(lead, course, ada, signed_in):
    page = LessonPage.objects.get(title="Chapter 1")
    client, address = signed_in(ada), reverse("courses:refresher-progress", args=[lead.key, page.translation_key])
    for screen in (2, 3):
        answer = client.post(address, {"screen": screen}, follow=True)

    start = reverse("assessments:exam-start", args=[Admission.objects.get().key])
    assert answer.redirect_chain[-1][0].endswith("?screen=2#test")
    assert start in answer.content.decode()
    for address in (reverse("courses:refreshers"), reverse("courses:course", args=[course.translation_key])):
        assert start in client.get(address).content.decode(), address
    assert "Sit the exam: Test-1" in client.get("/").content.decode()


def at(stand, title, *, met=False):
    opened = Opening(stand, 1) if stand else None
    return PaperStanding(Part.TEST, None, title, Verdict(met, None, 80, ""), "", "", None, opened)


@pytest.mark.parametrize(
    ("stands", "unread", "upcoming"),
    [
        ([Stand.RETAKE_LATER, Stand.OPEN, None], 1, "1"),
        ([Stand.RETAKE_LATER, None], 1, None),
        ([None, Stand.AWAITS_RESULT, Stand.USED_UP], 0, "2"),
        ([None, Stand.AWAITS_RESULT], 0, "1"),
        ([None, None], 0, "0"),
        ([], 0, None),
    ],
)
def test_what_comes_next_is_what_can_be_done_soonest(stands, unread, upcoming):
    papers = [at(None, "passed", met=True), *(at(stand, str(number)) for number, stand in enumerate(stands))]

    found = CourseStanding(papers, [None] * unread).next

    assert (found.title if found else None) == upcoming


def test_who_leaves_sits_everything_afresh(lead, ada, hana, now):
    read(lead, 1, now)
    passes(lead, "test-1", now)
    leave(ada, on=now.date(), reason="moved", by=hana, now=now)
    assert not Admission.objects.filter(withdrawn=None).exists()

    team = Team.objects.get(name="Phone one")
    back = {"started_on": date(2026, 3, 30), "role": "hire", "job_title": "", "shift": ""}
    come_back(ada, team=team, by=hana, now=now + 7 * DAY, **back)
    for _twice in range(2):
        tasks.judge_course_papers()

    assert Admission.objects.get(withdrawn=None).attempts.count() == 0


@pytest.mark.parametrize("chosen", ["other", ""])
def test_another_test_closes_the_right_to_the_first_also_where_that_was_passed(chosen, lead, course, now):
    other = Paper.objects.create(key="other", title_en="Other", title_zh="其他", minutes=30)
    read(lead, 1, now)
    passes(lead, "test-1", now)
    LessonPage.objects.filter(title="Chapter 1").update(paper_key=chosen)
    tasks.judge_course_papers()
    assert not Admission.objects.filter(withdrawn=None).exists()
    stands = said(lead, course, now).papers[0]
    assert stands.word == ("Not published" if chosen else "After the lesson")  # of the second lesson, without its test

    Paper.objects.filter(pk=other.pk).update(published=now)
    tasks.judge_course_papers()
    assert list(Admission.objects.filter(withdrawn=None).values_list("paper__key", flat=True)) == [chosen] * bool(
        chosen
    )


@pytest.mark.parametrize("hidden", [LessonPage, ModulePage])
def test_a_lesson_taken_out_for_a_while_costs_nobody_what_they_passed(hidden, lead, course, now):
    read(lead, 1, now)
    passes(lead, "test-1", now)
    pages = hidden.objects.filter(title__in=("Chapter 1", "Week 1"))
    assert pages.exists()
    pages.update(live=False)
    tasks.judge_course_papers()
    pages.update(live=True)
    tasks.judge_course_papers()

    assert said(lead, course, now).papers[0].is_passed


def test_right_answers_wait_for_the_end_that_may_ask_them_too(lead, course, ada, now):
    """Before there is a right to sit it; once all of them are passed they are shown."""
    read(lead, 1, now)
    sat = passes(lead, "test-1", now)
    assert len(withheld.waits_for(sat, Rules(ada, now + DAY))) == 3
    assert outlook.may_review(sat, Rules(ada, now + DAY))
    CoursePage.objects.update(paper_key="test-1")
    assert not outlook.may_review(sat, Rules(ada, now + DAY))

    CoursePage.objects.update(paper_key="", case_key="")
    read(lead, 2, now)
    assert len(withheld.waits_for(sat, Rules(ada, now + DAY))) == 3
    passes(lead, "test-2", now)
    assert withheld.waits_for(sat, Rules(ada, now + DAY)) == {}


def test_one_paper_as_test_and_as_end_is_passed_twice(lead, course, now):
    CoursePage.objects.update(paper_key="test-1", case_key="")
    read(lead, 1, now)
    read(lead, 2, now)
    for key in ("test-1", "test-2"):
        passes(lead, key, now)
    assert not is_met(lead)

    right = Admission.objects.get(closes=None, withdrawn=None)
    assert (right.paper.key, right.for_key) == ("test-1", lead.round_key)


@pytest.mark.parametrize(
    ("after", "shaken", "told"),
    [
        (79, True, "“Test-1”, passed Wed 25 March 2026: would not be passed any more. It stands until HR decides."),
        (80, False, "“Test-1”, passed Wed 25 March 2026: stays passed."),
    ],
)
def test_a_regrade_names_a_test_that_was_passed_by_it(after, shaken, told, lead, now):
    read(lead, 1, now)
    sat = passes(lead, "test-1", now)

    found = consequences.of(regrades.Change(sat, 80, after), now)

    assert (found.counts, found.shaken, found.is_course, found.gate) == (True, shaken, True, told)


def test_an_assignment_taken_back_closes_all_its_papers(lead, tom, now):
    read(lead, 1, now)
    read(lead, 2, now)
    passes(lead, "test-1", now)

    refreshers.withdraw(lead, by=tom, now=now)
    tasks.judge_course_papers()

    assert set(Admission.objects.values_list("withdrawn", flat=True)) == {now}


def test_a_course_that_is_done_shows_what_it_was_passed_with(lead, course, ada, now, signed_in, time_machine):
    time_machine.move_to(now, tick=False)
    for number in (1, 2):
        read(lead, number, now)
        passes(lead, f"test-{number}", now)
    for key in ("final", "case"):
        passes(lead, key, now, points=10000)

    stale = Admission.objects.filter(for_key__endswith="/case").get()
    stale.pk, stale.key = None, "stale"  # a right that was taken back, passed as well
    stale.save()
    row = PassedPaper.objects.get(admission__for_key=stale.for_key)
    row.pk, row.admission, row.attempt_key, row.score = None, stale, "another", "90"
    row.save()

    page = signed_in(ada).get(reverse("courses:course", args=[course.translation_key])).content.decode()

    assert (page.count("Passed with 80<"), page.count("Passed with 100 on Wed 25 March 2026.")) == (2, 2)
    assert "Read the lesson" not in page
    second = LessonPage.objects.get(title="Chapter 2")
    assert Reading(ada, get_lesson_for(ada, second.translation_key, "en"), "en").locked == ""


def test_reading_a_course_with_tests_unassigned_completes_nothing(course, ada, now):
    CoursePage.objects.update(paper_key="", case_key="")
    for page in LessonPage.objects.all():
        completions.complete(ada, page, now=now)

    assert completions.complete_course(ada, course, on=now.date(), now=now) is None


def test_a_lesson_has_the_same_test_in_every_language(course, tom):
    page = LessonPage.objects.get(title="Chapter 1")
    twin = page.copy_for_translation(Locale.objects.get(language_code="zh-hans"), copy_parents=True)
    twin.save_revision().publish()

    page.paper_key = "final"
    page.save_revision(user=tom).publish()

    assert LessonPage.objects.get(pk=twin.pk).paper_key == "final"


def choices(page, name, by):
    form = type(page).get_edit_handler().get_form_class()(instance=page, for_user=by)
    return [key for key, _title in form.fields[name].choices]


def test_trainers_choose_published_papers_and_see_where_each_is_used(course, tom, now):
    Question.objects.filter(key="q1").update(kind="essay")
    Paper.objects.create(key="by-machine", title_en="M", title_zh="M", minutes=30, published=now)

    assert choices(LessonPage.objects.first(), "paper_key", tom) == ["", *sorted((*PAPERS, "by-machine"))]
    assert choices(course, "case_key", tom) == ["", *sorted(PAPERS)]  # what a person scores
    used = where_used(["test-1", "case", "no"], now.date())
    assert used == {"test-1": ["lesson “Chapter 1”"], "case": ["course “Onboarding”"], "no": []}


def test_pages_show_each_chapter_with_its_test_and_trainers_how_far_somebody_is(
    lead, course, ada, tom, signed_in, time_machine, now, django_assert_max_num_queries
):
    time_machine.move_to(now, tick=False)
    read(lead, 1, now)
    passes(lead, "test-1", now, points=7999)
    client = signed_in(ada)
    for address in (reverse("courses:refreshers"), reverse("courses:course", args=[course.translation_key])):
        with django_assert_max_num_queries(40):
            page = client.get(address).content.decode()
        for words in ("0 of 4 passed; next: Chapter 2", "Missed by 0.1, retake from Thu 26 March", "After the lesson"):
            assert words in page, (address, words)
        assert page.count("To go: lessons 1, tests 2. It is passed with 80 of 100.") == 2

    assert "read 1 of 2 · passed 0 of 4" in signed_in(tom).get(reverse("courses:refreshers-assigned")).content.decode()
