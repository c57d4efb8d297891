"""An exam whose key carries markers, and a hire whom nothing keeps from the licence."""

from datetime import timedelta

from assessments.domain import admissions
from assessments.models import Admission, Paper, PaperRow, Topic
from certification.domain import proposals
from certification.models import Award
from courses.domain import completions, enrolments
from courses.domain.facts import for_key
from courses.models import GateResult, LessonPage
from people.domain.calendars import today_for
from simulations.domain import boards
from simulations.models import Call
from tests.assessments.made import content, question
from tests.journeys.conftest import scenario

# Stands in every place of a question that a learner must not see before the release, and nowhere else.
MARK = "zqx"
RIGHT = "This is the right one"


def marked_paper(now) -> Paper:
    """Five questions of 20 points: a single choice, two true/false, a multiple choice and a short text."""
    topic = Topic.objects.create(key="greeting", title_en="Greeting", title_zh="问候")
    kinds = [
        ("single", content("What do you say first?", f"*{RIGHT}", "Something else", "Nothing at all")),
        ("single", content("Who closes the call?", f"*{RIGHT}", "Nobody", "The system")),
        ("true_false", content("A ticket holds one case.", "*True", "False")),
        ("multiple", content("Which facts go in?", "*Who called", "*When it was", "The weather")),
        ("short", content("Within how many rings?", accepted=(f"{MARK} three",))),
    ]
    for n, (kind, body) in enumerate(kinds):
        body["explanation"] = {"en": f"{MARK} explains", "zh-hans": f"{MARK} 说明"}
        for option in body["options"]:
            option["feedback"] = {"en": f"{MARK} feeds back", "zh-hans": f"{MARK} 反馈"}
        question(topic, f"{MARK}-{n}", kind, body, points=20, now=now)
    paper = Paper.objects.create(
        key="greeting-exam", title_en="Week 1 theory", title_zh="第一周理论", minutes=30, published=now
    )
    PaperRow.objects.create(paper=paper, topic=topic, position=1, count=len(kinds))
    return paper


def may_sit(person, paper: Paper, now, *, attempts_allowed: int = 1) -> Admission:
    return admissions.admit(
        person,
        paper,
        opens=now - timedelta(days=1),
        attempts_allowed=attempts_allowed,
        reason="The lessons are read",
        for_key="week-1",
        now=now,
    )


def ready_for_licence(person, programme, now) -> Award:
    """Three doors open, ten calls at 95, nothing in the way: the product puts the person forward."""
    enrolment = enrolments.enrol(person, programme, started_on=today_for(person, now), by=None, now=now)
    for week in programme.weeks.filter(number__lte=3):
        facts = {"verdict": {"met": True}, "edition": "gates 1", "passed_on": enrolment.started_on, "created": now}
        GateResult.objects.create(enrolment=enrolment, week=week, **facts)
    last = programme.weeks.get(number=4)
    board = boards.open_board(person, for_key=f"{enrolment.key}:week-4", now=now)
    version = scenario("parcel", "consultation", "mock", now)
    for slot in board.slots.all():
        Call.objects.create(
            kind="mock",
            slot=slot,
            person=person,
            scenario_version=version,
            mode="text",
            state="scored",
            booked_at=now,
            ended_at=now,
            effective_score="95",
            scored_at=now,
        )
    for lesson in LessonPage.objects.all():
        completions.complete(person, lesson, now=now)
    assert for_key(enrolment, last) == board.for_key
    return proposals.propose_licence(enrolment, now=now)
