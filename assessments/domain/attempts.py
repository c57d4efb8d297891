"""Sitting a paper: start, save, submit, and the sweep that closes what ran out, by the server's clock (hazard 21)."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessments.domain import accommodations, drawing, marking, steps
from assessments.domain.kinds import kind_of
from assessments.domain.kinds.shared import NotAnAnswerError
from assessments.domain.limits import SETTLE, is_settled, limit, settled_at
from assessments.domain.openings import Stand, opening
from assessments.domain.refusals import AttemptError, refusal
from assessments.domain.screens import asked, places
from assessments.domain.steps import StepError
from assessments.models import Admission, AnswerSave, Attempt, AttemptQuestion, Paper
from kernel.jobs.rounds import each
from people.domain import journal
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import figures

__all__ = ["NEXT", "AttemptError", "Receipt", "close_overdue", "flag", "save_answer", "start", "submit"]

NEXT = {
    Attempt.State.OPEN: {Attempt.State.SUBMITTED},
    Attempt.State.SUBMITTED: {Attempt.State.MARKED},
    Attempt.State.MARKED: {Attempt.State.RELEASED},
}

# A question saved more often than this is a script, not a person; its rows are never deleted.
MOST_SAVES_PER_QUESTION = 500

# Saving is what an exam does most: one row of what it decides by, no more.
NEEDED_TO_SAVE = (
    "position",
    "option_order",
    "attempt__state",
    "attempt__deadline",
    "attempt__grace_seconds",
    "attempt__one_way",
    "attempt__reached",
    "question_version__content",
    "question_version__question__kind",
)


@dataclass(frozen=True)
class Receipt:
    """What the server holds: `standing` kept, late (evidence only) or stale (a newer answer stands at `version`)."""

    position: int
    standing: str
    version: int
    received_at: datetime
    value: dict[str, Any]
    shown: list[str]  # the same as the browser knows it: places on the screen, or the text


def start(admission: Admission, *, by: User, now: datetime) -> Attempt:
    """Start the paper, or return the attempt that is running: pressing twice starts once (hazards 21, 34).

    Draws the questions by a random seed that is stored, pins their versions, the minutes, the extra time and the
    grace. Raises AttemptError in words when nothing may be started now (RULES 2 for retakes).
    """
    if by.pk != admission.person_id:
        raise AttemptError(_("Only the person admitted may start this exam."))
    try:
        with transaction.atomic():
            return _start(admission, by, now)
    except IntegrityError:
        # Another request started it in the same moment.
        running = admission.attempts.filter(state=Attempt.State.OPEN).first()
        if running is None:
            raise
        return running


def _start(admission: Admission, by: User, now: datetime) -> Attempt:
    admission = (
        Admission.objects.select_for_update(of=("self",))
        .select_related("paper__live_version", "person")
        .get(pk=admission.pk)
    )
    for overdue in admission.attempts.select_for_update(of=("self",)).filter(state=Attempt.State.OPEN):
        if is_settled(overdue, now):
            _close(overdue, now)
    now_open = opening(admission, now)
    if now_open.stand == Stand.RUNNING and now_open.attempt:
        return now_open.attempt
    if not now_open.may_start:
        raise refusal(now_open, admission, now)
    paper = admission.paper
    if paper.published is None:
        raise AttemptError(_("This exam is not published. Please tell a trainer."))
    extra = accommodations.extra_percent(by, paper)
    attempt = Attempt(
        admission=admission,
        number=now_open.number,
        started=now,
        minutes=paper.minutes,
        extra_percent=extra,
        grace_seconds=figures("exams", today_for(by, now)).grace_seconds,
        deadline=limit(now, paper.minutes, extra),
        seed=secrets.token_hex(32),
        one_way=paper.navigation == Paper.Navigation.ONE_WAY,
        browser_keys=paper.browser_keys,
    )
    questions = drawing.questions_of(attempt, paper, by)
    attempt.save(force_insert=True)
    AttemptQuestion.objects.bulk_create(questions)
    values = {"paper": admission.paper.key, "number": attempt.number, "deadline": attempt.deadline}
    journal.record("attempt-started", by=by, subject=by, about=attempt, now=now, values=values)
    return attempt


def is_sitting(person: User, now: datetime) -> bool:
    """Whether an exam of theirs is running."""
    open_attempts = Attempt.objects.filter(admission__person=person, state=Attempt.State.OPEN)
    return open_attempts.filter(deadline__gte=now).exists()


def save_answer(
    attempt: Attempt, position: int, *, value: list[str], version: int, key: str, by: User, now: datetime
) -> Receipt:
    """Keep an answer. `now` is when it arrived at the server (hazard 23), `value` the places of the options on the
    screen or the text, `version` the one the answer was made on (0: none yet), `key` the sender's own for this save.

    The same key again brings the same receipt (hazard 25). An answer made on an older version is refused with the
    newer one, both are kept (hazard 24). Where one goes one way, only the question reached may be answered; anything
    else is refused and logged (hazard 35). What arrives past the limit and its grace stays as evidence only
    (hazard 22) and closes an attempt that the sweep has not come by yet. Raises AttemptError for someone else's
    attempt or what cannot be an answer.
    """
    try:
        with transaction.atomic():
            return _save_answer(_locked_question(attempt, position, by), value, version, key, now)
    except StepError:
        steps.log_refusal(attempt, position, by=by, now=now)
        raise
    except IntegrityError as used:
        # The key stands already, though by now's clock it cannot: the clock was set back meanwhile.
        question = attempt.questions.filter(position=position, saves__key=key).first()
        if question is None:
            raise _foreign_key() from used
        return _receipt_again(question.saves.get(key=key), _latest(question), question)


def _latest(question: AttemptQuestion) -> AnswerSave | None:
    return question.saves.filter(standing=AnswerSave.Standing.KEPT).order_by("-version").first()


def _save_answer(question: AttemptQuestion, value: list[str], version: int, key: str, now: datetime) -> Receipt:
    if is_settled(question.attempt, now):
        _close(question.attempt, now)
    latest = _latest(question)
    number = latest.version or 0 if latest else 0
    standing = _standing(question.attempt, version, number, now)
    kept = standing == AnswerSave.Standing.KEPT
    # Versions only grow and the end is final: what would be kept now cannot have come before.
    if not kept and (save := AnswerSave.objects.filter(attempt=question.attempt, key=key).first()):
        return _receipt_again(save, latest, question)
    if standing != AnswerSave.Standing.LATE:
        steps.require_open(question)
    if number >= MOST_SAVES_PER_QUESTION or (not kept and question.saves.count() >= MOST_SAVES_PER_QUESTION):
        raise AttemptError(_("This question has been saved too often. The last saved answer stands."))
    save = AnswerSave.objects.create(
        attempt=question.attempt,
        attempt_question=question,
        version=number + 1 if kept else None,
        key=key,
        value=_read(question, value, latest, now),
        received_at=now,
        standing=standing,
    )
    return _receipt(question, save, save if kept else latest)


def _standing(attempt: Attempt, version: int, number: int, now: datetime) -> AnswerSave.Standing:
    if attempt.state != Attempt.State.OPEN or now > attempt.last_call:
        return AnswerSave.Standing.LATE
    return AnswerSave.Standing.KEPT if version == number else AnswerSave.Standing.STALE


def _locked_question(attempt: Attempt, position: int, by: User) -> AttemptQuestion:
    # The lock on the attempt makes a submit wait for this save or this save see the submit.
    questions = AttemptQuestion.objects.select_for_update(of=("attempt",), no_key=True)
    question = (
        questions.select_related("attempt", "question_version__question")
        .only(*NEEDED_TO_SAVE)
        .filter(attempt=attempt, position=position, attempt__admission__person=by)
        .order_by()
        .first()
    )
    if question is None:
        raise AttemptError(_("This question is not part of your exam."))
    return question


def _receipt_again(save: AnswerSave, latest: AnswerSave | None, question: AttemptQuestion) -> Receipt:
    if save.attempt_question_id != question.pk:
        raise _foreign_key()
    return _receipt(question, save, save if save.version else latest)


def _foreign_key() -> AttemptError:
    return AttemptError(_("This save belongs to another question."))


def _receipt(question: AttemptQuestion, save: AnswerSave, stands: AnswerSave | None) -> Receipt:
    """The receipt of `save`, with the answer that stands: this one, or the one it could not replace."""
    return Receipt(
        position=question.position,
        standing=save.standing,
        version=stands.version or 0 if stands else 0,
        received_at=(stands or save).received_at,
        value=stands.value if stands else {},
        shown=places(question, stands.value) if stands else [],
    )


def _read(question: AttemptQuestion, posted: list[str], latest: AnswerSave | None, now: datetime) -> dict[str, Any]:
    """From places on this person's screen to the options' numbers in the pinned version."""
    version = question.question_version
    before = latest.value if latest else {}
    try:
        value: dict[str, Any] = kind_of(version.question.kind).read(
            posted, version.content, asked(question, before, now)
        )
    except NotAnAnswerError as odd:
        raise AttemptError(_("This answer does not fit the question. Nothing was changed.")) from odd
    return value


def flag(attempt: Attempt, position: int, *, flagged: bool, by: User, now: datetime) -> None:
    """Mark a question to come back to; it has no bearing on the result. Nothing comes back where one goes one way."""
    if attempt.one_way:
        steps.log_refusal(attempt, position, by=by, now=now)
        raise StepError(_("In this exam there is no going back, so nothing can be flagged."))
    running = Attempt.objects.filter(pk=attempt.pk, admission__person=by, state=Attempt.State.OPEN, deadline__gte=now)
    changed = AttemptQuestion.objects.filter(attempt__in=running, position=position).update(flagged=flagged)
    if not changed:
        raise AttemptError(_("This exam is over, so nothing can be flagged any more."))


def _locked() -> QuerySet[Attempt]:
    return Attempt.objects.select_for_update(of=("self",)).select_related("admission__person", "admission__paper")


@transaction.atomic
def submit(attempt: Attempt, *, by: User, now: datetime) -> Attempt:
    """Hand in. A second time, from another tab or by a double click, brings the same receipt (hazard 29).

    Past the limit the finish time is the limit. Marks and releases in the same transaction.
    """
    attempt = _locked().get(pk=attempt.pk)
    if attempt.admission.person_id != by.pk:
        raise AttemptError(_("Only the person who sits the exam may submit it."))
    now = max(now, attempt.started)  # the server's clock may have been set back
    if attempt.state == Attempt.State.OPEN:
        if is_settled(attempt, now):
            _close(attempt, now)
        elif now > attempt.deadline:
            _finish(attempt, Attempt.Finish.TIME, at=attempt.deadline, released_at=now, by=by, now=now)
        else:
            _finish(attempt, Attempt.Finish.SUBMITTED, at=now, released_at=now, by=by, now=now)
    return attempt


def _close(attempt: Attempt, now: datetime) -> bool:
    """Close what ran out: finish time is the limit, the release a fixed moment after it, whenever this runs."""
    released_at = settled_at(attempt)
    return _finish(attempt, Attempt.Finish.TIME, at=attempt.deadline, released_at=released_at, by=None, now=now)


def _finish(
    attempt: Attempt, reason: Attempt.Finish, *, at: datetime, released_at: datetime, by: User | None, now: datetime
) -> bool:
    changed = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(
        state=Attempt.State.SUBMITTED, submitted_at=at, finish_reason=reason
    )
    attempt.refresh_from_db()
    if not changed:
        return False
    person = attempt.admission.person
    answers = marking.answers_digest(attempt)
    values = {"finish": reason.value, "at": at, "answers": answers}
    journal.record("attempt-submitted", by=by, subject=person, about=attempt, now=now, values=values)
    if marking.mark(attempt, now=now) and attempt.admission.paper.release == Paper.Release.AT_ONCE:
        marking.release(attempt, released_at=released_at, now=now)
    return True


def close_overdue(now: datetime) -> int:
    """Close every attempt past its limit, its grace and the settling time; each for itself. Returns how many.

    One that cannot be closed keeps no other waiting: what it raised is raised once the others are closed.
    """
    closed: list[int] = []

    def close(attempt: Attempt) -> None:
        with transaction.atomic():
            fresh = _locked().get(pk=attempt.pk)
            if is_settled(fresh, now) and _close(fresh, now):
                closed.append(fresh.pk)

    due = Attempt.objects.filter(state=Attempt.State.OPEN, deadline__lte=now - SETTLE).order_by("deadline")
    each([attempt for attempt in due if is_settled(attempt, now)], close)
    return len(closed)
