"""From a released scorecard to the call it judges: the slot is filled, mentoring is told (RULES 2)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.domain import scorecards
from assessments.models import Rubric, Scorecard
from mentoring.domain import coaching, reviews
from people.domain import journal
from people.domain.roles import has_role
from people.models import Mentorship, User
from people.permissions import mentors
from simulations.domain.comments import QA_CARD
from simulations.domain.refusals import CallError
from simulations.models import Call, Recording
from simulations.signals import call_scored

RUBRIC = "call"
# What assessments calls the thing that is scored: QA's card, and the mentor's rating of the same practice call.
BY_QA, BY_MENTOR = QA_CARD, "call-by-mentor"
CALL_KINDS = (BY_QA, BY_MENTOR)


def to_score(person: User) -> QuerySet[Call]:
    """QA's queue: ended scored calls, and practice calls whose score was asked for; the oldest first.

    Without one's own, those in which one played the customer, and those of people who have left.
    """
    asked = Q(kind=Call.Kind.MOCK) | Q(kind=Call.Kind.PRACTICE, score_asked_at__isnull=False)
    scored = Scorecard.objects.filter(kind=BY_QA, state=Scorecard.State.RELEASED).values("subject_key")
    held = Call.objects.filter(asked, state__in=(Call.State.ENDED, Call.State.SCORED), person__is_active=True)
    calls = held.exclude(key__in=scored)
    calls = calls.exclude(person=person).exclude(player=person)
    return calls.select_related("scenario_version__scenario", "recording", "slot").order_by("ended_at", "pk")


def to_rate(mentor: User) -> QuerySet[Call]:
    """Practice calls of the mentor's hires that wait for the mentor's rating, the oldest first; whatever QA gave."""
    hires = Mentorship.objects.filter(mentor=mentor, ended_on=None).values("hire")
    rated = Scorecard.objects.filter(kind=BY_MENTOR, state=Scorecard.State.RELEASED).values("subject_key")
    held = Call.objects.filter(kind=Call.Kind.PRACTICE, state__in=(Call.State.ENDED, Call.State.SCORED))
    found = held.filter(person__in=hires).exclude(key__in=rated)
    return found.select_related("person", "scenario_version__scenario").order_by("ended_at")


def is_hearable(call: Call) -> bool:
    """Whether there is something to score: chat lines, or a recording that plays."""
    recording = Recording.objects.filter(call=call, state=Recording.State.READY)
    return call.mode == Call.Mode.TEXT or recording.exists() or call.lines.exists()


def begin(call: Call, *, by: User, now: datetime) -> Scorecard:
    """QA's draft for this call. Raises CallError for one's own call or one in which one played the customer."""
    if by.pk in (call.person_id, call.player_id):
        raise CallError(_("You took part in this call. A colleague scores it."))
    if call.state not in (Call.State.ENDED, Call.State.SCORED):
        raise CallError(_("This call has not ended yet."))
    purpose = Scorecard.Purpose.MOCK_CALL if call.kind == Call.Kind.MOCK else Scorecard.Purpose.PRACTICE_CALL
    return _start(call, purpose, BY_QA, by, now)


def begin_review(call: Call, *, by: User, now: datetime) -> Scorecard:
    """The mentor's rating of a practice call of their hire, before or after QA. Raises CallError for anyone else."""
    if not mentors(by, call.person) or call.kind != Call.Kind.PRACTICE:
        raise CallError(_("The hire’s mentor rates practice calls."))
    if call.state not in (Call.State.ENDED, Call.State.SCORED):
        raise CallError(_("This call has not ended yet."))
    return _start(call, Scorecard.Purpose.PRACTICE_CALL, BY_MENTOR, by, now)


def _start(call: Call, purpose: str, kind: str, by: User, now: datetime) -> Scorecard:
    rubric = Rubric.objects.filter(key=RUBRIC).first()
    if rubric is None:
        raise CallError(_("The rubric for calls has not been loaded yet."))
    return scorecards.start(
        rubric,
        purpose=purpose,
        kind=kind,
        subject_key=call.key,
        person=call.person,
        by=by,
        now=now,
        notice_played=call.scenario_version.line_played_notice,
    )


def take(scorecard: Scorecard, *, now: datetime) -> Call | None:
    """Let a released card count for its call: fill the slot, tell mentoring. Safe to repeat and in any order.

    A card that was corrected meanwhile changes nothing; the correction counts when it comes.
    """
    call = Call.objects.filter(key=scorecard.subject_key).select_related("person", "scenario_version__scenario").first()
    if call is None or scorecard.kind not in CALL_KINDS or scorecard.state != Scorecard.State.RELEASED:
        return None
    with transaction.atomic():
        if scorecard.kind == BY_QA or call.state == Call.State.ENDED:
            _fill(call, scorecard, now)
        if scorecard.kind == BY_MENTOR:
            _tell_review(call, scorecard)
        else:
            coaching.record_scored_call(
                call.person,
                call_key=call.key,
                held_at=call.started_at or call.booked_at,
                score=scorecard.effective,
                scorecard_key=scorecard.key,
                now=scorecard.released_at,
            )
    call.refresh_from_db()
    return call


def _fill(call: Call, scorecard: Scorecard, now: datetime) -> None:
    held = Call.objects.filter(pk=call.pk, state__in=(Call.State.ENDED, Call.State.SCORED))
    changed = held.exclude(scorecard_key=scorecard.key).update(
        state=Call.State.SCORED,
        scorecard_key=scorecard.key,
        effective_score=str(scorecard.effective),
        has_critical_error=scorecard.is_critical,
        scored_at=scorecard.released_at,
    )
    if changed:
        values = {"scorecard": scorecard.key, "score": str(scorecard.effective)}
        journal.record("call-scored", by=scorecard.scorer, about=call, subject=call.person, now=now, values=values)
        call.refresh_from_db()
        call_scored.send(Call, call=call)


def _tell_review(call: Call, scorecard: Scorecard) -> None:
    if not has_role(scorecard.scorer, "mentor"):
        return
    reviews.record_practice_review(
        call.person,
        call_key=call.key,
        call_type=call.scenario_version.scenario.call_type,
        call_ended=call.ended_at or call.booked_at,
        score=scorecard.effective,
        scorecard_key=scorecard.key,
        by=scorecard.scorer,
        now=scorecard.released_at,
    )


def take_all(now: datetime, *, within: timedelta = timedelta(days=30)) -> int:
    """Take every released card whose call does not show it yet; how many. For the sweep."""
    cards = Scorecard.objects.filter(
        kind__in=CALL_KINDS, state=Scorecard.State.RELEASED, released_at__gte=now - within
    ).select_related("person", "scorer")
    return sum(take(card, now=now) is not None for card in cards.iterator() if not _is_taken(card))


def _is_taken(card: Scorecard) -> bool:
    if card.kind == BY_MENTOR:
        return card.person.practice_reviews.filter(scorecard_key=card.key).exists()
    return Call.objects.filter(key=card.subject_key, scorecard_key=card.key).exists()
