"""quinn and qing save and release one draft at the same moment: one wins, all is kept (hazard 41)."""

import pytest

from assessments.models import Scorecard
from simulations.domain import calls
from tests.conftest import NOW
from tests.processes import at_once
from tests.simulations.made import draft, held, levels


def save(key: str, by: str, percent: str) -> str:
    """In a process of its own: a save on the version that both saw."""
    from assessments.domain import scorecards
    from people.models import User

    lines = {line: {"level": level, "comment": by, "at_ms": 1000} for line, level in levels(percent).items()}
    receipt = scorecards.save_draft(
        Scorecard.objects.get(key=key),
        content={"lines": lines, "critical": {}},
        version=1,
        by=User.objects.get(username=by),
        now=NOW,
    )
    return f"{'kept' if receipt.kept else 'lost'} {receipt.version}"


def release(key: str, by: str, percent: str) -> str:
    from assessments.domain import scorecards
    from people.models import User

    card = Scorecard.objects.select_related("person", "rubric_version").get(key=key)
    return str(scorecards.release(card, version=1, by=User.objects.get(username=by), now=NOW).effective)


@pytest.fixture
def card(ada, mia, quinn, qing, slots, now):
    made, _receipt = draft(held(calls.book(slots[0], by=ada, now=now), mia, now), "85", by=quinn, now=now)
    return made


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_loses_and_both_are_kept(card):
    answers = at_once(f"{__name__}:save", [(card.key, "quinn", "90"), (card.key, "qing", "70")])

    assert sorted(answers) == ["kept 2", "lost 2"]
    assert sorted(str(version) for version in card.saves.values_list("version", flat=True)) == ["1", "2", "None"]
    assert sorted(card.saves.exclude(version=1).values_list("by__username", flat=True)) == ["qing", "quinn"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_two_releases_at_once_one_counts(card):
    answers = at_once(f"{__name__}:release", [(card.key, "quinn", ""), (card.key, "qing", "")])

    moved = "ScorecardMovedError: This scorecard has been released or changed meanwhile. Please look at it again."
    assert sorted(answers) == ["85", moved]
    card.refresh_from_db()
    assert (card.state, card.lines.count()) == (Scorecard.State.RELEASED, 2)
