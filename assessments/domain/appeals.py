"""An appeal against an exam's result: opened by the person, answered with reasons by somebody who had no part in it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain import marking
from assessments.models import Appeal, Attempt, AttemptQuestion, Scorecard
from kernel.errors import Refusal
from people.domain import journal
from people.domain.notices import notify
from people.domain.roles import TRAINER, has_role
from people.models import Event, User
from people.permissions import mentors


class AppealError(Refusal):
    """A sentence about an appeal that a person may read."""


def appeal(attempt: Attempt, *, position: int | None, reason: str, by: User, now: datetime) -> Appeal:
    """Object to one's own released result, as a whole or to question `position`. The result stands meanwhile.

    Raises AppealError for someone else's, without a reason, before the release, or while another one is open.
    """
    if by.pk != attempt.admission.person_id:
        raise AppealError(_("Only the person who sat the exam may appeal."))
    if attempt.state != Attempt.State.RELEASED:
        raise AppealError(_("You can appeal once the result is released."))
    if not reason.strip():
        raise AppealError(_("Write what should be looked at again."))
    if position is not None and not attempt.questions.filter(position=position).exists():
        raise AppealError(_("This exam has no such question."))
    try:
        with transaction.atomic():
            made = Appeal.objects.create(attempt=attempt, position=position, reason=reason.strip(), opened_at=now)
            values = {"position": position, "reason": made.reason}
            journal.record("appeal-opened", by=by, subject=by, about=made, now=now, values=values)
    except IntegrityError as known:
        raise AppealError(_("Your earlier appeal is still open. It is answered first.")) from known
    return made


def waiting() -> QuerySet[Appeal]:
    """Open appeals, oldest first."""
    open_ones = Appeal.objects.filter(state=Appeal.State.OPEN).order_by("opened_at")
    return open_ones.select_related("attempt__admission__person", "attempt__admission__paper")


def answered() -> QuerySet[Appeal]:
    """Those decided, newest first."""
    decided = Appeal.objects.exclude(state=Appeal.State.OPEN).order_by("-decided_at")
    return decided.select_related("attempt__admission__person", "attempt__admission__paper", "decided_by")


def may_decide(person: User, row: Appeal) -> bool:
    """A trainer who neither sat the exam, nor mentors who did, nor scored an answer, nor wrote the question meant."""
    learner = row.attempt.admission.person
    if not has_role(person, TRAINER) or person.pk == learner.pk or mentors(person, learner):
        return False
    if _scored_answers(row.attempt).filter(scorer=person).exists() or _answers_for_result(person, row.attempt):
        return False
    meant = question_meant(row)
    return meant is None or meant.question_version.author_id != person.pk


def _answers_for_result(person: User, attempt: Attempt) -> bool:
    """Whether they released this result or had a hand in a regrade of it."""
    released = Event.objects.filter(verb="attempt-released", object_key=attempt.key, actor_key=person.key)
    hand = Q(by=person) | Q(regrade__proposed_by=person)
    return released.exists() or attempt.marks.filter(hand).exists()


def question_meant(row: Appeal) -> AttemptQuestion | None:
    if row.position is None:
        return None
    questions = row.attempt.questions.select_related("question_version__question__topic")
    return questions.get(position=row.position)


def _scored_answers(attempt: Attempt) -> QuerySet[Scorecard]:
    keys = [marking.subject_key(attempt, question) for question in attempt.questions.all()]
    return Scorecard.objects.filter(purpose=Scorecard.Purpose.ESSAY, subject_key__in=keys)


@transaction.atomic
def decide(row: Appeal, *, is_upheld: bool, decision: str, by: User, now: datetime) -> Appeal:
    """Answer with a reason that the person reads. From an upheld one follows a regrade, decided by two, or for a text
    that a person scored a second reading (`rereading.ask`).

    Raises AppealError for whoever had a part in the result, without a reason, or when answered before.
    """
    if not may_decide(by, row):
        raise AppealError(_("An appeal is answered by a trainer who had no part in the result."))
    if not decision.strip():
        raise AppealError(_("Write why, for the person to read."))
    state = Appeal.State.UPHELD if is_upheld else Appeal.State.REJECTED
    changed = Appeal.objects.filter(pk=row.pk, state=Appeal.State.OPEN).update(
        state=state, decided_by=by, decided_at=now, decision=decision.strip()
    )
    if not changed:
        raise AppealError(_("This appeal has been answered already."))
    row.refresh_from_db()
    person = row.attempt.admission.person
    values = {"state": state.value, "decision": row.decision}
    journal.record("appeal-decided", by=by, subject=person, about=row, now=now, values=values)
    notify(
        person,
        "appeal-decided",
        dedupe_key=f"appeal-decided:{row.key}",
        subject=gettext_lazy("Your appeal was upheld") if is_upheld else gettext_lazy("Your appeal was not upheld"),
        body=row.decision,
        url=reverse("assessments:exam-result", args=[row.attempt.key]),
        now=now,
    )
    return row
