"""Questions made for tests, and where their right options stand on a screen."""

from datetime import timedelta

from assessments.domain import admissions, attempts, rubrics
from assessments.models import Paper, PaperRow, Question, QuestionVersion, Rubric, Topic
from tests.conftest import NOW


def text(english: str) -> dict[str, str]:
    return {"en": english, "zh-hans": f"中文：{english}"}


def options(*words: str) -> list[dict]:
    """Options in words; a leading * marks a right one."""
    return [
        {"text": text(word.lstrip("*")), "right": word.startswith("*"), "feedback": text(f"About {word.lstrip('*')}")}
        for word in words
    ]


def content(stem: str, *words: str, accepted: tuple[str, ...] = ()) -> dict:
    return {
        "stem": text(stem),
        "options": options(*words),
        "accepted": {"en": list(accepted), "zh-hans": list(accepted)},
        "explanation": text(f"Because of {stem}"),
    }


def question(topic: Topic, key: str, kind: str, body: dict, *, points: int, now) -> Question:
    made = Question.objects.create(key=key, topic=topic, kind=kind)
    version = QuestionVersion.objects.create(
        question=made, number=1, content=body, points=points, difficulty=1, source_hash=f"shipped-{key}", created=now
    )
    Question.objects.filter(pk=made.pk).update(live_version=version, status="live")
    made.refresh_from_db()
    return made


def make_bank(now):
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


def make_paper(bank, now=NOW):
    """Draws 2 greeting questions of 5 points and 3 ticket questions of 10: 40 points in 30 minutes."""
    made = Paper.objects.create(
        key="week-1-theory", title_en="Week 1 theory", title_zh="第一周理论", minutes=30, published=now
    )
    for position, (topic, count) in enumerate(zip(bank, (2, 3), strict=True), 1):
        PaperRow.objects.create(paper=made, topic=topic, position=position, count=count)
    return made


def make_rubric(now):
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


def make_essay_paper(now, **settings):
    """One text of 10 points on the rubric of `make_rubric`, and one single choice of 5, in 30 minutes."""
    topic = Topic.objects.create(key="complaints", title_en="Complaints", title_zh="投诉")
    body = {
        "stem": text("Answer this complaint."),
        "explanation": text("An apology, the reason, what follows."),
        "rubric": "systems-practical",
        "longest": 2000,
        "least": {"en": 20, "zh-hans": 40},
    }
    question(topic, "complaints-essay", "essay", body, points=10, now=now)
    question(topic, "complaints-one", "single", content("Who answers?", "*We", "Nobody"), points=5, now=now)
    made = Paper.objects.create(
        key="complaints", title_en="Complaints", title_zh="投诉", minutes=30, published=NOW, **settings
    )
    PaperRow.objects.create(paper=made, topic=topic, position=1, count=2)
    return made


def hand_in_essay(person, paper, *, now, words="We are sorry. The parcel comes today.", right=True):
    """An attempt with both answers, handed in: (attempt, the essay's question)."""
    admission = admissions.admit(
        person, paper, opens=now - timedelta(days=1), attempts_allowed=2, reason="", for_key="complaints", now=now
    )
    attempt = attempts.start(admission, by=person, now=now)
    for one in attempt.questions.select_related("question_version__question"):
        is_essay = one.question_version.question.kind == "essay"
        value = [words] if is_essay else right_places(one) if right else wrong_places(one)
        attempts.save_answer(attempt, one.position, value=value, version=0, key=f"k{one.position}", by=person, now=now)
    attempt = attempts.submit(attempt, by=person, now=now)
    return attempt, attempt.questions.get(question_version__question__kind="essay")


def right_places(question) -> list[str]:
    """Where the right options stand on the screen of whoever drew this question, or a right text."""
    body = question.question_version.content
    if not body["options"]:
        return [body["accepted"]["en"][0]]
    return [str(place) for place, number in enumerate(question.option_order) if body["options"][number]["right"]]


def wrong_places(question) -> list[str]:
    body = question.question_version.content
    if not body["options"]:
        return ["not this"]
    places = enumerate(question.option_order)
    return [next(str(place) for place, number in places if not body["options"][number]["right"])]


def full_card(card, **levels) -> dict:
    """A card with full points on every line, or the levels given, each with its comment and time."""
    lines = [line for category in card.rubric_version.content["categories"] for line in category["lines"]]
    return {
        "lines": {
            line["key"]: {
                "level": levels.get(line["key"].replace("-", "_"), len(line["anchors"]) - 1),
                "not_applicable": None,
                "comment": "heard",
                "at_ms": 1000,
            }
            for line in lines
        },
        "critical": {},
    }
