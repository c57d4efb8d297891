"""Papers that go one way: one question at a time, and none comes back (hazard 35)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.refusals import AttemptError
from assessments.models import Attempt, AttemptQuestion
from people.domain import journal
from people.models import Event, User

# More refusals than this of one attempt tell nothing new, and must not fill the journal.
MOST_LOGGED = 50


class StepError(AttemptError):
    """A question that is behind, or not reached yet."""


def is_open(attempt: Attempt, position: int) -> bool:
    """Whether the question may be seen and answered: any, or where one goes one way the one reached."""
    return not attempt.one_way or position == attempt.reached


def require_open(question: AttemptQuestion) -> None:
    attempt = question.attempt
    if not is_open(attempt, question.position):
        raise StepError(sentence(attempt, question.position))


def sentence(attempt: Attempt, position: int) -> str:
    if position < attempt.reached:
        return _(
            "Question %(position)s is behind you. In this exam there is no going back; its saved answer stands."
        ) % {"position": position}
    return _("Question %(position)s comes later. In this exam the questions come one after the other.") % {
        "position": position
    }


@transaction.atomic
def log_refusal(attempt: Attempt, position: int, *, by: User, now: datetime, reached: int | None = None) -> None:
    """Somebody asked for a question out of turn, when they had reached `reached` (None: where they are now).
    Written though the act itself was refused."""
    logged = Event.objects.filter(
        verb="attempt-step-refused", object_kind=Attempt._meta.label_lower, object_key=attempt.key
    )
    if logged.count() < MOST_LOGGED:
        attempt = Attempt.objects.only("key", "reached").get(pk=attempt.pk)
        values = {"asked": position, "reached": reached or attempt.reached}
        journal.record("attempt-step-refused", by=by, subject=by, about=attempt, now=now, values=values)


def go_on(attempt: Attempt, position: int, *, by: User, now: datetime) -> Attempt:
    """Leave question `position` for the next one; it is closed from now on, with the answer that is saved.

    Safe to repeat: whoever has left it already stays where they are. Raises AttemptError for a question not reached
    yet (logged), past the last one, when the exam is over, or where one moves freely.
    """
    running = Attempt.objects.filter(pk=attempt.pk, admission__person=by, state=Attempt.State.OPEN, deadline__gte=now)
    found = running.first()
    if found is None:
        raise AttemptError(_("This exam is over, so nothing can be opened any more."))
    if not found.one_way:
        raise AttemptError(_("In this exam you may go back and forth."))
    if position > found.reached:
        log_refusal(found, position, by=by, now=now)
        raise StepError(sentence(found, position))
    if position >= found.questions.count():
        raise AttemptError(_("This was the last question. Please check and submit."))
    with transaction.atomic():
        # Two clicks, or two tabs: only the first one moves.
        running.filter(reached=position).update(reached=position + 1)
    found.refresh_from_db()
    return found
