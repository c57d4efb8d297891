"""The systems practical: booked, examined by the right person, retaken on its own (RULES 2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.domain import practicals, scorecards
from assessments.domain.practicals import PracticalError
from assessments.models import PracticalSitting
from tests.assessments.made import full_card


@pytest.fixture
def sitting(ada, rubric, now):
    return practicals.admit(ada, rubric.key, for_key="week-1", opens=now, reason="Week 1", now=now)


def examine(sitting, by, now, **levels):
    card = practicals.examine(sitting, by=by, now=now)
    scorecards.save_draft(card, content=full_card(card, **levels), version=0, by=by, now=now)
    scorecards.release(card, version=1, by=by, now=now)
    sitting.refresh_from_db()
    return card


def test_booking_twice_books_once(sitting, ada, rubric, now):
    again = practicals.admit(ada, rubric.key, for_key="week-1", opens=now, reason="", now=now)

    assert (again, PracticalSitting.objects.count()) == (sitting, 1)


@pytest.mark.parametrize(("who", "examines"), [("quinn", True), ("tom", True), ("lena", False), ("mia", False)])
def test_qa_or_a_trainer_examines(request, sitting, now, who, examines):
    by = request.getfixturevalue(who)

    try:
        practicals.examine(sitting, by=by, now=now)
    except PracticalError:
        assert not examines
    else:
        assert examines


@pytest.mark.parametrize(("seconds", "examines"), [(-1, False), (0, True), (1, True)])
def test_a_practical_is_examined_once_open(sitting, quinn, now, seconds, examines):
    try:
        practicals.examine(sitting, by=quinn, now=now + timedelta(seconds=seconds))
    except PracticalError:
        assert not examines
    else:
        assert examines


def test_the_latest_sitting_counts_not_the_best(sitting, ada, rubric, quinn, now):
    examine(sitting, quinn, now)
    second = practicals.book_retake(sitting, reason="", by=ada, now=now)
    later = second.opens
    examine(second, quinn, later, greets=2)

    assert second.opens == now + timedelta(days=1)
    assert [fact.score for fact in practicals.results(ada, rubric.key)] == [100, 80]
    assert practicals.latest_result(ada, rubric.key).score == 80


def test_a_double_click_books_one_retake(sitting, ada, quinn, now):
    examine(sitting, quinn, now)

    booked = {practicals.book_retake(sitting, reason="", by=ada, now=now).pk for _ in range(3)}

    assert len(booked) == 1


def test_a_second_retake_needs_a_trainer_with_a_reason(sitting, ada, ben, tom, quinn, now):
    examine(sitting, quinn, now)
    second = practicals.book_retake(sitting, reason="", by=ada, now=now)
    examine(second, quinn, second.opens)
    later = second.opens

    for by, reason in ((ada, "please"), (ben, "for ada"), (tom, " ")):
        with pytest.raises(PracticalError):
            practicals.book_retake(second, reason=reason, by=by, now=later)
    third = practicals.book_retake(second, reason="Practised the ticket twice", by=tom, now=later)

    assert (third.number, third.opens) == (3, later)


def test_nothing_is_retaken_before_its_result(sitting, ada, now):
    with pytest.raises(PracticalError, match="once the practical has been scored"):
        practicals.book_retake(sitting, reason="", by=ada, now=now)


def test_a_correction_changes_the_result_of_its_own_sitting(sitting, ada, rubric, quinn, qing, now):
    card = examine(sitting, quinn, now, greets=0)
    correction = scorecards.correct(card, reason="Scored the wrong line", by=qing, now=now)
    scorecards.save_draft(correction, content=full_card(correction), version=1, by=qing, now=now)
    scorecards.release(correction, version=2, by=qing, now=now)

    assert [fact.score for fact in practicals.results(ada, rubric.key)] == [100]


def test_the_desk_scores_without_scripts(signed_in, sitting, quinn, now):
    client = signed_in(quinn)
    address = reverse("assessments:practical-score", args=[sitting.key])

    client.post(address, {"act": "begin"})
    fields = {"act": "release", "version": 0, "level-greets": "4", "level-records": "4", "level-hands-over": "na-0"}
    answer = client.post(address, fields)

    card = practicals.Scorecard.objects.get()
    assert answer.url == reverse("assessments:scorecard", args=[card.key])
    assert (card.state, card.raw) == ("released", 100)


def test_the_list_says_how_long_somebody_waits(signed_in, sitting, tom):
    page = signed_in(tom).get(reverse("assessments:marking")).content.decode()

    assert "Ada" in page
    assert "Examine" in page
