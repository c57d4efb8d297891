"""Which released scored calls need a coaching plan (RULES 3): below the mark by their effective score."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from assessments.models import Scorecard
from mentoring.domain.coaching import MOCK_CALL, open_plan
from mentoring.models import CoachingCause, CoachingPlan
from people.domain.calendars import today_for
from policies.domain.editions import figures


def coach_after(scorecard: Scorecard, *, now: datetime) -> CoachingPlan | None:
    """Open a plan, or let it join, when this released scored call lies below the mark of its day; 80 does not.

    Practice calls and practicals open none. Safe to repeat.
    """
    if scorecard.purpose != Scorecard.Purpose.MOCK_CALL or scorecard.effective is None:
        return None
    mark = figures("mock_calls", today_for(scorecard.person, scorecard.released_at)).coaching_mark
    if scorecard.effective >= mark or scorecard.state != Scorecard.State.RELEASED:
        return None
    return open_plan(
        scorecard.person,
        kind=MOCK_CALL,
        evidence_key=scorecard.subject_key,
        score=scorecard.effective,
        owner=scorecard.scorer,
        by=None,
        now=now,
    )


def coach_all(now: datetime) -> int:
    """Look at every released scored call that has no plan yet; how many got one. For the sweep."""
    known = CoachingCause.objects.filter(kind=MOCK_CALL, evidence_key=OuterRef("subject_key"))
    cards = Scorecard.objects.filter(
        ~Exists(known), purpose=Scorecard.Purpose.MOCK_CALL, state=Scorecard.State.RELEASED
    )
    return sum(coach_after(card, now=now) is not None for card in cards.select_related("person", "scorer").iterator())
