"""A text that is read again: a second scorecard by somebody else supersedes the first, and the exam's mark follows.

Whoever upheld an appeal has seen the name, so they only ask for it and a colleague reads. Whoever finds a score wrong
among the texts read so far has not, and goes on with it themselves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import corrected_marks, readers, scorecards
from assessments.domain.kinds import KINDS, is_by_person
from assessments.domain.marking import subject_key
from assessments.domain.marks import result_of
from assessments.domain.readers import ESSAY, attempt_key_of, texts_read_by
from assessments.domain.scorecards import ScorecardError
from assessments.models import Appeal, Attempt, AttemptQuestion, Scorecard
from kernel.exact import shown
from people.models import User


@dataclass(frozen=True)
class Scored:
    """The score that stands for a text, and what becomes of it."""

    question: AttemptQuestion
    card: Scorecard
    draft: Scorecard | None = None  # the second reading under way

    @property
    def points(self) -> Fraction:
        return (self.card.effective or Fraction(0)) * self.question.points / 100


@transaction.atomic
def ask(card: Scorecard, *, reason: str, by: User, now: datetime) -> Scorecard:
    """A draft that will supersede this released score of a text, filled with what it says; until then it stands.

    Who upheld an appeal about the exam leaves it to a colleague; anybody else goes on with it. Raises ScorecardError
    for one's own text or score, without the right or a reason, or while it is being read again already.
    """
    if by.pk == card.person_id:
        raise ScorecardError(_("Nobody scores their own work."))
    if readers.scored_by(by).filter(subject_key=card.subject_key).exists():
        raise ScorecardError(_("Nobody corrects their own score."))
    if not (readers.can_reread(by, card) or readers.can_ask_again(by, card)):
        raise ScorecardError(_("Your role does not score this."))
    return scorecards.begin_correction(card, reason=reason, by=by, now=now)


@transaction.atomic
def release(card: Scorecard, *, version: int, by: User, now: datetime) -> Scorecard:
    """Fix the score of a second reading: it supersedes the first, the exam's mark is written anew, and the person of a
    released exam is told, also where the score stays. Raises ScorecardError as `scorecards.release` does.
    """
    card = scorecards.release(card, version=version, by=by, now=now)
    attempt = Attempt.objects.select_related("admission__person", "admission__paper").get(key=attempt_key_of(card))
    cause = {"scorecard": card.key}
    found = corrected_marks.correct(attempt.pk, reason=card.reason, by=by, now=now, cause=cause)
    with translation.override(attempt.admission.person.language):
        subject, body = _in_words(attempt, found, card)
    corrected_marks.tell(attempt, dedupe_key=f"read-again:{card.key}", subject=subject, body=body, now=now)
    return card


def _in_words(attempt: Attempt, found: corrected_marks.Corrected | None, card: Scorecard) -> tuple[str, str]:
    values = {"paper": attempt.admission.paper.title, "reason": card.reason}
    if found and found.old != found.new:
        values |= {"old": shown(found.old), "new": shown(found.new)}
        body = _("%(paper)s: %(old)s is now %(new)s. A text of yours was read again: %(reason)s")
        return _("Your exam result was corrected"), body % values
    result = result_of(attempt)
    values |= {"score": shown(result.score) if result else ""}
    body = _("%(paper)s: the result stays at %(score)s. A colleague read it again because: %(reason)s")
    return _("A text of yours was read again"), body % values


def under_way(user: User) -> list[tuple[AttemptQuestion, Scorecard, bool]]:
    """Second readings that this person may take part in, and whether one is free: nobody reads it yet."""
    drafts = Scorecard.objects.filter(purpose=ESSAY, state=Scorecard.State.DRAFT).exclude(supersedes=None)
    drafts = drafts.exclude(subject_key__in=readers.scored_by(user).values("subject_key"))
    drafts = drafts.filter(pk__in=texts_read_by(user)).select_related("scorer").order_by("started", "pk")
    knowing = readers.answerers(drafts)
    return [
        (question, card, (question.attempt.key, card.scorer_id) in knowing)
        for question, card in with_questions(drafts)
        if (question.attempt.key, user.pk) not in knowing
    ]


def is_free(card: Scorecard) -> bool:
    """Whether it was only asked for: its holder may not read it."""
    return card.supersedes_id is not None and (attempt_key_of(card), card.scorer_id) in readers.answerers([card])


def draft_after(card: Scorecard) -> Scorecard | None:
    """The second reading of it that is under way."""
    return Scorecard.objects.filter(supersedes=card, state=Scorecard.State.DRAFT).select_related("scorer").first()


def appeal_behind(draft: Scorecard) -> Appeal:
    """The one that led whoever asked for this second reading to it."""
    answered = Appeal.objects.filter(attempt__key=attempt_key_of(draft), decided_by=draft.scorer)
    return answered.latest("decided_at")


def scored(user: User) -> QuerySet[Scorecard]:
    """The scores that stand for texts this person may read, newest first; never their own text nor their hire's."""
    cards = Scorecard.objects.filter(purpose=ESSAY, state=Scorecard.State.RELEASED, pk__in=texts_read_by(user))
    return cards.select_related("scorer").order_by("-released_at", "-pk")


def rows(cards: Sequence[Scorecard]) -> list[Scored]:
    """With their questions and the second reading under way, in three queries."""
    drafts = Scorecard.objects.filter(supersedes__in=[card.pk for card in cards], state=Scorecard.State.DRAFT)
    by_first = {draft.supersedes_id: draft for draft in drafts}
    return [Scored(question, card, by_first.get(card.pk)) for question, card in with_questions(cards)]


def with_questions(cards: Iterable[Scorecard]) -> list[tuple[AttemptQuestion, Scorecard]]:
    """Each card with the question it scores an answer to."""
    cards = list(cards)
    kinds = [key for key in KINDS if is_by_person(key)]
    questions = AttemptQuestion.objects.filter(
        attempt__key__in={attempt_key_of(card) for card in cards}, question_version__question__kind__in=kinds
    ).select_related("attempt__admission__paper", "question_version__question")
    asked = {subject_key(question.attempt, question): question for question in questions}
    return [(asked[card.subject_key], card) for card in cards if card.subject_key in asked]


def of_appeal(row: Appeal) -> list[Scored]:
    """The scored texts that an appeal is about: the one meant, or every text of the exam."""
    positions = row.attempt.questions.order_by("position").values_list("position", flat=True)
    meant = [position for position in positions if row.position in (None, position)]
    keys = [f"{row.attempt.key}-{position}" for position in meant]
    cards = Scorecard.objects.filter(purpose=ESSAY, state=Scorecard.State.RELEASED, subject_key__in=keys)
    return sorted(rows(list(cards.select_related("scorer"))), key=lambda one: one.question.position)
