"""A programme of four weeks with one lesson each, papers and a practical whose scores a test can set exactly."""

from datetime import date, timedelta

import pytest
from wagtail.models import Locale, Page

from assessments.domain import attempts, practicals, rubrics, scorecards
from assessments.models import Admission, Paper, PaperRow, PracticalSitting, Rubric, Topic
from content.models import AcademyPage
from courses.domain import completions, enrolments, judging
from courses.models import CataloguePage, CoursePage, LessonPage, ModulePage, Programme, ProgrammeWeek
from policies.domain.editions import sync_defaults
from tests.assessments.made import content, question, right_places, text, wrong_places
from tests.courses.housed import write_house

POINTS = (76, 6, 18)  # 76, 82, 94 and 100 can be reached
WEIGHTS = (78, 5, 17)  # 78, 83, 95 and 100


def publish(parent, page):
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def screens(*headings):
    return [("screen", {"heading": heading, "pieces": [("text", f"<p>{heading}</p>")]}) for heading in headings]


@pytest.fixture
def course(academy):
    """Course "onboarding" in English: four modules, a lesson of two screens each."""
    locale, _made = Locale.objects.get_or_create(language_code="en")
    root = publish(Page.get_first_root_node(), AcademyPage(title="Academy", slug="academy", locale=locale))
    catalogue = publish(root, CataloguePage(title="Courses", slug="courses", locale=locale))
    made = publish(catalogue, CoursePage(title="Onboarding", slug="onboarding", key="onboarding", locale=locale))
    for number in range(1, 5):
        module = publish(
            made, ModulePage(title=f"Week {number}", slug=f"w{number}", key=f"week-{number}", locale=locale)
        )
        lesson = LessonPage(
            title=f"Lesson {number}", slug="one", key=f"lesson-{number}", aim="To know it", locale=locale
        )
        lesson.body = screens("First", "Second")
        publish(module, lesson)
    return made


@pytest.fixture
def programme(course, now):
    sync_defaults(now)
    for number in (1, 2):
        topic = Topic.objects.create(key=f"t{number}", title_en="Topic", title_zh="主题")
        for n, points in enumerate(POINTS):
            question(
                topic,
                f"q{number}-{n}",
                "true_false",
                content(f"{number}.{n}?", "*True", "False"),
                points=points,
                now=now,
            )
        paper = Paper.objects.create(
            key=f"week-{number}-theory", title_en="Theory", title_zh="理论", minutes=30, published=now
        )
        PaperRow.objects.create(paper=paper, topic=topic, position=1, count=3)
    _practical(now)
    made = Programme.objects.create(
        key="onboarding-four-weeks", title_en="Onboarding", title_zh="入职", course_key="onboarding"
    )
    kinds = ProgrammeWeek.Gate
    weeks = [
        (kinds.THEORY_AND_PRACTICAL, "week-1-theory", "systems-practical", ""),
        (kinds.THEORY, "week-2-theory", "", "product-session"),
        (kinds.SIGN_OFF, "", "", ""),
        (kinds.MOCK_CALLS, "", "", ""),
    ]
    for number, (gate, paper_key, practical_key, session_key) in enumerate(weeks, start=1):
        ProgrammeWeek.objects.create(
            programme=made,
            number=number,
            title_en=f"Week {number}",
            title_zh=f"第{number}周",
            module_key=f"week-{number}",
            gate=gate,
            paper_key=paper_key,
            practical_key=practical_key,
            session_key=session_key,
        )
    return made


def _practical(now):
    lines = [
        {
            "key": f"line-{n}",
            "title": text(f"Line {n}"),
            "weight": weight,
            "anchors": [text("not done"), text("done")],
            "reasons": [],
        }
        for n, weight in enumerate(WEIGHTS)
    ]
    body = {
        "title": text("Systems practical"),
        "categories": [{"key": "all", "title": text("All"), "lines": lines}],
        "critical_errors": [],
    }
    rubric = Rubric.objects.create(key="systems-practical", kind="checklist")
    rubrics.publish_version(rubric, content=body, by=None, now=now)


@pytest.fixture
def ada_enrolled(ada, programme, tom, now):
    return enrolments.enrol(ada, programme, started_on=date(2026, 3, 2), by=tom, now=now)


@pytest.fixture
def ben_enrolled(ben, programme, tom, now):
    return enrolments.enrol(ben, programme, started_on=date(2026, 3, 2), by=tom, now=now)


def read_week(person, number, now):
    completions.complete(person, LessonPage.objects.get(key=f"lesson-{number}"), now=now)


def sit(person, paper_key, score, now):
    """Sit the open paper and reach exactly `score` percent."""
    admission = Admission.objects.get(person=person, paper__key=paper_key, withdrawn=None)
    attempt = attempts.start(admission, by=person, now=now)
    left = score
    for drawn in attempt.questions.select_related("question_version").order_by("-question_version__points"):
        is_right = drawn.question_version.points <= left
        left -= drawn.question_version.points if is_right else 0
        places = right_places(drawn) if is_right else wrong_places(drawn)
        attempts.save_answer(
            attempt, drawn.position, value=places, version=0, key=f"k{drawn.position}", by=person, now=now
        )
    assert left == 0
    return attempts.submit(attempt, by=person, now=now)


def examine(person, score, by, now):
    """Score the open practical with exactly `score`."""
    sitting = PracticalSitting.objects.get(person=person, scored_at=None, withdrawn=None)
    card = practicals.examine(sitting, by=by, now=now)
    left, lines = score, {}
    for n, weight in sorted(enumerate(WEIGHTS), key=lambda pair: -pair[1]):
        done = weight <= left
        left -= weight if done else 0
        lines[f"line-{n}"] = {"level": int(done), "comment": "" if done else "not done"}
    assert left == 0
    receipt = scorecards.save_draft(
        card, content={"lines": lines, "critical": {}}, version=card.version, by=by, now=now
    )
    return scorecards.release(card, version=receipt.version, by=by, now=now)


@pytest.fixture
def judge():
    def run(enrolment, now):
        enrolment.refresh_from_db()
        judging.judge(enrolment, now=now)

    return run


@pytest.fixture
def hour():
    return timedelta(hours=1)


@pytest.fixture
def housed(tmp_path, academy, settings):
    """A small curriculum in tokens, in place of the shipped one."""
    Locale.objects.get_or_create(language_code="zh-hans")
    settings.CURRICULUM = write_house(tmp_path)
    return settings.CURRICULUM
