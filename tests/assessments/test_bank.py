"""The bank: loading without overwriting, versions, review by another, the trainer's pages."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from assessments.domain import admissions, attempts, papers, rubrics, spacing
from assessments.domain import bank as bank_verbs
from assessments.domain.bank import BankError, Loaded
from assessments.domain.blueprints import content_of
from assessments.domain.pools import Pools
from assessments.domain.rubrics import RubricError
from assessments.models import (
    Paper,
    PaperQuestion,
    PaperRow,
    PracticeCard,
    PracticeReview,
    Question,
    QuestionVersion,
    Rubric,
    Topic,
)
from courses.domain.academy.bank import read_bank
from tests.assessments.made import content, right_places

VERBS = ((rubrics.load_rubric, "rubrics"), (bank_verbs.load_question, "questions"), (papers.load_paper, "papers"))


def load(shipped, now):
    outcomes = [bank_verbs.load_topic(topic, now=now) for topic in shipped.topics]
    for verb, name in VERBS:
        outcomes += [verb(item, now=now, source_hash=item.source_hash) for item in getattr(shipped, name)]
    return set(outcomes)


def test_the_shipped_bank_loads_once_and_fills_its_papers(academy, now):
    shipped = read_bank(Path(settings.BASE_DIR) / "curriculum")

    assert load(shipped, now) == {Loaded.ADDED}
    assert load(shipped, now) == {Loaded.UNCHANGED}
    contents = [content_of(paper) for paper in Paper.objects.all()]
    assert [problem for one in contents for problem in papers.problems(one, Pools(contents))] == []
    assert Paper.objects.filter(published=None).count() == 0
    assert QuestionVersion.objects.count() == len(shipped.questions)


def shipped_question():
    return read_bank(Path(settings.BASE_DIR) / "curriculum").questions[0]


def test_a_changed_text_becomes_a_new_live_version(academy, now):
    shipped = read_bank(Path(settings.BASE_DIR) / "curriculum")
    load(shipped, now)
    item = shipped.questions[0]

    outcome = bank_verbs.load_question(item, now=now, source_hash="0" * 64)

    question = Question.objects.get(key=item.key)
    assert (outcome, question.live_version.number) == (Loaded.CHANGED, 2)


def test_a_question_the_centre_edited_is_left_alone(academy, tom, tara, now):
    shipped = read_bank(Path(settings.BASE_DIR) / "curriculum")
    load(shipped, now)
    item = shipped.questions[0]
    question = Question.objects.get(key=item.key)
    edited = bank_verbs.write_version(
        question, content=question.live_version.content, points=4, difficulty=2, by=tom, now=now
    )
    bank_verbs.review_version(edited, approved=True, comment="", by=tara, now=now)

    outcome = bank_verbs.load_question(item, now=now, source_hash="0" * 64)

    question.refresh_from_db()
    assert (outcome, question.live_version) == (Loaded.KEPT, edited)


def of_another_kind(key, now):
    """Loads the question of this key as if it were shipped as a short text now."""
    shipped = read_bank(Path(settings.BASE_DIR) / "curriculum").questions
    item = next(question for question in shipped if question.kind == "short")
    topic = Question.objects.get(key=key).topic.key
    return bank_verbs.load_question(replace(item, key=key, topic=topic), now=now, source_hash="0" * 64)


def test_a_drawn_question_keeps_its_kind_and_its_marks(ada, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)
    row = attempt.questions.filter(question_version__question__kind="single").first()
    attempts.save_answer(attempt, row.position, value=right_places(row), version=0, key="one", by=ada, now=now)
    question = row.question_version.question

    outcome = of_another_kind(question.key, now)

    live = question.live_version
    question.refresh_from_db()
    assert (outcome, question.kind, question.live_version) == (Loaded.KEPT, "single", live)
    assert question.versions.count() == 1
    assert attempts.submit(attempt, by=ada, now=now).marks.get().points == row.points


def test_a_question_nobody_has_met_may_change_its_kind(bank, now):
    assert of_another_kind("greeting-1", now) == Loaded.CHANGED
    assert Question.objects.get(key="greeting-1").kind == "short"


REFERRED = {
    "question": lambda topic, **_: Question.objects.create(key="odd", topic=topic, kind="single"),
    "part of it": lambda topic, **_: Topic.objects.create(key="below", parent=topic),
    "paper": lambda topic, paper, **_: PaperRow.objects.create(paper=paper, topic=topic, position=9, count=1),
    "draft": lambda topic, paper, tom, now: papers.write_version(
        paper, content=content_of(paper) | {"parts": [part_of(topic)]}, by=tom, now=now
    ),
}


def part_of(topic):
    row = {"topic": topic.key, "difficulty": None, "count": 1, "points": None}
    return {"title": papers.no_words(), "words": papers.no_words(), "rows": [row], "questions": []}


@pytest.mark.parametrize("referring", REFERRED)
def test_a_topic_that_something_refers_to_is_not_dropped(referring, paper, tom, now):
    topic = Topic.objects.create(key="empty", title_en="Empty", title_zh="空")
    REFERRED[referring](topic=topic, paper=paper, tom=tom, now=now)

    assert not bank_verbs.drop_topic(topic, now=now)
    assert Topic.objects.filter(key="empty").exists()


def test_a_topic_by_which_a_result_is_broken_down_is_not_dropped(ada, admission, now):
    attempts.submit(attempts.start(admission, by=ada, now=now), by=ada, now=now)
    greeting, tickets = Topic.objects.order_by("key")
    free = Topic.objects.create(key="free", title_en="Free", title_zh="空")
    Question.objects.update(topic=greeting)
    PaperRow.objects.update(topic=greeting)

    assert [bank_verbs.drop_topic(topic, now=now) for topic in (tickets, free)] == [False, True]


def test_nobody_reviews_their_own_question(bank, tom, tara, now):
    question = Question.objects.get(key="greeting-1")
    version = bank_verbs.write_version(
        question, content=content("New?", "*a", "b", "c"), points=5, difficulty=1, by=tom, now=now
    )

    with pytest.raises(BankError, match="own question"):
        bank_verbs.review_version(version, approved=True, comment="", by=tom, now=now)
    bank_verbs.review_version(version, approved=True, comment="", by=tara, now=now)

    question.refresh_from_db()
    assert question.live_version == version


def test_a_version_overtaken_by_a_newer_one_is_not_reviewed(bank, tom, tara, now):
    question = Question.objects.get(key="greeting-1")
    body = content("New?", "*a", "b", "c")
    first, _second = (
        bank_verbs.write_version(question, content=body, points=5, difficulty=1, by=tom, now=now) for _ in range(2)
    )

    with pytest.raises(BankError, match="newer version"):
        bank_verbs.review_version(first, approved=True, comment="", by=tara, now=now)


@pytest.mark.parametrize(
    "body",
    [
        content("New?", "*a"),
        content("New?", "a", "b", "c"),
        content("", "*a", "b", "c") | {"stem": {"en": "", "zh-hans": ""}},
    ],
)
def test_a_faulty_version_is_refused_in_words(bank, tom, now, body):
    with pytest.raises(BankError):
        bank_verbs.write_version(
            Question.objects.get(key="greeting-1"), content=body, points=5, difficulty=1, by=tom, now=now
        )

    assert QuestionVersion.objects.filter(question__key="greeting-1").count() == 1


@pytest.mark.parametrize(("weights", "published"), [((40, 30, 29), False), ((40, 30, 30), True), ((40, 30, 31), False)])
def test_a_rubric_is_published_at_exactly_100(rubric, now, weights, published):
    body = rubric.live_version.content
    for line, weight in zip(body["categories"][0]["lines"], weights, strict=True):
        line["weight"] = weight

    if published:
        assert rubrics.publish_version(Rubric.objects.get(), content=body, by=None, now=now).number == 2
        return
    with pytest.raises(RubricError, match=str(sum(weights))):
        rubrics.publish_version(Rubric.objects.get(), content=body, by=None, now=now)


def test_the_paper_check_names_what_is_missing(signed_in, paper, tom):
    Question.objects.filter(key="tickets-rings").update(status="retired")

    client = signed_in(tom)
    overview = client.get(reverse("assessments:papers")).content.decode()
    page = client.get(reverse("assessments:paper", args=[paper.key])).content.decode()

    assert "cannot be drawn" in overview
    assert "1 question missing" in page


@pytest.mark.parametrize("table", ["questionversion", "mark", "answersave", "rubricversion", "scorecardline"])
def test_rows_that_are_facts_cannot_be_changed_or_removed(bank, rubric, table):
    """Hazard 55, on whichever database runs."""
    with connection.cursor() as cursor:
        for statement in (f"UPDATE assessments_{table} SET id = id", f"DELETE FROM assessments_{table}"):  # noqa: S608
            cursor.execute(f"SELECT COUNT(*) FROM assessments_{table}")  # noqa: S608
            if cursor.fetchone()[0]:
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(statement)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 7),
        ("q=ticket", 3),
        ("q=%E4%B8%AD%E6%96%87", 7),
        ("topic=greeting", 4),
        ("kind=short", 1),
        ("state=live&kind=single", 4),
        ("state=waiting", 0),
        ("q=nothing-like-it", 0),
        ("kind=%00&state=x&topic=%00", 7),
    ],
)
def test_questions_are_found_by_words_topic_kind_and_state(signed_in, bank, tom, query, found):
    page = signed_in(tom).get(reverse("assessments:questions") + f"?{query}")

    assert page.context["page"].paginator.count == found


def test_the_export_is_tame(signed_in, bank, tom, tara, now):
    question = Question.objects.get(key="greeting-1")
    body = content('=HYPERLINK("http://x")', "*a", "b", "c")
    bank_verbs.write_version(question, content=body, points=5, difficulty=1, by=tom, now=now)

    text = signed_in(tom).get(reverse("assessments:questions-export", args=["csv"])).content.decode("utf-8-sig")

    assert len(text.strip().splitlines()) == 8
    assert ",=HYPERLINK" not in text
    assert ',"=HYPERLINK' not in text


def test_a_trainer_writes_and_another_makes_it_live(signed_in, bank, tom, tara):
    client = signed_in(tom)
    made = {"key": "greeting-new", "topic": bank[0].pk, "kind": "single"}
    client.post(reverse("assessments:question-new"), made)
    words = {"stem_en": "Who?", "stem_zh": "谁？", "explanation_en": "So", "explanation_zh": "因此", "points": 5}
    words |= {"difficulty": 1, "right": "1", "status": "live", "live_version": 1, "author": tara.pk}
    for n in range(3):
        words |= {f"text_en-{n}": f"o{n}", f"text_zh-{n}": f"选{n}"}
    client.post(reverse("assessments:question-write", args=["greeting-new"]), words)
    before = Question.objects.get(key="greeting-new")

    signed_in(tara).post(
        reverse("assessments:question-review", args=["greeting-new"]), {"act": "approve-live", "version": 1}
    )

    after = Question.objects.get(key="greeting-new")
    assert (before.status, before.versions.get().author, after.status) == ("draft", tom, "live")
    assert [option["right"] for option in after.live_version.content["options"]] == [False, True, False]


@pytest.mark.parametrize("met", ["drawn", "placed", "practised"])
def test_a_question_people_have_met_keeps_its_use(met, bank, paper, ada, tom, now):
    question = Question.objects.get(key="tickets-one")
    if met == "drawn":
        attempts.start(
            admissions.admit(ada, paper, opens=now, attempts_allowed=1, reason="", for_key="w", now=now),
            by=ada,
            now=now,
        )
    elif met == "placed":
        PaperQuestion.objects.create(paper=paper, question=question, position=1)
    else:
        memory, due = spacing.forgotten(None, now)
        card = PracticeCard.objects.create(
            person=ada, topic=question.topic, point="tickets", memory=memory, due=due, created=now
        )
        PracticeReview.objects.create(
            card=card, number=1, question_version=question.live_version, value={}, is_right=True, days_since=1, at=now
        )
    other = "exam" if met == "practised" else "practice"
    if met == "practised":
        Question.objects.filter(pk=question.pk).update(use="practice")
        question.refresh_from_db()

    with pytest.raises(BankError, match="have met this question"):
        bank_verbs.describe(question, tags=[], competency="", point="", use=other, by=tom, now=now)
