"""Texts scored by a person, blind, and what follows for the exam they belong to."""

from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.domain import admissions, attempts, essays, marks, panels, results, scorecards
from assessments.domain.openings import Stand, opening
from assessments.domain.scorecards import ScorecardError
from assessments.models import Attempt, Scorecard
from assessments.permissions import can_see_scorecard
from people.models import Mentorship
from tests.assessments.made import full_card, hand_in_essay, make_essay_paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def essay_paper(rubric, now):
    return make_essay_paper(now)


@pytest.fixture
def handed_in(essay_paper, ada, now):
    return hand_in_essay(ada, essay_paper, now=now)


def score(card, by, now, **levels):
    receipt = scorecards.save_draft(card, content=full_card(card, **levels), version=card.version, by=by, now=now)
    return scorecards.release(card, version=receipt.version, by=by, now=now)


def test_an_attempt_with_a_text_waits_and_is_released_with_its_score(
    handed_in, ada, quinn, now, django_capture_on_commit_callbacks
):
    attempt, _question = handed_in
    later = now + timedelta(hours=2)
    assert attempt.state == Attempt.State.SUBMITTED
    assert marks.result_of(attempt, later) is None
    assert opening(attempt.admission, later).stand == Stand.AWAITS_RESULT
    assert results.pending(attempt) == results.Pending(texts=1, scored=0, by_trainer=False)

    card = essays.claim_next(by=quinn, now=later)
    with django_capture_on_commit_callbacks(execute=True):
        score(card, quinn, later, greets=2)  # 20 of 40, the rest full: 80 of 100

    attempt.refresh_from_db()
    results.complete(attempt, now=later)  # what the queued task does
    attempt.refresh_from_db()
    result = marks.result_of(attempt)
    assert attempt.state == Attempt.State.RELEASED
    assert (result.points, result.maximum) == (13, 15)
    assert ada.notices.filter(kind="result-released").count() == 1
    assert opening(attempt.admission, later).stand == Stand.RETAKE_LATER


def test_completing_twice_marks_and_tells_once(handed_in, ada, quinn, now):
    attempt, _question = handed_in
    assert results.complete_waiting(now) == 0
    score(essays.claim_next(by=quinn, now=now), quinn, now)

    assert [results.complete(attempt, now=now), results.complete(attempt, now=now)] == [True, False]
    assert results.complete_waiting(now) == 0
    assert attempt.marks.count() == 1
    assert ada.notices.filter(kind="result-released").count() == 1


def test_an_empty_text_needs_nobody_and_earns_nothing(essay_paper, ada, now):
    attempt, _question = hand_in_essay(ada, essay_paper, now=now, words="  ")

    assert attempt.state == Attempt.State.RELEASED
    assert marks.result_of(attempt).score == Fraction(100, 3)


def test_a_text_of_an_attempt_that_ran_out_waits_too(essay_paper, ada, quinn, now):
    admission = admissions.admit(
        ada, essay_paper, opens=now, attempts_allowed=1, reason="", for_key="complaints", now=now
    )
    attempt = attempts.start(admission, by=ada, now=now)
    question = attempt.questions.get(question_version__question__kind="essay")
    attempts.save_answer(attempt, question.position, value=["Dear"], version=0, key="s", by=ada, now=now)

    attempts.close_overdue(now + timedelta(days=1))

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SUBMITTED
    assert len(essays.waiting(quinn)) == 1


def test_nobody_scores_their_own_text_or_their_hires(essay_paper, ada, ben, mia, tom, quinn, lena, now):
    hand_in_essay(ada, essay_paper, now=now)
    Mentorship.objects.create(mentor=tom, hire=ada, place=1, started_on=now.date(), confirmed_by=quinn)

    assert essays.waiting(tom) == []
    assert len(essays.waiting(quinn)) == 1
    with pytest.raises(ScorecardError, match="No text waits"):
        essays.claim_next(by=tom, now=now)
    for by in (ben, lena, mia):
        with pytest.raises(ScorecardError, match="role"):
            essays.claim_next(by=by, now=now)


def test_one_scorer_holds_a_text_until_it_was_left_for_a_day(essay_paper, ada, ben, quinn, tara, now):
    hand_in_essay(ada, essay_paper, now=now)
    card = essays.claim_next(by=quinn, now=now)
    soon, late = now + timedelta(hours=23), now + timedelta(hours=24)

    with pytest.raises(ScorecardError, match="No text waits"):
        essays.claim_next(by=tara, now=soon)
    with pytest.raises(ScorecardError, match="colleague is reading"):
        scorecards.save_draft(card, content=full_card(card), version=0, by=tara, now=soon)
    with pytest.raises(ScorecardError, match="After a day"):
        essays.take_over(card, by=tara, now=soon)

    essays.take_over(card, by=tara, now=late)
    card.refresh_from_db()
    assert score(card, tara, late).scorer == tara


def test_the_oldest_text_is_read_first(essay_paper, ada, ben, quinn, tara, now):
    second = hand_in_essay(ben, essay_paper, now=now + timedelta(minutes=5))[0]
    first = hand_in_essay(ada, essay_paper, now=now)[0]

    claimed = [essays.claim_next(by=by, now=now + timedelta(hours=1)) for by in (quinn, tara)]

    assert [card.subject_key.rpartition("-")[0] for card in claimed] == [first.key, second.key]


def test_a_draft_shows_its_name_to_nobody_and_the_score_waits_for_the_result(handed_in, ada, lena, quinn, qing, now):
    attempt, _question = handed_in
    card = essays.claim_next(by=quinn, now=now)
    assert not any(can_see_scorecard(user, card) for user in (ada, lena, quinn, qing))

    card = score(card, quinn, now)
    assert [can_see_scorecard(user, card) for user in (ada, lena, quinn)] == [False, False, True]

    results.complete(attempt, now=now)
    assert [can_see_scorecard(user, card) for user in (ada, lena)] == [True, True]
    with pytest.raises(ScorecardError, match="not corrected here"):
        scorecards.correct(card, reason="Second thoughts", by=quinn, now=now)


def test_a_colleague_is_never_named_the_writer(handed_in, ada, quinn, client, signed_in, now):
    signed_in(quinn)
    client.post("/exams/essays/next")
    card = Scorecard.objects.get(kind="essay")

    pages = [client.get(f"/exams/essays/{card.key}"), client.get("/exams/essays/"), client.get("/exams/marking/")]

    for page in pages:
        body = page.content.decode()
        assert page.status_code == 200
        assert ada.name not in body
        assert ada.staff_number not in body
        assert handed_in[0].key not in body
    assert "The parcel comes today" in pages[0].content.decode()


def test_the_desk_saves_and_releases(handed_in, quinn, client, signed_in, now):
    signed_in(quinn)
    client.post("/exams/essays/next")
    card = Scorecard.objects.get(kind="essay")
    lines = {f"level-{line.key}": len(line.levels) - 1 for line in panels.panel_of(card, marks=[(80, "")]).lines}

    answer = client.post(f"/exams/essays/{card.key}", {"version": 0, "act": "release", **lines}, follow=True)

    card.refresh_from_db()
    assert card.state == Scorecard.State.RELEASED
    assert "Scored." in answer.content.decode()
    assert client.get(f"/exams/essays/{card.key}").status_code == 404
    assert client.get(f"/exams/scorecards/{card.key}/draft").status_code == 405


def test_the_learner_reads_what_they_wait_for(handed_in, ada, client, signed_in):
    signed_in(ada)
    page = client.get(f"/exams/attempts/{handed_in[0].key}/result").content.decode()

    assert "1 text waits for a person to read it" in page
    assert "The other answers are marked by rule" in page
    assert "See where it stands" in client.get("/exams/").content.decode()
