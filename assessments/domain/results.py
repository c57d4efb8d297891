"""Results that wait for a person: for whoever scores a text, then perhaps for the trainer who releases them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import marking
from assessments.models import Attempt, Mark, Paper
from assessments.permissions import RELEASE_RETAKE
from kernel.errors import Refusal
from kernel.exact import percent
from kernel.jobs.rounds import each
from people.domain.notices import notify
from people.models import User


class ReleaseError(Refusal):
    """A sentence about the release of a result that a person may read."""


@transaction.atomic
def complete(attempt: Attempt, *, now: datetime) -> bool:
    """Mark a submitted attempt once every answer that a person scores has its score; whether that was now.

    In the same transaction the result is released, where the paper releases at once, and the person is told. Safe to
    run twice, late or on two workers.
    """
    attempt = _locked(attempt)
    if attempt.state != Attempt.State.SUBMITTED or marking.mark(attempt, now=now) is None:
        return False
    if attempt.admission.paper.release == Paper.Release.AT_ONCE:
        marking.release(attempt, released_at=now, now=now)
        _tell(attempt, now)
    return True


def complete_waiting(now: datetime) -> int:
    """Complete every attempt whose last answer has been scored, each for itself. Returns how many."""
    done: list[int] = []

    def finish(attempt: Attempt) -> None:
        if complete(attempt, now=now):
            done.append(attempt.pk)

    each(list(Attempt.objects.filter(state=Attempt.State.SUBMITTED).order_by("submitted_at")), finish)
    return len(done)


@transaction.atomic
def release_by(attempt: Attempt, *, by: User, now: datetime) -> None:
    """A trainer shows a marked result to its person, who is told; gates are judged on it from now on.

    Raises ReleaseError for one's own result, without the right, or when it is not marked or was released already.
    """
    attempt = _locked(attempt)
    if attempt.admission.person_id == by.pk:
        raise ReleaseError(_("Nobody releases their own result."))
    if not by.has_perm(RELEASE_RETAKE):
        raise ReleaseError(_("Only a trainer releases results."))
    if attempt.state != Attempt.State.MARKED:
        raise ReleaseError(_("This result has been released already, or an answer still waits for its score."))
    marking.release(attempt, released_at=now, now=now, by=by)
    _tell(attempt, now)


def _locked(attempt: Attempt) -> Attempt:
    attempts = Attempt.objects.select_for_update(of=("self",)).select_related("admission__person", "admission__paper")
    return attempts.get(pk=attempt.pk)


def _tell(attempt: Attempt, now: datetime) -> None:
    """The person was not there when the result came: they are told where it is."""
    person, paper = attempt.admission.person, attempt.admission.paper
    with translation.override(person.language):
        notify(
            person,
            "result-released",
            dedupe_key=f"result:{attempt.key}",
            subject=_("Your result of “%(title)s” is there") % {"title": paper.title},
            body=_("It shows the score by topic and what to repeat."),
            url=reverse("assessments:exam-result", args=[attempt.key]),
            now=now,
        )


@dataclass(frozen=True)
class Marked:
    attempt: Attempt
    score: Fraction
    marked_at: datetime


def waiting(user: User, text: str = "", paper: str = "") -> QuerySet[Attempt]:
    """Marked attempts that nobody has released, oldest first; never one's own."""
    found = Attempt.objects.filter(state=Attempt.State.MARKED).exclude(admission__person=user)
    if paper:
        found = found.filter(admission__paper__key=paper)
    if text:
        person = "admission__person__"
        found = found.filter(Q(**{f"{person}name__icontains": text}) | Q(**{f"{person}staff_number__icontains": text}))
    return found.select_related("admission__person", "admission__paper").order_by("submitted_at", "pk")


def papers(user: User) -> QuerySet[Paper]:
    """The papers of which results wait."""
    return Paper.objects.filter(pk__in=waiting(user).values("admission__paper"))


def rows(attempts: Iterable[Attempt]) -> list[Marked]:
    """With the score that a release would show: the newest mark."""
    shown = list(attempts)
    newest = {mark.attempt_id: mark for mark in Mark.objects.filter(attempt__in=shown).order_by("pk")}
    return [
        Marked(attempt, percent(newest[attempt.pk].points, newest[attempt.pk].maximum), newest[attempt.pk].marked_at)
        for attempt in shown
    ]


def release_all(attempts: Iterable[Attempt], *, by: User, now: datetime) -> tuple[int, list[str]]:
    """Release each for itself: how many, and the sentences for those that could not be."""
    done, refused = 0, []
    for attempt in attempts:
        try:
            release_by(attempt, by=by, now=now)
        except ReleaseError as sentence:
            refused.append(str(sentence))
        else:
            done += 1
    return done, refused


@dataclass(frozen=True)
class Pending:
    """Why a finished attempt has no result yet."""

    texts: int  # answers that a person has yet to score
    scored: int  # answers that a person has scored
    by_trainer: bool  # a trainer releases the result


def pending(attempt: Attempt) -> Pending:
    judged = marking.by_question(attempt)
    by_person = [item for item in judged if item.is_by_person and item.answered]
    texts = sum(item.points is None for item in by_person)
    by_trainer = attempt.admission.paper.release == Paper.Release.BY_PERSON or attempt.state == Attempt.State.MARKED
    return Pending(texts, len(by_person) - texts, by_trainer)
