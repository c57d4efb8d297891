"""What practice shows: for a learner how well each topic is kept, for a trainer where forgetting is heaviest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db.models import Count, Max, Q

from assessments.domain import spacing
from assessments.domain.practice import standing, without_sibling
from assessments.models import PracticeCard, PracticeReview, Topic
from kernel.exact import percent
from people.models import User

# Days between two meetings with a point, in the steps people think in; the last is open.
GAPS = ((1, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, None))
# A share of fewer answers says nothing about a point.
LEAST_ANSWERS = 5
WINDOW = timedelta(days=90)
MOST = 50


@dataclass(frozen=True)
class Gap:
    first: int
    last: int | None
    answers: int
    right: Fraction | None  # percent; None without an answer


@dataclass(frozen=True)
class TopicMemory:
    topic: Topic
    cards: int
    known: int  # percent of its points still known today, as the scheduler estimates
    curve: Sequence[Gap]


@dataclass(frozen=True)
class Spot:
    topic: Topic
    point: str
    people: int
    answers: int
    right: Fraction


def of_person(person: User, now: datetime) -> list[TopicMemory]:
    """Topic by topic: how much is kept now, and how often points were still known after so many days."""
    cards: dict[int, list[PracticeCard]] = {}
    for card in standing(person).select_related("topic"):
        cards.setdefault(card.topic_id, []).append(card)
    reviews: dict[int, list[tuple[int, bool]]] = {}
    rows = PracticeReview.objects.filter(card__person=person).values_list("card__topic", "days_since", "is_right")
    for topic, days, is_right in rows:
        reviews.setdefault(topic, []).append((days, is_right))
    found = [
        TopicMemory(group[0].topic, len(group), _known(group, now), curve(reviews.get(topic, [])))
        for topic, group in cards.items()
    ]
    return sorted(found, key=lambda memory: (memory.known, memory.topic.key))


def _known(cards: Sequence[PracticeCard], now: datetime) -> int:
    return int(100 * sum(spacing.chance(card.memory, now) for card in cards) / len(cards))


def curve(answers: Sequence[tuple[int, bool]]) -> list[Gap]:
    """The share right by whole days since the point was last met. Pure."""
    gaps = []
    for first, last in GAPS:
        here = [right for days, right in answers if max(days, 1) >= first and (last is None or max(days, 1) <= last)]
        gaps.append(Gap(first, last, len(here), percent(sum(here), len(here)) if here else None))
    return gaps


def hot_spots(now: datetime) -> list[Spot]:
    """Points answered right least often in practice over the last weeks, worst first; people who left count on."""
    rows = (
        PracticeReview.objects.filter(at__gte=now - WINDOW)
        .order_by()
        .values("card__point")
        .annotate(
            topic=Max("card__topic"),
            people=Count("card__person", distinct=True),
            answers=Count("pk"),
            right=Count("pk", filter=Q(is_right=True)),
        )
        .filter(answers__gte=LEAST_ANSWERS)
    )
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    spots = [
        Spot(
            topics[row["topic"]],
            row["card__point"],
            row["people"],
            row["answers"],
            percent(row["right"], row["answers"]),
        )
        for row in rows
    ]
    return sorted(spots, key=lambda spot: (spot.right, spot.point))[:MOST]


def unserved(now: datetime) -> list[tuple[Topic, str, int]]:
    """Points people missed for which the bank has no practice question, with how many people wait, most first."""
    waiting = (
        PracticeCard.objects.filter(person__is_active=True, withdrawn=None)
        .order_by()
        .values("point")
        .annotate(topic=Max("topic"), people=Count("person", distinct=True))
    )
    counts = {row["point"]: row for row in waiting}
    missing = without_sibling(counts)
    topics = {topic.pk: topic for topic in Topic.objects.all()}
    found = [(topics[counts[point]["topic"]], point, counts[point]["people"]) for point in missing]
    return sorted(found, key=lambda row: (-row[2], row[1]))
