"""When a point comes back. Pure: the FSRS scheduler (Ye et al., "A Stochastic Shortest Path Algorithm for Optimizing
Spaced Repetition Scheduling", KDD 2022; package `fsrs`) with its default weights and whole days between meetings."""

from datetime import datetime, timedelta
from typing import Any

from fsrs import Card, Rating, Scheduler

# Nine of ten points still known when they come back: the scheduler's own default, a balance of effort and forgetting.
RETENTION = 0.9
# Half a year: what is known so long needs no daily set; refreshers come from the programme.
LONGEST = 180
DAY = timedelta(days=1)

# No steps of minutes: a set is held once a day. No fuzz: the same answers give the same days.
_SCHEDULER = Scheduler(
    desired_retention=RETENTION,
    learning_steps=[],
    relearning_steps=[],
    maximum_interval=LONGEST,
    enable_fuzzing=False,
)


def forgotten(memory: dict[str, Any] | None, now: datetime) -> tuple[dict[str, Any], datetime]:
    """The card after a wrong answer at `now` (aware UTC), and when it is due: at least a day later."""
    return _review(memory, Rating.Again, now)


def remembered(memory: dict[str, Any], now: datetime) -> tuple[dict[str, Any], datetime]:
    """The card after a right answer at `now`, and when it is due."""
    return _review(memory, Rating.Good, now)


def _review(memory: dict[str, Any] | None, rating: Rating, now: datetime) -> tuple[dict[str, Any], datetime]:
    card = Card.from_dict(memory) if memory else Card(card_id=0, due=now)  # type: ignore[arg-type]
    card, _log = _SCHEDULER.review_card(card, rating, now)
    due = max(card.due, now + DAY)
    return dict(card.to_dict()), due


def chance(memory: dict[str, Any], now: datetime) -> float:
    """How likely the point is still known, 0 to 1. An estimate for show; nothing is decided by it."""
    return float(_SCHEDULER.get_card_retrievability(Card.from_dict(memory), now))  # type: ignore[arg-type]
