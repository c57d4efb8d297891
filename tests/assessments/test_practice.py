"""What somebody missed in an exam comes back as another question, at growing distances, and is never an exam's own."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import attempts, practice, retention, spacing
from assessments.domain.practice import PracticeError
from assessments.models import PracticeCard, PracticeReview, Question, QuestionVersion
from people.domain import append_only
from tests.assessments.made import content, question, right_places, wrong_places
from tests.conftest import NOW

DAY = timedelta(days=1)
TOMORROW = NOW + DAY + timedelta(hours=1)


@pytest.fixture
def sibling(bank):
    """A question on tickets that is kept for practice."""
    made = question(
        bank[1], "tickets-again", "true_false", content("Two cases, one ticket?", "True", "*False"), points=1, now=NOW
    )
    Question.objects.filter(pk=made.pk).update(use="practice")
    return made


@pytest.fixture
def missed(admission, ada):
    """ada answered all greetings right and nothing on tickets."""
    attempt = attempts.start(admission, by=ada, now=NOW)
    for row in attempt.questions.select_related("question_version__question__topic"):
        if row.question_version.question.topic.key == "greeting":
            key = f"answer-{row.position}"
            attempts.save_answer(attempt, row.position, value=right_places(row), version=0, key=key, by=ada, now=NOW)
    return attempts.submit(attempt, by=ada, now=NOW)


@pytest.fixture
def card(missed, sibling, ada):
    practice.learn_from(missed, now=NOW)
    return PracticeCard.objects.get(person=ada)


def reply(card, *, right, now):
    card.refresh_from_db()
    asked = practice.ask(card)
    value = (right_places if right else wrong_places)(asked.drawn)
    return practice.answer(
        card, value=value, number=card.reviews_count, version=asked.version.pk, by=card.person, now=now
    )


def test_what_was_missed_comes_back_the_next_day(card, ada):
    assert (card.point, card.due) == ("tickets", NOW + DAY)
    assert [practice.today(ada, when) for when in (NOW, NOW + DAY - timedelta(seconds=1))] == [[], []]
    assert [asked.version.question.key for asked in practice.today(ada, TOMORROW)] == ["tickets-again"]


def test_the_same_attempt_heard_twice_makes_one_card(card, missed, ada):
    before = card.memory

    practice.learn_from(missed, now=NOW + timedelta(hours=5))

    card.refresh_from_db()
    assert (PracticeCard.objects.filter(person=ada).count(), card.memory) == (1, before)


def test_right_answers_grow_the_distance_and_a_wrong_one_shrinks_it(card):
    gaps = []
    for right in (True, True, True, False):
        when = max(PracticeCard.objects.get().due, NOW + DAY)
        reply(card, right=right, now=when)
        gaps.append((PracticeCard.objects.get().due - when).days)

    assert gaps[0] < gaps[1] < gaps[2]
    assert 1 <= gaps[3] < gaps[2]


def test_no_question_of_an_exam_is_ever_practised(card, sibling, ada):
    Question.objects.filter(pk=sibling.pk).update(use="exam")

    assert practice.today(ada, TOMORROW) == []
    assert [point for _topic, point, _people in retention.unserved(TOMORROW)] == ["tickets"]


def test_a_practice_question_is_in_no_exam(sibling, admission, ada):
    attempt = attempts.start(admission, by=ada, now=NOW)

    assert not attempt.questions.filter(question_version__question=sibling).exists()


def test_a_retired_question_is_skipped(card, sibling, ada):
    Question.objects.filter(pk=sibling.pk).update(status="retired")

    assert practice.today(ada, TOMORROW) == []


def test_practice_stops_when_somebody_leaves(card, ada):
    ada.is_active = False
    ada.save()

    assert practice.today(ada, TOMORROW) == []
    assert retention.unserved(TOMORROW) == []


def test_the_sibling_met_least_is_asked_next(card, bank, ada):
    other = question(bank[1], "tickets-third", "true_false", content("One each?", "*True", "False"), points=1, now=NOW)
    Question.objects.filter(pk=other.pk).update(use="practice")
    first = reply(card, right=True, now=TOMORROW)

    card.refresh_from_db()

    assert {first.question_version.question.key, practice.ask(card).version.question.key} == {
        "tickets-again",
        "tickets-third",
    }


def test_an_answer_sent_twice_counts_once(card, ada):
    asked = practice.ask(card)
    sent = {"value": right_places(asked.drawn), "number": 0, "version": asked.version.pk, "by": ada, "now": TOMORROW}

    first, again = practice.answer(card, **sent), practice.answer(card, **sent)

    assert (first, PracticeReview.objects.count()) == (again, 1)


@pytest.mark.parametrize("change", [{"number": 4}, {"version": 999_999}, {"value": ["7"]}, {"value": []}, {"now": NOW}])
def test_an_answer_that_does_not_fit_changes_nothing(change, card, ada):
    asked = practice.ask(card)
    sent = {"value": right_places(asked.drawn), "number": 0, "version": asked.version.pk, "by": ada, "now": TOMORROW}

    with pytest.raises(PracticeError):
        practice.answer(card, **(sent | change))

    assert not PracticeReview.objects.exists()


def test_nobody_answers_for_somebody_else(card, ben):
    asked = practice.ask(card)

    with pytest.raises(PracticeError, match="somebody else"):
        practice.answer(card, value=["0"], number=0, version=asked.version.pk, by=ben, now=TOMORROW)


def test_a_set_is_five_a_day(bank, ada):
    for n in range(7):
        made = question(bank[0], f"again-{n}", "true_false", content(f"{n}?", "*True", "False"), points=1, now=NOW)
        Question.objects.filter(pk=made.pk).update(use="practice", point=f"point-{n}")
        memory, due = spacing.forgotten(None, NOW)
        PracticeCard.objects.create(person=ada, topic=bank[0], point=f"point-{n}", memory=memory, due=due, created=NOW)
    assert len(practice.today(ada, TOMORROW)) == 5

    for card in PracticeCard.objects.all()[:5]:
        reply(card, right=True, now=TOMORROW)

    assert practice.today(ada, TOMORROW) == []
    assert [asked.card.point for asked in practice.today(ada, TOMORROW + DAY)] == ["point-5", "point-6"]


def test_home_promises_what_the_page_shows(card, sibling, bank, ada):
    assert (practice.waiting(ada, TOMORROW), len(practice.today(ada, TOMORROW))) == (1, 1)
    for change in ({"kind": "typing"}, {"kind": "essay"}, {"status": "retired"}):
        before = {name: getattr(sibling, name) for name in change} | {"status": "live"}
        Question.objects.filter(pk=sibling.pk).update(**change)
        assert (practice.waiting(ada, TOMORROW), practice.today(ada, TOMORROW)) == (0, [])
        Question.objects.filter(pk=sibling.pk).update(**before)

    with translation.override("zh-hans"):
        assert practice.waiting(ada, TOMORROW) == 1
        one_sided = sibling.live_version.content | {"stem": {"en": "Two cases?", "zh-hans": ""}}
        append_only.lift()
        QuestionVersion.objects.filter(pk=sibling.live_version_id).update(content=one_sided)
        assert (practice.waiting(ada, TOMORROW), practice.today(ada, TOMORROW)) == (0, [])


def test_a_day_that_is_done_promises_no_more(card, bank, ada):
    for n in range(practice.DAILY):
        PracticeReview.objects.create(
            card=card,
            number=n + 1,
            question_version=practice.ask(card).version,
            value={},
            is_right=True,
            days_since=1,
            at=TOMORROW,
        )

    assert (practice.waiting(ada, TOMORROW), practice.today(ada, TOMORROW)) == (0, [])
    assert practice.waiting(ada, TOMORROW + DAY) == 1


def test_points_without_a_question_cost_no_query(card, bank, ada, django_assert_max_num_queries):
    memory, due = spacing.forgotten(None, NOW - DAY)
    for n in range(40):
        PracticeCard.objects.create(person=ada, topic=bank[0], point=f"none-{n}", memory=memory, due=due, created=NOW)

    with django_assert_max_num_queries(6):
        assert [asked.card for asked in practice.today(ada, TOMORROW)] == [card]


@pytest.mark.pure
@given(st.lists(st.booleans(), max_size=30))
def test_a_point_is_never_due_the_same_day_nor_after_half_a_year(answers):
    memory, due = spacing.forgotten(None, NOW)
    for right in answers:
        now = due
        memory, due = (spacing.remembered if right else spacing.forgotten)(memory, now)

        assert DAY <= due - now <= timedelta(days=spacing.LONGEST)


@pytest.mark.pure
def test_a_curve_counts_each_answer_once_in_its_gap():
    found = retention.curve([(0, True), (1, False), (3, True), (8, True), (40, False)])

    assert [(gap.first, gap.answers, gap.right) for gap in found] == [
        (1, 2, 50),
        (2, 1, 100),
        (4, 0, None),
        (8, 1, 100),
        (15, 0, None),
        (31, 1, 0),
    ]


def test_hot_spots_start_at_five_answers(card, ada):
    when = TOMORROW
    for _turn in range(5):
        assert retention.hot_spots(when) == []
        reply(card, right=False, now=when)
        when += DAY + timedelta(hours=1)

    (spot,) = retention.hot_spots(when)
    assert (spot.point, spot.people, spot.answers, spot.right) == ("tickets", 1, 5, 0)


def test_a_learner_practises_on_the_page_and_reads_why(client, card, ada, time_machine):
    time_machine.move_to(TOMORROW)
    client.force_login(ada)
    page = client.get(reverse("assessments:practice"))
    asked = page.context["asked"]
    assert "Two cases, one ticket?" in page.text

    sent = {"version": asked.version.pk, "number": 0, "value": wrong_places(asked.drawn)}
    shown = client.post(reverse("assessments:practice-answer", args=[card.key]), sent, follow=True)

    assert "Because of Two cases, one ticket?" in shown.text
    assert "Not right yet" in shown.text
    assert "Done for today" in client.get(reverse("assessments:practice")).text
