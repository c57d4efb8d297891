"""A small bank, a paper of it, and a rubric: what the tests of assessments stand on."""

from datetime import timedelta

import pytest

from assessments.domain import admissions, rubrics
from assessments.models import Paper, PaperRow, Rubric, Topic
from tests.assessments.made import content, question, text


@pytest.fixture
def bank(academy, now):
    """Two topics: greeting with four single choices, tickets with one of each other kind."""
    greeting = Topic.objects.create(key="greeting", title_en="Greeting", title_zh="问候")
    tickets = Topic.objects.create(key="tickets", title_en="Tickets", title_zh="工单")
    for n in range(1, 5):
        body = content(f"How do you greet caller {n}?", "*With name and firm", "With a sigh", "Not at all")
        question(greeting, f"greeting-{n}", "single", body, points=5, now=now)
    body = content("Which facts go into a ticket?", "*Who", "*When", "The weather", "Lunch")
    question(tickets, "tickets-facts", "multiple", body, points=10, now=now)
    question(tickets, "tickets-one", "true_false", content("One ticket a case?", "*True", "False"), points=10, now=now)
    body = content("Within how many rings?", accepted=("3", "three"))
    question(tickets, "tickets-rings", "short", body, points=10, now=now)
    return greeting, tickets


@pytest.fixture
def paper(bank):
    """Draws 2 greeting questions of 5 points and 3 ticket questions of 10: 40 points in 30 minutes."""
    made = Paper.objects.create(key="week-1-theory", title_en="Week 1 theory", title_zh="第一周理论", minutes=30)
    for position, (topic, count) in enumerate(zip(bank, (2, 3), strict=True), 1):
        PaperRow.objects.create(paper=made, topic=topic, position=position, count=count)
    return made


@pytest.fixture
def admission(ada, paper, now):
    """Ada may sit the paper since yesterday, twice."""
    return admissions.admit(
        ada, paper, opens=now - timedelta(days=1), attempts_allowed=2, reason="Lessons read", for_key="week-1", now=now
    )


@pytest.fixture
def rubric(academy, now):
    """Three lines of 40, 30 and 30, the last may not apply; two critical errors."""
    lines = [("greets", 40, 0), ("records", 30, 0), ("hands-over", 30, 1)]
    made = Rubric.objects.create(key="systems-practical", kind="checklist")
    rubrics.publish_version(
        made,
        content={
            "title": text("Systems practical"),
            "categories": [
                {
                    "key": "all",
                    "title": text("All of it"),
                    "lines": [
                        {
                            "key": key,
                            "title": text(f"The agent {key}"),
                            "weight": weight,
                            "anchors": [text(f"{key} level {level}") for level in range(5)],
                            "reasons": [text(f"{key} was not called for")] * reasons,
                        }
                        for key, weight, reasons in lines
                    ],
                }
            ],
            "critical_errors": [
                {"key": "leak", "title": text("Leak"), "means": text("Told a stranger"), "only_without_notice": False},
                {"key": "no-notice", "title": text("No notice"), "means": text("Silent"), "only_without_notice": True},
            ],
        },
        by=None,
        now=now,
    )
    made.refresh_from_db()
    return made
