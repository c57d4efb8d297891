"""An exam whose key carries markers, so that one byte of it would be seen."""

from datetime import timedelta

from assessments.domain import admissions
from assessments.models import Admission, Paper, PaperRow, Topic
from tests.assessments.made import content, question

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
    paper = Paper.objects.create(key="week-1-theory", title_en="Week 1 theory", title_zh="第一周理论", minutes=30)
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
