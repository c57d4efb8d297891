"""Draft, reviewed, live, retired; one language at a time; what an edit leaves alone (hazard 33); copies and uses."""

from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.domain import alike, attempts, shelf, topics, uses
from assessments.domain import bank as verbs
from assessments.domain.bank import BankError
from assessments.domain.marking import by_question
from assessments.domain.shelf import Wanted
from assessments.models import Bank, PaperQuestion, Question, Topic
from assessments.permissions import questions_kept_by
from people.models import Event
from tests.assessments.made import content, right_places

BODY = content("Who greets first?", "*The agent", "The caller", "Nobody")
ENGLISH = {"stem": {"en": "Only English?"}, "options": [], "accepted": {"en": ["yes"]}, "explanation": {"en": ""}}


@pytest.fixture
def draft(bank, tom, now):
    question = verbs.write_question(key="new", topic=bank[0], kind="single", by=tom, now=now)
    verbs.write_version(question, content=BODY, points=5, difficulty=2, by=tom, now=now)
    return question


def approve(question, by, now, **how):
    verbs.review_version(question.versions.last(), approved=True, comment="", by=by, now=now, **how)
    question.refresh_from_db()
    return question.status


def test_a_draft_is_reviewed_then_put_live_then_retired_then_live_again(draft, tom, tara, now):
    by = {"by": tom, "now": now}
    with pytest.raises(BankError, match="approved or retired"):
        verbs.put_live(draft, **by)
    states = [approve(draft, tara, now, live=False)]
    for change in (verbs.put_live, verbs.retire_question, verbs.put_live):
        change(draft, **by)
        draft.refresh_from_db()
        states.append(draft.status)

    assert states == ["reviewed", "live", "retired", "live"]
    assert draft.live_version.number == 1
    assert Event.objects.filter(verb="question-put-live").count() == 2


def test_one_step_approves_and_puts_live(draft, tara, now):
    assert approve(draft, tara, now) == "live"


def test_an_approved_newer_version_replaces_the_live_one_at_once_and_pins_stay(draft, paper, tom, tara, now):
    approve(draft, tara, now)
    first = draft.live_version
    PaperQuestion.objects.create(paper=paper, question=draft, version=first, position=1)

    verbs.write_version(draft, content=BODY | {"credit": "all"}, points=5, difficulty=2, by=tom, now=now)
    draft.refresh_from_db()
    waiting = draft.live_version
    approve(draft, tara, now, live=False)

    assert (waiting, draft.live_version.number) == (first, 2)
    assert draft.placed.get().version == first


def test_a_retired_question_stays_retired_when_a_newer_version_is_only_approved(draft, tom, tara, now):
    approve(draft, tara, now)
    verbs.retire_question(draft, by=tom, now=now)
    verbs.write_version(draft, content=BODY, points=7, difficulty=2, by=tom, now=now)

    assert approve(draft, tara, now, live=False) == "retired"
    verbs.put_live(draft, by=tom, now=now)
    draft.refresh_from_db()
    assert draft.live_version.points == 7


def test_one_language_may_be_kept_and_is_approved_only_where_the_bank_asks_no_more(bank, tom, tara, now):
    question = verbs.write_question(key="half", topic=bank[0], kind="short", by=tom, now=now)
    version = verbs.write_version(question, content=ENGLISH, points=5, difficulty=1, by=tom, now=now)

    with pytest.raises(BankError, match="Chinese is missing: “Only English\\?”"):
        approve(question, tara, now)
    assert [row.key for row in shelf.find(questions_kept_by(tom), Wanted(lacks="zh-hans"))] == ["half"]
    assert not shelf.find(questions_kept_by(tom), Wanted(lacks="en")).exists()

    Topic.objects.filter(pk=bank[0].pk).update(
        bank=Bank.objects.create(key="en", title_en="E", title_zh="E", languages=["en"])
    )
    version.refresh_from_db()
    assert approve(question, tara, now) == "live"


def test_an_edit_during_an_attempt_changes_neither_its_words_nor_its_score(admission, ada, tom, tara, now):
    """Hazard 33: the attempt pins its versions, and its score follows from them alone."""
    attempt = attempts.start(admission, by=ada, now=now)
    before = {row.position: row.question_version_id for row in attempt.questions.all()}
    for row in attempt.questions.select_related("question_version__question"):
        attempts.save_answer(
            attempt, position=row.position, value=right_places(row), version=0, key=f"k{row.position}", by=ada, now=now
        )
        other = content("Rewritten", "a", "*b", "c", accepted=("other",))
        if row.question_version.question.kind == "true_false":
            other = content("Rewritten", "True", "*False")
        question = row.question_version.question
        verbs.write_version(question, content=other, points=9, difficulty=3, by=tom, now=now)
        approve(question, tara, now)
        verbs.retire_question(question, by=tom, now=now)

    attempts.submit(attempt, by=ada, now=now + timedelta(minutes=5))

    attempt.refresh_from_db()
    mark = attempt.marks.get()
    assert {row.position: row.question_version_id for row in attempt.questions.all()} == before
    assert Fraction(mark.points, mark.maximum) == 1
    assert sum(item.points for item in by_question(attempt)) == Fraction(mark.points, mark.scale)


def test_a_copy_is_a_draft_with_its_words_tags_and_point(draft, bank, tom, tara, now):
    verbs.describe(draft, tags=["tone"], competency="greets", point="first-words", use="practice", by=tom, now=now)

    made = verbs.copy_question(draft, key="copied", topic=bank[1], by=tara, now=now)

    version = made.versions.get()
    assert (made.status, made.topic, made.point, made.use) == ("draft", bank[1], "first-words", "practice")
    assert (version.content, version.author, list(made.tags.names())) == (BODY, tara, ["tone"])
    with pytest.raises(BankError, match="already"):
        verbs.copy_question(draft, key="copied", topic=bank[1], by=tara, now=now)


def test_where_it_is_used(draft, admission, paper, ada, tom, tara, now):
    question = Question.objects.get(key="greeting-1")
    PaperQuestion.objects.create(paper=paper, question=question, version=question.live_version, position=1)
    PaperQuestion.objects.create(paper=paper, question=draft, position=2)

    assert (uses.uses(draft).drawn_from, uses.uses(draft).follow) == ([], [paper])
    found = uses.uses(question)
    assert (found.drawn_from, found.pinned, found.attempts) == ([paper], [(paper, question.live_version)], 0)


def test_filters_take_in_the_topics_below(bank, tom, now):
    greeting, tickets = bank
    below = {"title_en": "Tone", "title_zh": "语气", "by": tom, "now": now}
    tone = topics.write_topic(key="tone", bank=None, parent=greeting, **below)
    topics.change_topic(tickets, parent=tone, title_en="Tickets", title_zh="工单", by=tom, now=now)

    assert shelf.find(questions_kept_by(tom), Wanted(topic="greeting")).count() == 7
    assert shelf.find(questions_kept_by(tom), Wanted(topic="tone")).count() == 3
    assert [(place.topic.key, place.depth) for place in topics.tree(Topic.objects.all())] == [
        ("greeting", 0),
        ("tone", 1),
        ("tickets", 2),
    ]
    with pytest.raises(BankError, match="part of itself"):
        topics.change_topic(greeting, parent=tickets, title_en="a", title_zh="b", by=tom, now=now)


def test_duplicates_are_found_among_what_is_kept_and_in_a_file(draft, tom):
    kept = questions_kept_by(tom)

    assert [row.question.key for row in alike.like("", {"en": "who greets FIRST"}, kept)] == ["new"]
    assert ("greeting-1", "greeting-2") in {(pair.one.key, pair.other.key) for pair in alike.pairs(kept)}
    stems = {"1": {"en": "Who greets first"}, "2": {"en": "Quite new"}, "3": {"en": "quite new!"}, "4": {"en": ""}}
    assert alike.like_many(stems, kept) == {"1": "new", "3": "2"}


@pytest.mark.parametrize("sort", ["", *shelf.SORTS, *(f"-{name}" for name in shelf.SORTS)])
def test_every_sort_gives_every_question_once(draft, tom, sort):
    found = [row.key for row in shelf.find(questions_kept_by(tom), Wanted(sort=sort))]

    assert (len(found), len(set(found))) == (8, 8)
