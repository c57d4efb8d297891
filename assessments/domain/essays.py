"""Texts that a person scores: oldest first, one scorer each, who does not see whose text it is."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from assessments.domain import files, readers, rereading, scorecards
from assessments.domain.kinds import KINDS, is_by_person, kind_of
from assessments.domain.marking import subject_key
from assessments.domain.scorecards import ScorecardError
from assessments.models import AnswerSave, Attempt, AttemptQuestion, Rubric, Scorecard
from assessments.models.wording import within
from assessments.permissions import SCORERS, topics_kept_by
from assessments.rich_text import Words
from people.domain import journal
from people.domain.roles import QA, has_role
from people.models import User

KIND = "essay"
# From when a colleague may go on with a text that somebody began and left.
CLAIM_HOLDS = timedelta(hours=24)


@dataclass(frozen=True)
class Waiting:
    """A text that waits, without whose it is."""

    question: AttemptQuestion
    since: datetime
    card: Scorecard | None
    is_free: bool  # nobody reads it yet

    @property
    def is_again(self) -> bool:
        return self.card is not None and self.card.supersedes_id is not None

    @property
    def paper(self) -> str:
        return self.question.attempt.admission.paper.title


@dataclass(frozen=True)
class Desk:
    """What a scorer reads: the question, what it asks for, the text."""

    stem: str
    words: Words
    explanation: str  # what a good answer holds
    points: int
    text: str


def waiting(user: User) -> list[Waiting]:
    """Every text that waits and that this person may score, oldest first: never their own nor their hire's.

    Those to be read again are among them, for whoever has not scored them before.

    QA scores the texts of every programme, a trainer those of the banks they keep (hazard 11).
    """
    unscored = _unscored().exclude(attempt__admission__person__in=readers.not_for(user))
    if not has_role(user, QA):
        unscored = unscored.filter(question_version__question__topic__in=topics_kept_by(user))
    found = list(unscored)
    keys = [subject_key(question.attempt, question) for question in found]
    cards = {card.subject_key: card for card in _drafts().filter(subject_key__in=keys)}
    rows = [
        Waiting(question, question.attempt.submitted_at, cards.get(key), key not in cards)
        for question, key in zip(found, keys, strict=True)
        if is_answered(question) and question.attempt.submitted_at
    ]
    rows += [Waiting(question, card.started, card, free) for question, card, free in rereading.under_way(user)]
    return sorted(rows, key=lambda row: row.since)


def _unscored() -> QuerySet[AttemptQuestion]:
    """Questions of submitted attempts that a person scores and nobody has yet, with the answer that stands."""
    kinds = [key for key in KINDS if is_by_person(key)]
    answers = AnswerSave.objects.filter(attempt_question=OuterRef("pk"), standing=AnswerSave.Standing.KEPT)
    scored = Scorecard.objects.filter(kind=KIND, state=Scorecard.State.RELEASED).values("subject_key")
    questions = AttemptQuestion.objects.filter(
        attempt__state=Attempt.State.SUBMITTED, question_version__question__kind__in=kinds
    )
    return (
        questions.annotate(subject=readers.SUBJECT, answer=Subquery(answers.order_by("-version").values("value")[:1]))
        .exclude(subject__in=scored)
        .select_related("attempt__admission__paper", "attempt__admission__person", "question_version__question")
        .order_by("attempt__submitted_at", "attempt", "position")
    )


def is_answered(question: Any) -> bool:
    """Whether there is anything to score; an empty answer earns nothing by itself."""
    return kind_of(question.question_version.question.kind).is_answered(question.answer or {})


def _drafts() -> QuerySet[Scorecard]:
    drafts = Scorecard.objects.filter(kind=KIND, state=Scorecard.State.DRAFT)
    return drafts.select_related("scorer", "person", "rubric_version__rubric")


def claim_next(*, by: User, now: datetime) -> Scorecard:
    """The oldest text that nobody has begun, as a draft scorecard of one's own; of two who press at once each gets
    another. Raises ScorecardError without the role, when nothing waits, or where the rubric was not published.
    """
    if not has_role(by, *SCORERS[Scorecard.Purpose.ESSAY]):
        raise ScorecardError(_("Your role does not score this."))
    for card in _claims(by, now):
        if card.scorer_id == by.pk:
            return card
    raise ScorecardError(_("No text waits that nobody has begun."))


def _claims(by: User, now: datetime) -> Iterator[Scorecard]:
    for row in waiting(by):
        if row.card is None:
            yield _start(row.question, by, now)
        elif row.is_free:
            yield _begin_again(row.card, by, now)


def _start(question: AttemptQuestion, by: User, now: datetime) -> Scorecard:
    key = question.question_version.content["rubric"]
    rubric = Rubric.objects.select_related("live_version").filter(key=key).first()
    if rubric is None:
        raise ScorecardError(_("There is no rubric called %(key)s.") % {"key": key})
    return scorecards.start(
        rubric,
        purpose=Scorecard.Purpose.ESSAY,
        kind=KIND,
        subject_key=subject_key(question.attempt, question),
        person=question.attempt.admission.person,
        by=by,
        now=now,
    )


def _begin_again(card: Scorecard, by: User, now: datetime) -> Scorecard:
    """The second reading that a colleague asked for, or whatever became of it when another was quicker."""
    with contextlib.suppress(ScorecardError):
        take_over(card, by=by, now=now)
    card.refresh_from_db()
    return card


def may_take_over(card: Scorecard, now: datetime) -> bool:
    if rereading.is_free(card):
        return True
    return now - last_touched(card) >= CLAIM_HOLDS


def last_touched(card: Scorecard) -> datetime:
    newest = card.saves.order_by("-pk").first()
    return newest.at if newest else card.started


@transaction.atomic
def take_over(card: Scorecard, *, by: User, now: datetime) -> None:
    """Go on with a text that a colleague began and left for a day, or only asked for; their draft stays as it is."""
    if not may_take_over(card, now):
        raise ScorecardError(_("A colleague is reading this text. After a day without a change it can be taken over."))
    scorecards.check_scorer(card.purpose, card.person, by)
    if card.supersedes_id and not readers.can_reread(by, card):
        raise ScorecardError(scorecards.not_again())
    changed = Scorecard.objects.filter(pk=card.pk, state=Scorecard.State.DRAFT, scorer=card.scorer).update(scorer=by)
    if not changed:
        raise ScorecardError(_("This scorecard has been released or changed meanwhile. Please look at it again."))
    values = {"from": card.scorer.key}
    journal.record("essay-taken-over", by=by, subject=card.person, about=card, now=now, values=values)


def release(card: Scorecard, *, version: int, by: User, now: datetime) -> Scorecard:
    """Fix the score of a text; what a second reading changes for the exam follows at once. Raises ScorecardError."""
    verb = rereading.release if card.supersedes_id else scorecards.release
    return verb(card, version=version, by=by, now=now)


def desk_of(card: Scorecard) -> Desk:
    """What its scorer reads of it."""
    attempt_key, _sep, position = card.subject_key.rpartition("-")
    question = AttemptQuestion.objects.select_related("question_version").get(
        attempt__key=attempt_key, position=int(position)
    )
    kept = question.saves.filter(standing=AnswerSave.Standing.KEPT).order_by("-version").first()
    version = question.question_version
    words = files.words_of([version])[version.pk]
    text = kept.value["text"] if kept else ""
    return Desk(within(version.content["stem"]), words, within(version.content["explanation"]), question.points, text)
