"""Results that a trainer releases."""

from datetime import timedelta

import pytest

from assessments.domain import admissions, attempts, marks, results
from assessments.domain.openings import Stand, opening
from assessments.domain.refusals import AttemptError
from assessments.models import Attempt, Paper
from people.models import Event
from tests.assessments.made import right_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(paper):
    Paper.objects.filter(pk=paper.pk).update(release=Paper.Release.BY_PERSON)
    paper.refresh_from_db()
    return paper


def sit(person, paper, now):
    admission = admissions.admit(
        person, paper, opens=now - timedelta(days=1), attempts_allowed=2, reason="", for_key="week-1", now=now
    )
    attempt = attempts.start(admission, by=person, now=now)
    for one in attempt.questions.all():
        attempts.save_answer(
            attempt, one.position, value=right_places(one), version=0, key=f"k{one.position}", by=person, now=now
        )
    return attempts.submit(attempt, by=person, now=now)


def test_nothing_is_a_result_until_a_trainer_releases_it(held, ada, tom, now):
    attempt, later = sit(ada, held, now), now + timedelta(days=3)
    assert attempt.state == Attempt.State.MARKED
    assert marks.results(ada, held.key, later) == []
    assert opening(attempt.admission, later).stand == Stand.AWAITS_RESULT
    with pytest.raises(AttemptError, match="once the result is released"):
        attempts.start(attempt.admission, by=ada, now=later)

    results.release_by(attempt, by=tom, now=later)

    fact = marks.latest_result(ada, held.key)
    assert (fact.score, fact.released_at) == (100, later)
    assert opening(attempt.admission, later).stand == Stand.RETAKE_LATER
    event = Event.objects.get(verb="attempt-released")
    assert (event.actor_key, event.subject_key) == (tom.key, ada.key)
    assert ada.notices.filter(kind="result-released").count() == 1


def test_a_release_is_refused_in_words(held, ada, tom, hana, quinn, now):
    attempt = sit(ada, held, now)
    for by in (hana, quinn):
        with pytest.raises(results.ReleaseError, match="Only a trainer"):
            results.release_by(attempt, by=by, now=now)
    own = sit(tom, held, now)
    with pytest.raises(results.ReleaseError, match="their own"):
        results.release_by(own, by=tom, now=now)

    results.release_by(attempt, by=tom, now=now)
    with pytest.raises(results.ReleaseError, match="already"):
        results.release_by(attempt, by=tom, now=now)


def test_an_attempt_that_ran_out_is_held_too(held, ada, tom, now):
    attempt = sit(ada, held, now)
    results.release_by(attempt, by=tom, now=now)
    second = attempts.start(attempt.admission, by=ada, now=now + timedelta(days=7))
    past = second.deadline + timedelta(days=1)

    assert marks.result_of(second, past) is None
    attempts.close_overdue(past)
    second.refresh_from_db()
    assert second.state == Attempt.State.MARKED


def test_the_page_releases_what_is_ticked(held, ada, ben, tom, client, signed_in, now):
    one, other = sit(ada, held, now), sit(ben, held, now)
    signed_in(tom)
    page = client.get("/exams/results/").content.decode()
    assert "Ada" in page
    assert "Ben" in page

    answer = client.post("/exams/results/", {"attempt": [one.key], "page": [one.key, other.key]}, follow=True)

    states = [Attempt.objects.get(pk=attempt.pk).state for attempt in (one, other)]
    assert states == [Attempt.State.RELEASED, Attempt.State.MARKED]
    assert "1 result is released." in answer.content.decode()
    client.post("/exams/results/", {"all": "on", "page": [one.key, other.key]})
    assert Attempt.objects.get(pk=other.pk).state == Attempt.State.RELEASED
    assert "choose at least one" in client.post("/exams/results/", {}, follow=True).content.decode()


def test_the_list_is_searched_and_leaves_out_ones_own(held, ada, tom, client, signed_in, now):
    sit(ada, held, now)
    sit(tom, held, now)
    signed_in(tom)

    assert [attempt.admission.person for attempt in results.waiting(tom)] == [ada]
    assert "Ada" in client.get("/exams/results/?q=ada&paper=week-1-theory").content.decode()
    assert "Nothing matches" in client.get("/exams/results/?q=nobody").content.decode()


def test_the_learner_is_told_honestly(held, ada, client, signed_in, now):
    attempt = sit(ada, held, now)
    signed_in(ada)
    page = client.get(f"/exams/attempts/{attempt.key}/result").content.decode()

    assert "A trainer looks at the results of this exam and releases them." in page
    assert "100" not in page.split("Your answers are in", 1)[1].split("Look again", 1)[0]
