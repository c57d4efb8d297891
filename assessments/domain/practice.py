"""Daily practice: after a wrong answer another question on the same point comes back, days later, then weeks later.

Never an item of an exam: only questions kept for practice are asked (`Question.use`), so that practising for a paper
cannot leak it. Nothing here counts for anything but the next date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.domain import draw, files, marking, screens, spacing
from assessments.domain.kinds import KINDS, is_by_person, kind_of, languages
from assessments.domain.kinds.shared import NotAnAnswerError
from assessments.models import (
    Attempt,
    AttemptQuestion,
    MarkLine,
    PracticeCard,
    PracticeReview,
    Question,
    QuestionVersion,
)
from assessments.models.wording import is_chinese
from kernel.errors import Refusal
from people.models import User

# Two minutes: about twenty-five seconds a question with its explanation.
DAILY = 5
# A typing test takes minutes of its own; a person has to score an essay.
NOT_PRACTISED = frozenset({"typing"})


class PracticeError(Refusal):
    """A sentence about practice that a person may read."""


@dataclass(frozen=True)
class Asked:
    """A card with the question that is asked for it now, as the person sees it."""

    card: PracticeCard
    drawn: AttemptQuestion  # not stored: practice has no attempt
    screen: screens.ScreenQuestion

    @property
    def version(self) -> QuestionVersion:
        return self.drawn.question_version


def point_of(question: Question) -> str:
    return question.point or question.topic.key


def learn_from(attempt: Attempt, *, now: datetime) -> int:
    """After an exam was released or its mark corrected: each point not fully right becomes a card, or comes back
    sooner; a card that no answer of theirs asks for any more is withdrawn. Returns how many points were missed.

    Safe to run twice and in any order: a card that met this attempt's end already is left as it is, and one that was
    practised is never withdrawn.
    """
    person = attempt.admission.person
    if not person.is_active or attempt.submitted_at is None:
        return 0
    missed = {point_of(row.question_version.question): row for row in _missed(attempt)}
    for point, row in missed.items():
        _forget(person, point, row.question_version.question, at=attempt.submitted_at, now=now)
    _withdraw(attempt, now=now)
    return len(missed)


def _missed(attempt: Attempt) -> list[AttemptQuestion]:
    newest = attempt.marks.order_by("-pk").first()
    if newest is None:
        return []
    lines = newest.lines.filter(dropped=False, points__lt=F("maximum"))
    lines = lines.select_related("question__question_version__question__topic")
    return [line.question for line in lines]


@transaction.atomic
def _forget(person: User, point: str, question: Question, *, at: datetime, now: datetime) -> None:
    memory, due = spacing.forgotten(None, at)
    card, added = PracticeCard.objects.select_for_update().get_or_create(
        person=person,
        point=point,
        defaults={"topic": question.topic, "memory": memory, "due": due, "created": now},
    )
    is_known = added or datetime.fromisoformat(card.memory["last_review"]) >= at
    if is_known and card.withdrawn is None:
        return
    if not is_known:
        card.memory, card.due = spacing.forgotten(card.memory, at)
    card.withdrawn = None
    card.save(update_fields=["memory", "due", "withdrawn"])


@transaction.atomic
def _withdraw(attempt: Attempt, *, now: datetime) -> None:
    """The points of this attempt that no mark of the person that stands says are missed."""
    person = attempt.admission.person
    asked = Question.objects.filter(versions__drawn__attempt=attempt).select_related("topic")
    points = {point_of(question) for question in asked}
    lines = MarkLine.objects.filter(
        mark__attempt__admission__person=person,
        mark__attempt__state=Attempt.State.RELEASED,
        mark__superseded_by=None,
        dropped=False,
        points__lt=F("maximum"),
    )
    wrong = Question.objects.filter(versions__drawn__lines__in=lines).select_related("topic").distinct()
    gone = points - {point_of(question) for question in wrong}
    cards = PracticeCard.objects.filter(person=person, point__in=gone, reviews_count=0, withdrawn=None)
    cards.update(withdrawn=now)


def standing(person: User) -> QuerySet[PracticeCard]:
    """The cards of a person that were not withdrawn."""
    return PracticeCard.objects.filter(person=person, withdrawn=None)


def _askable(person: User, now: datetime) -> QuerySet[PracticeCard]:
    """The due cards for which a question stands in the reader's language."""
    kinds = [name for name in KINDS if is_practised(name)]
    live = Question.objects.filter(status=Question.Status.LIVE, use=Question.Use.PRACTICE, kind__in=kinds)
    live = live.exclude(**{f"live_version__content__stem__{_language()}": ""})
    named = live.filter(point=OuterRef("point"))
    by_topic = live.filter(point="", topic__key=OuterRef("point"))
    return due(person, now).filter(Exists(named) | Exists(by_topic))


def _language() -> str:
    return "zh-hans" if is_chinese() else "en"


def due(person: User, now: datetime) -> QuerySet[PracticeCard]:
    return standing(person).filter(due__lte=now).select_related("topic").order_by("due", "pk")


def today(person: User, now: datetime) -> list[Asked]:
    """What is left of today's set: due cards that have a question, the most overdue first, at most DAILY a day."""
    if not person.is_active:
        return []
    left = DAILY - _done_today(person, now)
    asked: list[Asked] = []
    for card in _askable(person, now):
        if len(asked) >= left:
            break
        if question := ask(card):
            asked.append(question)
    return asked


def waiting(person: User, now: datetime) -> int:
    """How many questions `today` has left to ask, for a home: one query where nothing is due, else two."""
    found = _askable(person, now).count()
    return min(found, max(DAILY - _done_today(person, now), 0)) if found else 0


def next_due(person: User, now: datetime) -> PracticeCard | None:
    """The next point that comes back after now."""
    return standing(person).filter(due__gt=now).order_by("due").first()


def _done_today(person: User, now: datetime) -> int:
    midnight = now.astimezone(person.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return PracticeReview.objects.filter(card__person=person, at__gte=midnight).count()


def ask(card: PracticeCard) -> Asked | None:
    """The sibling met least often and longest ago, in the reader's language; None where the bank has none.

    The same until it is answered: it follows from the card alone, so a reload shows the same question.
    """
    versions = [
        version for version in siblings(card) if _language() in languages(version.question.kind, version.content)
    ]
    if not versions:
        return None
    return _shown(card, versions[0])


def siblings(card: PracticeCard) -> list[QuestionVersion]:
    """Live practice questions on the point, the least practised by this person first."""
    mine = Q(practised__card=card)
    live = QuestionVersion.objects.filter(live_for__status=Question.Status.LIVE, live_for__use=Question.Use.PRACTICE)
    live = live.filter(Q(live_for__point=card.point) | Q(live_for__point="", live_for__topic__key=card.point))
    counted = live.annotate(met=Count("practised", filter=mine), last=Max("practised__at", filter=mine))
    ordered = counted.select_related("question__topic").order_by("met", F("last").asc(nulls_first=True), "pk")
    return [version for version in ordered if is_practised(version.question.kind)]


def practises(person: User, question: Question) -> bool:
    """Whether this practice question is on a point that the person practises."""
    if question.use != Question.Use.PRACTICE:
        return False
    return standing(person).filter(point=point_of(question)).exists()


def is_practised(kind: str) -> bool:
    return kind not in NOT_PRACTISED and not is_by_person(kind)


def _shown(card: PracticeCard, version: QuestionVersion) -> Asked:
    kind = kind_of(version.question.kind)
    fixed = getattr(kind, "FIXED_ORDER", False)
    candidate = draw.Candidate(version.pk, kind.orders(version.content), fixed, version.points)
    order = draw.option_order(f"{card.key}:{card.reviews_count}", candidate, shuffle=True)
    drawn = AttemptQuestion(position=1, question_version=version, option_order=list(order), points=version.points)
    return Asked(card, drawn, screens.screen(drawn, None, files.words_of([version])[version.pk]))


@transaction.atomic
def answer(
    card: PracticeCard, *, value: list[str], number: int, version: int, by: User, now: datetime
) -> PracticeReview:
    """Take in the answer to what `ask` showed: question version `version`, after `number` earlier answers.

    The same answer sent twice brings the first one's review. Raises PracticeError for somebody else's card or what
    cannot be an answer.
    """
    card = PracticeCard.objects.select_for_update(of=("self",)).select_related("topic").get(pk=card.pk)
    if card.person_id != by.pk:
        raise PracticeError(_("This is somebody else's practice."))
    if number < card.reviews_count:
        return card.reviews.get(number=number + 1)
    asked = ask(card)
    is_due = card.withdrawn is None and card.due <= now
    if asked is None or number > card.reviews_count or not is_due or asked.version.pk != version:
        raise PracticeError(_("This question is not due. Your set of today is shown anew."))
    read = _read(asked, value, now)
    if not kind_of(asked.version.question.kind).is_answered(read):
        raise PracticeError(_("Choose an answer first."))
    judged = marking.judge(asked.drawn, read, {})
    last = datetime.fromisoformat(card.memory["last_review"])
    move = spacing.remembered if judged.is_right else spacing.forgotten
    card.memory, card.due = move(card.memory, now)
    card.reviews_count = number + 1
    card.save(update_fields=["memory", "due", "reviews_count"])
    return PracticeReview.objects.create(
        card=card,
        number=number + 1,
        question_version=asked.version,
        value=read,
        is_right=judged.is_right,
        days_since=max((now - last).days, 0),
        at=now,
    )


def _read(asked: Asked, value: list[str], now: datetime) -> dict[str, Any]:
    stands = screens.asked(asked.drawn, {}, now)
    kind = kind_of(asked.version.question.kind)
    try:
        read: dict[str, Any] = kind.read(value, asked.version.content, stands)
    except NotAnAnswerError as odd:
        raise PracticeError(_("This answer does not fit the question. Nothing was changed.")) from odd
    return read


def without_sibling(points: Iterable[str]) -> set[str]:
    """Of these points, those for which no live practice question stands: a trainer is to write one."""
    wanted = set(points)
    live = Question.objects.filter(status=Question.Status.LIVE, use=Question.Use.PRACTICE).select_related("topic")
    served = {point_of(question) for question in live if is_practised(question.kind)}
    return wanted - served
