from datetime import timedelta
from fractions import Fraction

import pytest

from assessments.models import Rubric
from mentoring.domain import coaching
from people.models import Event
from simulations.domain import boards, calls, notices
from simulations.domain.refusals import CallError
from simulations.models import Call
from simulations.tasks import take_scorecard
from tests.simulations.made import held, scored


def played(slot, ada, mia, quinn, now, percent, critical=False):
    """One whole attempt at a slot: booked, held, scored."""
    call = held(calls.book(slot, by=ada, now=now), mia, now)
    card = scored(call, percent, critical=critical, by=quinn, now=now + timedelta(hours=1))
    take_scorecard(card.key)
    call.refresh_from_db()
    return call


def test_board_has_ten_slots_by_the_quota(board):
    assert [slot.call_type for slot in board.slots.all()] == (
        ["consultation"] * 5 + ["complaint"] * 3 + ["transaction"] * 2
    )


def test_opening_a_board_twice_gives_one(ada, board, now):
    assert boards.open_board(ada, for_key="test:week-4", now=now) == board
    assert board.slots.count() == 10


def test_withdrawn_board_drops_what_was_only_booked(ada, board, slots, now):
    call = calls.book(slots[0], by=ada, now=now)

    boards.withdraw(board, now=now)

    call.refresh_from_db()
    assert (call.state, boards.board_of(ada)) == (Call.State.ABANDONED, None)
    with pytest.raises(CallError, match="closed at the moment"):
        calls.book(slots[1], by=ada, now=now)


def test_ten_slots_get_ten_different_scenarios(ada, mia, quinn, slots, now):
    versions = {played(slot, ada, mia, quinn, now, "95").scenario_version_id for slot in slots}

    assert len(versions) == 10


def test_repeat_is_held_on_another_scenario(ada, mia, quinn, slots, now):
    first = played(slots[0], ada, mia, quinn, now, "85")

    again = calls.book(slots[0], by=ada, now=now)

    assert again.scenario_version.scenario.call_type == "consultation"
    assert again.scenario_version_id != first.scenario_version_id


def test_slot_of_an_unscored_call_is_not_repeated(ada, mia, slots, now):
    held(calls.book(slots[0], by=ada, now=now), mia, now)

    with pytest.raises(CallError) as refusal:
        calls.book(slots[0], by=ada, now=now)

    assert str(refusal.value) == "The last call of this slot is not scored yet."


def test_one_repeat_is_free_and_the_next_needs_a_closed_plan(ada, mia, quinn, slots, now):
    played(slots[0], ada, mia, quinn, now, "85")
    later = now + timedelta(days=1)
    played(slots[0], ada, mia, quinn, later, "86")

    with pytest.raises(CallError, match="needs a coaching plan"):
        calls.book(slots[0], by=ada, now=later + timedelta(hours=2))

    afternoon = later + timedelta(hours=3)
    plan = coaching.open_plan(ada, kind="mock-call", evidence_key="x", by=quinn, now=afternoon)
    played(slots[1], ada, mia, quinn, afternoon + timedelta(hours=1), "90")
    coaching.close(plan, by=quinn, now=afternoon + timedelta(hours=4))

    third = calls.book(slots[0], by=ada, now=afternoon + timedelta(hours=5))
    assert third.attempt == 3


def test_latest_attempt_counts_and_not_the_best(ada, mia, quinn, board, slots, now):
    played(slots[0], ada, mia, quinn, now, "95")
    played(slots[0], ada, mia, quinn, now + timedelta(days=1), "85")

    standing = boards.standing(board, now.date())

    assert (standing.slots[0].score, standing.mean) == (85, 85)


def test_hire_cannot_shed_a_call_that_runs(ada, mia, quinn, slots, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    calls.start(call, mode="text", by=ada, now=now)

    with pytest.raises(CallError, match="set aside by QA or a trainer"):
        calls.abandon(call, reason="bad", by=ada, now=now)
    calls.abandon(call, reason="the line broke", by=quinn, now=now)

    assert (call.state, calls.book(slots[0], by=ada, now=now).attempt) == (Call.State.ABANDONED, 2)


def test_voice_needs_the_notice_and_a_refusal_leads_to_text(ada, mia, slots, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    notices.answer(call, accepted=False, by=ada, now=now)

    with pytest.raises(CallError, match="recording notice first"):
        calls.start(call, mode="voice", by=ada, now=now)

    assert calls.start(call, mode="text", by=ada, now=now).mode == "text"


def test_call_needs_a_colleague_at_the_other_end(ada, slots, now):
    call = calls.book(slots[0], by=ada, now=now)

    with pytest.raises(CallError, match="Nobody plays the customer"):
        calls.start(call, mode="text", by=ada, now=now)
    with pytest.raises(CallError, match="A colleague plays the customer"):
        calls.accept(call, by=ada, now=now)


def test_whoever_played_the_customer_does_not_score(ada, quinn, slots, now):
    call = held(calls.book(slots[0], by=ada, now=now), quinn, now)

    with pytest.raises(CallError, match="You took part"):
        scored(call, "90", by=quinn, now=now)


def test_score_taken_twice_fills_the_slot_once(ada, mia, quinn, slots, now):
    call = played(slots[0], ada, mia, quinn, now, "91.5")
    take_scorecard(call.scorecard_key)

    assert (call.state, call.score, Event.objects.filter(verb="call-scored").count()) == ("scored", call.score, 1)
    assert str(call.effective_score) == "183/2"


def test_call_left_running_ends_at_its_limit(ada, mia, slots, now):
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    calls.start(call, mode="text", by=ada, now=now)

    ended = [calls.end_forgotten(now + timedelta(hours=2)), calls.end_forgotten(now + timedelta(hours=9))]

    call.refresh_from_db()
    assert (ended, call.state, call.ended_at) == ([0, 1], Call.State.ENDED, now + timedelta(hours=2))


def test_calls_are_scored_on_their_own_rubric_whatever_other_scorecards_there_are(ada, mia, quinn, slots, now):
    for key in ("audit", "chat"):
        Rubric.objects.create(key=key, kind=Rubric.Kind.SCORECARD)

    card = scored(held(calls.book(slots[0], by=ada, now=now), mia, now), "90", by=quinn, now=now)

    assert card.rubric_version.rubric.key == "call"


def test_board_says_what_the_rest_needs_rounded_up(ada, mia, quinn, board, slots, now):
    for slot, percent in zip(slots, ["93", "91", "95.5", "84", "94"], strict=False):
        played(slot, ada, mia, quinn, now, percent)

    standing = boards.standing(board, now.date())

    assert (standing.mean, standing.needed_mean_of_rest) == (Fraction("91.5"), Fraction("88.5"))
    assert standing.missing == [
        "5 calls still to be scored",
        "The other 5 calls need a mean of 88.5 and the door opens",
    ]
