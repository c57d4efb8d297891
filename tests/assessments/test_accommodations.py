"""Extra time and released retakes: who grants, what moves (hazard 36; RULES 2)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.domain import accommodations, admissions, attempts, releases
from assessments.domain.accommodations import AccommodationError
from assessments.domain.attempts import AttemptError
from assessments.domain.limits import limit
from assessments.models import Accommodation, Admission
from people.models import Event


def grant(person, by, now, percent=25, paper=None, reason="Agreed with HR"):
    return accommodations.grant(person, paper=paper, extra_percent=percent, reason=reason, by=by, now=now)


@pytest.mark.parametrize(
    ("minutes", "percent", "seconds"), [(30, 0, 1800), (30, 25, 2250), (40, 50, 3600), (7, 33, 559), (1, 1, 61)]
)
def test_extra_time_is_rounded_up_to_the_second(now, minutes, percent, seconds):
    assert (limit(now, minutes, percent) - now).total_seconds() == seconds


def test_extra_time_granted_before_counts_from_the_start(ada, tom, admission, now):
    grant(ada, tom, now)

    attempt = attempts.start(admission, by=ada, now=now)

    assert (attempt.deadline - now, attempt.extra_percent) == (timedelta(minutes=37, seconds=30), 25)


def test_extra_time_moves_a_running_limit_at_once_and_is_journalled(ada, hana, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)

    extra = grant(ada, hana, now + timedelta(minutes=20), percent=50)
    attempt.refresh_from_db()
    granted = attempt.deadline
    accommodations.withdraw(extra, reason="Granted by mistake", by=hana, now=now + timedelta(minutes=35))
    attempt.refresh_from_db()

    assert granted == now + timedelta(minutes=45)
    assert attempt.deadline == now + timedelta(minutes=35)
    verbs = Event.objects.filter(subject_key=ada.key, verb__contains="deadline").count()
    assert verbs == 2


def test_extra_time_does_not_revive_an_exam_that_is_over(ada, tom, admission, now):
    attempt = attempts.start(admission, by=ada, now=now)

    grant(ada, tom, now + timedelta(minutes=31))

    deadline = attempt.deadline
    attempt.refresh_from_db()
    assert attempt.deadline == deadline


def test_the_largest_of_several_counts_and_only_for_its_paper(ada, tom, paper, admission, now):
    grant(ada, tom, now, percent=10)
    grant(ada, tom, now, percent=50, paper=paper)

    assert accommodations.extra_percent(ada, paper) == 50


@pytest.mark.parametrize(("percent", "reason"), [(0, "x"), (201, "x"), (25, " ")])
def test_extra_time_needs_bounds_and_a_reason(ada, tom, now, percent, reason):
    with pytest.raises(AccommodationError):
        grant(ada, tom, now, percent=percent, reason=reason)

    assert Accommodation.objects.count() == 0


def test_nobody_grants_themselves_time(tom, signed_in, now):
    with pytest.raises(AccommodationError):
        grant(tom, tom, now)
    fields = {"person": tom.pk, "extra_percent": 50, "reason": "x"}
    signed_in(tom).post(reverse("assessments:accommodation-grant"), fields)

    assert Accommodation.objects.count() == 0


def test_the_form_takes_nothing_but_its_fields(signed_in, ada, tom, tara):
    fields = {
        "person": ada.pk,
        "extra_percent": 25,
        "reason": "Agreed",
        "granted_by": tara.pk,
        "withdrawn": "2030-01-01",
    }

    signed_in(tom).post(reverse("assessments:accommodation-grant"), fields)

    row = Accommodation.objects.get()
    assert (row.person, row.granted_by, row.withdrawn) == (ada, tom, None)


def use_up(admission, ada, now):
    for day in (0, 1):
        later = now + timedelta(days=day)
        attempts.submit(attempts.start(admission, by=ada, now=later), by=ada, now=later)
    return now + timedelta(days=1, minutes=5)


def test_a_release_opens_one_more_attempt_at_once(admission, ada, tom, now):
    later = use_up(admission, ada, now)

    releases.release_retake(admission, reason="Practised together", by=tom, now=later)
    third = attempts.start(admission, by=ada, now=later)

    assert third.number == 3
    assert Admission.objects.get().attempts_allowed == 3


def test_the_wait_of_the_free_retake_cannot_be_shortened(admission, ada, tom, now):
    attempts.submit(attempts.start(admission, by=ada, now=now), by=ada, now=now)

    with pytest.raises(AttemptError, match="No release is needed"):
        releases.release_retake(admission, reason="Hurry", by=tom, now=now)


def test_two_releases_at_once_open_one_attempt(admission, ada, tom, tara, now):
    later = use_up(admission, ada, now)
    releases.release_retake(admission, reason="One", by=tom, now=later)

    with pytest.raises(AttemptError):
        releases.release_retake(admission, reason="Two", by=tara, now=later)

    assert Admission.objects.get().attempts_allowed == 3


@pytest.mark.parametrize("percent", [0, 25, 200])
def test_the_window_cuts_no_attempt_short(ada, tom, paper, now, percent):
    closes = now + timedelta(minutes=10)
    wanted = {"opens": now, "closes": closes, "attempts_allowed": 1, "reason": "", "for_key": "x", "now": now}
    admission = admissions.admit(ada, paper, **wanted)
    attempt = attempts.start(admission, by=ada, now=closes - timedelta(seconds=1))
    if percent:
        grant(ada, tom, closes + timedelta(minutes=5), percent=percent)
        attempt.refresh_from_db()
    last = attempt.deadline

    receipt = attempts.save_answer(attempt, 1, value=["0"], version=0, key="one", by=ada, now=last)
    attempt = attempts.submit(attempt, by=ada, now=last)

    assert (receipt.standing, attempt.finish_reason) == ("kept", "submitted")
    assert attempt.submitted_at == limit(closes - timedelta(seconds=1), 30, percent)


@pytest.mark.parametrize("sat", [0, 1])
def test_a_released_attempt_wins_over_the_window(ada, tom, paper, now, sat):
    closes = now + timedelta(minutes=10)
    wanted = {"opens": now, "closes": closes, "attempts_allowed": 1, "reason": "", "for_key": "x", "now": now}
    admission = admissions.admit(ada, paper, **wanted)
    for _attempt in range(sat):
        attempts.submit(attempts.start(admission, by=ada, now=now), by=ada, now=now)
    later = closes + timedelta(days=1)
    with pytest.raises(AttemptError, match="closed"):
        attempts.start(admission, by=ada, now=later)

    releases.release_retake(admission, reason="Was ill", by=tom, now=later)
    attempt = attempts.start(admission, by=ada, now=later)
    attempts.submit(attempt, by=ada, now=later)

    assert attempt.number == sat + 1
    with pytest.raises(AttemptError):
        attempts.start(admission, by=ada, now=later + timedelta(days=3))
