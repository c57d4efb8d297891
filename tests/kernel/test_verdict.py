import dataclasses

import pytest

from kernel.verdict import Verdict, all_met, missed

MET = Verdict(True, 80, 80, "80 of 80")
SHORT = Verdict(False, 79, 80, "missed by 1")


def test_verdict_is_true_exactly_when_met():
    assert (bool(MET), bool(SHORT)) == (True, False)


def test_verdict_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SHORT.met = True


@pytest.mark.parametrize(
    ("verdicts", "opens"),
    [([], False), ([MET], True), ([SHORT], False), ([MET, MET], True), ([MET, SHORT], False)],
)
def test_all_met_needs_every_one_and_at_least_one(verdicts, opens):
    assert all_met(verdicts) is opens
    assert all_met(iter(verdicts)) is opens


def test_missed_keeps_the_order():
    later = Verdict(False, None, 1, "not yet")

    assert missed([SHORT, MET, later]) == [SHORT, later]
