"""What waits for an examiner or a trainer: practicals by age, and people whose attempts are used up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.domain.practicals import KIND
from assessments.models import Admission, Attempt, PracticalSitting, Scorecard
from people.models import Mentorship, User

GROUPS = ("due", "later", "scored")


@dataclass(frozen=True)
class DueRow:
    sitting: PracticalSitting
    card: Scorecard | None
    waiting: timedelta
    may_examine: bool


def sittings(group: str, user: User, now: datetime) -> QuerySet[PracticalSitting]:
    standing = PracticalSitting.objects.filter(withdrawn=None).select_related("person", "rubric__live_version")
    standing = standing.exclude(person=user)
    if group == "scored":
        return standing.exclude(scored_at=None).order_by("-scored_at")
    standing = standing.filter(scored_at=None, person__is_active=True)
    if group == "later":
        return standing.filter(opens__gt=now).order_by("opens")
    return standing.filter(opens__lte=now).order_by("opens")


def counts(user: User, now: datetime) -> dict[str, int]:
    return {group: sittings(group, user, now).count() for group in GROUPS}


def rows(shown: Iterable[PracticalSitting], user: User, now: datetime) -> list[DueRow]:
    shown = list(shown)
    mine = set(Mentorship.objects.filter(mentor=user, ended_on=None).values_list("hire", flat=True))
    cards = cards_of(shown)
    return [
        DueRow(sitting, cards.get(sitting.key), now - sitting.opens, sitting.person_id not in mine) for sitting in shown
    ]


def cards_of(shown: Iterable[PracticalSitting]) -> dict[str, Scorecard]:
    """The card that matters of each sitting: a draft (also of a correction) before the released one."""
    cards = Scorecard.objects.filter(kind=KIND, subject_key__in=[sitting.key for sitting in shown]).exclude(
        state=Scorecard.State.SUPERSEDED
    )
    order = {Scorecard.State.RELEASED: 0, Scorecard.State.DRAFT: 1}
    found = sorted(cards.select_related("scorer"), key=lambda card: order[Scorecard.State(card.state)])
    return {card.subject_key: card for card in found}


def card_of(sitting: PracticalSitting) -> Scorecard | None:
    return cards_of([sitting]).get(sitting.key)


def draft_of(sitting: PracticalSitting) -> Scorecard | None:
    card = card_of(sitting)
    return card if card and card.state == Scorecard.State.DRAFT else None


def waiting_for_release(now: datetime, user: User) -> QuerySet[Admission]:
    """Admissions of others whose attempts are used up and that still stand: this trainer may release another.

    Not while the practical of the same gate has no result: whether the gate fails is open until then.
    """
    unscored = PracticalSitting.objects.filter(
        person=OuterRef("person"), for_key=OuterRef("for_key"), number=1, scored_at=None, withdrawn=None
    )
    running = Attempt.objects.filter(admission=OuterRef("pk"), state=Attempt.State.OPEN, deadline__gte=now)
    used = Attempt.objects.filter(admission=OuterRef("pk"), number__gte=OuterRef("attempts_allowed"))
    return (
        Admission.objects.filter(Q(closes=None) | Q(closes__gt=now), withdrawn=None, person__is_active=True)
        .filter(Exists(used), ~Exists(running), ~Exists(unscored))
        .exclude(person=user)
        .select_related("person", "paper")
        .order_by(F("opens"), "pk")
    )
