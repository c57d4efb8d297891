from datetime import timedelta
from fractions import Fraction

import pytest

from kernel.verdict import all_met
from mentoring.domain import check_ins, reviews, sign_offs
from mentoring.domain.refusals import CheckInError, SignOffError

TYPES = ("consultation", "complaint", "transaction")


@pytest.fixture
def rated(ada, mia, ada_and_mia, now):
    def rate(call_type, score, n=1):
        at = now - timedelta(days=1) + timedelta(hours=n)
        reviews.record_practice_review(
            ada, call_key=f"{call_type}-{n}", call_type=call_type, call_ended=at, score=Fraction(score),
            scorecard_key=f"card-{call_type}-{n}", by=mia, now=at,
        )  # fmt: skip

    return rate


@pytest.fixture
def talked(mia, ada_and_mia, now):
    planned = check_ins.schedule_first(ada_and_mia, now=now)
    return check_ins.hold(planned, held_on=now.date(), went_well="calm", to_work_on="", by=mia, now=now)


def test_sign_off_needs_one_of_each_type_and_a_check_in(ada, mia, rated, now):
    for n in (1, 2, 3):
        rated("complaint", 95, n)

    parts = sign_offs.readiness(ada, now.date())

    assert [str(part.because) for part in parts] == [
        "3 of 3 practice calls reviewed",
        "No consultation reviewed yet",
        "The last complaint was rated 95.0 (mark 80)",
        "No transaction reviewed yet",
        "No check-in held yet",
    ]
    with pytest.raises(SignOffError, match="No check-in held yet"):
        sign_offs.give(ada, by=mia, note="", now=now)


@pytest.mark.parametrize(
    ("score", "ready"), [(Fraction("79.99"), False), (80, True), (81, True)], ids=["under", "at", "over"]
)
def test_last_call_of_each_type_must_reach_the_mark(ada, rated, talked, now, score, ready):
    rated("consultation", 100, 1)
    rated("consultation", score, 2)
    rated("complaint", 80)
    rated("transaction", 80)

    assert all_met(sign_offs.readiness(ada, now.date())) == ready


def test_sign_off_is_given_once_by_the_mentor_alone(ada, mia, tom, rated, talked, now):
    for call_type in TYPES:
        rated(call_type, 85)
    sign_offs.request(ada, now=now)

    for stranger in (ada, tom):
        with pytest.raises(SignOffError, match="own mentor"):
            sign_offs.give(ada, by=stranger, note="", now=now)
    given = sign_offs.give(ada, by=mia, note="Well done", now=now)

    assert (sign_offs.standing_sign_off(ada), len(given.evidence)) == (given, 4)
    assert ada.notices.get(kind="sign-off-given").subject == "Mia has signed you off"
    with pytest.raises(SignOffError, match="given before"):
        sign_offs.give(ada, by=mia, note="", now=now)


def test_check_in_is_written_once_and_the_next_is_a_week_later(ada, mia, tom, ada_and_mia, now):
    planned = check_ins.schedule_first(ada_and_mia, now=now)

    with pytest.raises(CheckInError, match="Only the mentor"):
        check_ins.hold(planned, held_on=now.date(), went_well="x", to_work_on="", by=tom, now=now)
    following = check_ins.hold(planned, held_on=now.date(), went_well="x", to_work_on="", by=mia, now=now)

    assert (following.due_on - now.date()).days == 7
    with pytest.raises(CheckInError, match="already"):
        check_ins.hold(planned, held_on=now.date(), went_well="x", to_work_on="", by=mia, now=now)
