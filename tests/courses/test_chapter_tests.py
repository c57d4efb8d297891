"""A course of two chapters with a test each, a final paper and a case: every one of them is passed for itself."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessments.domain import attempts
from assessments.domain.openings import Stand, opening
from assessments.domain.refusals import AttemptError
from assessments.models import Admission, Paper, PaperRow, Topic
from courses import tasks
from courses.domain import completions, refreshers
from courses.domain.course_papers.standing import standing
from courses.domain.outline import lessons_of
from courses.models import CourseCompletion, CoursePage, LessonPage, PassedPaper, Refresher
from policies.domain.editions import sync_defaults
from tests.assessments.made import content, question
from tests.content.made import lesson, tree
from tests.courses.conftest import sit

POINTS = (7999, 1, 2000)  # of 10000: 79.99 and 80 can be reached
PAPERS = ("test-1", "test-2", "final", "case")
DAY = timedelta(days=1)


@pytest.fixture
def course(academy, now):
    sync_defaults(now)
    topic = Topic.objects.create(key="people", title_en="People", title_zh="带人")
    for points in POINTS:
        question(topic, f"q{points}", "true_false", content(f"{points}?", "*True", "False"), points=points, now=now)
    for key in PAPERS:
        paper = Paper.objects.create(key=key, title_en=key.title(), title_zh=key, minutes=30, published=now)
        PaperRow.objects.create(paper=paper, topic=topic, position=1, count=3)
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

    sat += [passes(lead, "case", now), passes(lead, "final", now)]
    for _twice in range(2):
        tasks.judge_course_papers()

    assert is_met(lead)
    in_order = [["attempt", sat[place].key] for place in (1, 0, 3, 2)]
    assert CourseCompletion.objects.get().evidence == [["refresher", lead.key], *in_order]
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
    assert (first.verdict.because, first.word) == ("Passed with 80.0 on Wed 25 March 2026.", "Passed with 80.0")


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
