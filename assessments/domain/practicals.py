"""The practical of week 1: booked when its gate opens, examined on a checklist, retaken on its own (RULES 2)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from assessments.domain import retakes, scorecards
from assessments.domain.marks import ResultFact
from assessments.domain.openings import Rules
from assessments.domain.refusals import awaits_parts
from assessments.models import PracticalSitting, Rubric, Scorecard
from assessments.permissions import RELEASE_RETAKE, can_examine
from kernel.errors import Refusal
from kernel.templatetags.dates import moment_in_words
from people.domain import journal
from people.domain.calendars import today_for
from people.models import User
from policies.domain.editions import figures

KIND = "practical"


class PracticalError(Refusal):
    """A sentence about a practical that a person may read."""


@transaction.atomic
def admit(
    person: User, rubric_key: str, *, for_key: str, opens: datetime, reason: str, now: datetime, by: User | None = None
) -> PracticalSitting:
    """Book the practical for its first sitting. Safe to repeat: the newest sitting of this `for_key` is returned."""
    rubric = Rubric.objects.filter(key=rubric_key).first()
    if rubric is None:
        raise PracticalError(_("There is no rubric called %(key)s.") % {"key": rubric_key})
    standing = PracticalSitting.objects.filter(person=person, rubric=rubric, withdrawn=None)
    sitting = standing.filter(for_key=for_key).order_by("-number").first() or standing.filter(scored_at=None).first()
    if sitting:
        return sitting
    return _book(person, rubric, for_key=for_key, opens=opens, reason=reason, by=by, now=now)


def _book(
    person: User, rubric: Rubric, *, for_key: str, opens: datetime, reason: str, by: User | None, now: datetime
) -> PracticalSitting:
    last = PracticalSitting.objects.filter(person=person, rubric=rubric, for_key=for_key).order_by("-number").first()
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            sitting = PracticalSitting.objects.create(
                person=person,
                rubric=rubric,
                number=number,
                for_key=for_key,
                opens=opens,
                reason=reason,
                admitted_at=now,
            )
    except IntegrityError:  # booked in the same moment
        return PracticalSitting.objects.get(person=person, rubric=rubric, scored_at=None, withdrawn=None)
    values = {"rubric": rubric.key, "number": number, "opens": opens, "reason": reason}
    journal.record("practical-booked", by=by, subject=person, about=sitting, now=now, values=values)
    return sitting


def retake_opens(sitting: PracticalSitting, rules: Rules) -> datetime | None:
    """When the retake after this scored sitting may be examined at the earliest; None until the gate has failed."""
    failed_at = rules.failed_at(sitting.for_key, sitting.scored_at) if sitting.scored_at else None
    return rules.after_result(failed_at) if failed_at else None


def needs_release(sitting: PracticalSitting, now: datetime) -> bool:
    """Whether the sitting after this one is beyond the free retakes, so that a trainer must book it."""
    return not retakes.is_free(sitting.number + 1, figures("retakes", today_for(sitting.person, now)))


@transaction.atomic
def book_retake(sitting: PracticalSitting, *, reason: str, by: User, now: datetime) -> PracticalSitting:
    """The next sitting after a released result, open by the retake rule. Safe against double clicks.

    Each part of a gate has its own retake, once the gate has failed: when every part has a result (RULES 2).
    The free ones are booked by the hire or a trainer, further ones by a trainer with a reason. Raises PracticalError.
    """
    if sitting.scored_at is None or sitting.withdrawn:
        raise PracticalError(_("A retake can be booked once the practical has been scored."))
    rules = Rules(sitting.person, now)
    if rules.is_over(sitting.for_key):
        raise PracticalError(_("This practical is no longer open: its gate has been passed or closed."))
    opens = retake_opens(sitting, rules)
    if opens is None:
        raise PracticalError(awaits_parts())
    is_trainer = by.has_perm(RELEASE_RETAKE) and by.pk != sitting.person_id
    if not is_trainer and by.pk != sitting.person_id:
        raise PracticalError(_("Only the hire or a trainer may book this retake."))
    later = PracticalSitting.objects.filter(
        person=sitting.person, rubric=sitting.rubric, for_key=sitting.for_key, number__gt=sitting.number
    ).first()
    if later:
        return later
    if needs_release(sitting, now):
        if not is_trainer:
            raise PracticalError(_("The free retake is used. Please ask your trainer to release another."))
        if not reason.strip():
            raise PracticalError(_("Please say why another sitting is right, and what was practised since."))
        opens = now
    return _book(sitting.person, sitting.rubric, for_key=sitting.for_key, opens=opens, reason=reason, by=by, now=now)


@transaction.atomic
def withdraw(sitting: PracticalSitting, *, reason: str, now: datetime, by: User | None = None) -> None:
    """Take the booking back while it has no result. Safe to repeat."""
    changed = PracticalSitting.objects.filter(pk=sitting.pk, withdrawn=None, scored_at=None).update(withdrawn=now)
    if changed:
        values = {"reason": reason}
        journal.record("practical-withdrawn", by=by, subject=sitting.person, about=sitting, now=now, values=values)


def examine(sitting: PracticalSitting, *, by: User, now: datetime) -> Scorecard:
    """The draft scorecard of this sitting. Raises PracticalError too early, when withdrawn, or for a wrong examiner."""
    if not can_examine(by, sitting):
        raise PracticalError(_("QA or a trainer examines, but not the hire's own mentor and nobody themselves."))
    if sitting.withdrawn:
        raise PracticalError(_("This practical has been withdrawn."))
    if now < sitting.opens:
        raise PracticalError(_("This practical is not open yet."))
    return scorecards.start(
        sitting.rubric,
        purpose=Scorecard.Purpose.PRACTICAL,
        kind=KIND,
        subject_key=sitting.key,
        person=sitting.person,
        by=by,
        now=now,
    )


def results(person: User, rubric_key: str) -> list[ResultFact]:
    """All released results of a person's practical, oldest first. The latest counts, never the best (RULES 2)."""
    sittings = PracticalSitting.objects.filter(person=person, rubric__key=rubric_key)
    order = dict(sittings.exclude(scored_at=None).values_list("key", "scored_at"))
    cards = Scorecard.objects.filter(
        purpose=Scorecard.Purpose.PRACTICAL, subject_key__in=order, state=Scorecard.State.RELEASED
    )
    return [
        ResultFact(card.effective, card.released_at, card.key)
        for card in sorted(cards, key=lambda card: order[card.subject_key])
        if card.effective is not None and card.released_at
    ]


def latest_result(person: User, rubric_key: str) -> ResultFact | None:
    return (results(person, rubric_key) or [None])[-1]


def in_words(sitting: PracticalSitting) -> str:
    """When a sitting opens, for its person's clock."""
    return moment_in_words(localtime(sitting.opens, sitting.person.zone), with_year=False)
