"""What a scorecard being filled in says is missing (RULES 2: a comment with time for each lost point)."""

import pytest

from assessments.domain.cards import Card, Entry, Found, Missing, missing, read_card
from assessments.domain.scoring import LineScore, Sheet, SheetLine, UnscorableError

pytestmark = pytest.mark.pure

SHEET = Sheet((SheetLine("greets", 60, 4), SheetLine("closes", 40, 4, reasons=1)), frozenset({"leak"}))


def entry(level, comment="", at_ms=None):
    return Entry(LineScore(level=level), comment, at_ms)


@pytest.mark.parametrize(
    ("card", "gaps"),
    [
        (Card(), Missing(["greets", "closes"], [], [])),
        (Card({"greets": entry(4), "closes": entry(4)}), Missing([], [], [])),
        (Card({"greets": entry(3), "closes": entry(4)}), Missing([], ["greets"], ["greets"])),
        (Card({"greets": entry(3, "no name"), "closes": entry(4)}), Missing([], [], ["greets"])),
        (Card({"greets": entry(3, "no name", 0), "closes": entry(4)}), Missing([], [], [])),
        (Card({"greets": entry(4), "closes": Entry(LineScore(not_applicable=0))}), Missing([], [], [])),
        (
            Card({"greets": entry(4), "closes": entry(4)}, {"leak": Found()}),
            Missing([], ["leak"], ["leak"]),
        ),
    ],
)
def test_a_lost_point_needs_a_comment_with_its_time(card, gaps):
    assert missing(SHEET, card, timed=True) == gaps


def test_without_a_recording_no_time_is_asked_for():
    card = Card({"greets": entry(3, "no name"), "closes": entry(4)})

    assert not missing(SHEET, card, timed=False)


def test_a_card_survives_being_stored():
    card = Card({"greets": entry(3, "no name", 4200)}, {"leak": Found("told", 1)})

    assert read_card(card.content(), SHEET) == card


@pytest.mark.parametrize(
    "content",
    [
        {"lines": []},
        {"lines": {"greets": 4}},
        {"lines": {"greets": {"level": "4"}}},
        {"lines": {"greets": {"level": True}}},
        {"lines": {"greets": {"level": 2.5}}},
        {"lines": {"greets": {"level": 5}}},
        {"lines": {"greets": {"level": -1}}},
        {"lines": {"greets": {"not_applicable": 0}}},
        {"lines": {"unknown": {"level": 1}}},
        {"lines": {"greets": {"level": 1, "comment": "x" * 2001}}},
        {"lines": {"greets": {"level": 1, "comment": None}}},
        {"lines": {"greets": {"level": 1, "at_ms": -1}}},
        {"critical": {"unknown": {}}},
    ],
)
def test_a_forged_card_is_refused(content):
    with pytest.raises(UnscorableError):
        read_card(content, SHEET)
