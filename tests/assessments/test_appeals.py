"""An appeal leaves the result as it is, and is answered with reasons by somebody who had no part in it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.domain import appeals, attempts
from assessments.domain.appeals import AppealError
from assessments.domain.marks import result_of
from assessments.models import Appeal, QuestionVersion
from people.models import Notice
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def taken(admission, ada):
    attempt = attempts.start(admission, by=ada, now=NOW)
    return attempts.submit(attempt, by=ada, now=NOW + timedelta(minutes=5))


@pytest.fixture
def appealed(taken, ada):
    return appeals.appeal(taken, position=2, reason="Both were taught", by=ada, now=LATER)


def test_an_appeal_leaves_the_result_as_it_is(taken, appealed):
    before = result_of(taken).score

    taken.refresh_from_db()
    assert (result_of(taken).score, taken.state, appealed.state) == (before, "released", "open")


@pytest.mark.parametrize(
    ("position", "reason", "who"), [(None, "  ", "ada"), (99, "Why?", "ada"), (None, "Why?", "ben")]
)
def test_an_appeal_that_makes_no_sense_is_refused(position, reason, who, taken, ada, ben):
    with pytest.raises(AppealError):
        appeals.appeal(taken, position=position, reason=reason, by={"ada": ada, "ben": ben}[who], now=LATER)

    assert not Appeal.objects.exists()


def test_an_appeal_before_the_result_is_refused(admission, ada):
    running = attempts.start(admission, by=ada, now=NOW)

    with pytest.raises(AppealError, match="released"):
        appeals.appeal(running, position=None, reason="Too hard", by=ada, now=NOW)


def test_one_appeal_is_answered_before_the_next(taken, appealed, ada, tara):
    with pytest.raises(AppealError, match="still open"):
        appeals.appeal(taken, position=1, reason="This too", by=ada, now=LATER)

    appeals.decide(appealed, is_upheld=False, decision="It was in lesson 2", by=tara, now=LATER)

    assert appeals.appeal(taken, position=1, reason="This too", by=ada, now=LATER).state == "open"


@pytest.mark.parametrize(("is_upheld", "state"), [(True, "upheld"), (False, "rejected")])
def test_an_answer_reaches_the_person_with_its_reason(is_upheld, state, appealed, ada, tara):
    appeals.decide(appealed, is_upheld=is_upheld, decision="It was in lesson 2", by=tara, now=LATER)

    appealed.refresh_from_db()
    assert (appealed.state, appealed.decided_by) == (state, tara)
    assert [notice.body for notice in Notice.objects.filter(person=ada, kind="appeal-decided")] == [
        "It was in lesson 2"
    ]


def test_an_appeal_is_answered_once(appealed, tara):
    appeals.decide(appealed, is_upheld=True, decision="Yes", by=tara, now=LATER)

    with pytest.raises(AppealError, match="already"):
        appeals.decide(appealed, is_upheld=False, decision="No", by=tara, now=LATER)


def test_the_author_of_the_question_does_not_answer(appealed, tom, tara):
    meant = appeals.question_meant(appealed).question_version
    written = QuestionVersion(
        question=meant.question, number=2, content=meant.content, points=meant.points, difficulty=1, author=tom
    )
    written.created = NOW
    written.save()
    appealed.attempt.questions.filter(position=2).update(question_version=written)

    assert [appeals.may_decide(person, appealed) for person in (tom, tara)] == [False, True]
    with pytest.raises(AppealError, match="no part"):
        appeals.decide(appealed, is_upheld=True, decision="Yes", by=tom, now=LATER)


def test_nobody_but_a_trainer_answers(appealed, ada, quinn, hana):
    assert [appeals.may_decide(person, appealed) for person in (ada, quinn, hana)] == [False, False, False]


def test_a_person_appeals_and_a_trainer_answers_on_their_pages(client, taken, ada, tara):
    client.force_login(ada)
    assert "Appeal against this result" in client.get(reverse("assessments:exam-result", args=[taken.key])).text
    client.post(reverse("assessments:appeal-new", args=[taken.key]), {"position": "2", "reason": "Both were taught"})
    made = Appeal.objects.get()
    client.force_login(tara)
    assert "Both were taught" in client.get(reverse("assessments:appeals")).text

    client.post(reverse("assessments:appeal", args=[made.key]), {"act": "uphold", "decision": "You are right"})

    client.force_login(ada)
    assert "You are right" in client.get(reverse("assessments:exam-result", args=[taken.key])).text
