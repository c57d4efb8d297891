"""The mentor's ratings of practice calls, as told by simulations."""

from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from mentoring.domain.refusals import SignOffError
from mentoring.models import PracticeReview
from people.domain import journal
from people.domain.returning import since_return
from people.models import Mentorship, User


def record_practice_review(
    hire: User,
    *,
    call_key: str,
    call_type: str,
    call_ended: datetime,
    score: Fraction,
    scorecard_key: str,
    by: User,
    now: datetime,
) -> PracticeReview:
    """Keep the mentor's exact rating of one practice call; safe to repeat for the same scorecard.

    A later card for the same call supersedes. Raises SignOffError when `by` does not mentor the hire.
    """
    mentorship = Mentorship.objects.filter(hire=hire, mentor=by).order_by("-started_on", "-pk").first()
    if mentorship is None:
        raise SignOffError(_("Only the hire’s mentor rates practice calls for the sign-off."))
    facts = {
        "mentorship": mentorship,
        "hire": hire,
        "call_key": call_key,
        "call_type": call_type,
        "call_ended": call_ended,
        "score": str(score),
        "reviewed_at": now,
    }
    with transaction.atomic():
        review, made = PracticeReview.objects.get_or_create(scorecard_key=scorecard_key, defaults=facts)
        if made:
            values = {"call": call_key, "type": call_type, "score": str(score)}
            journal.record("practice-call-reviewed", by=by, about=review, subject=hire, now=now, values=values)
    return review


def standing_reviews(hire: User) -> list[PracticeReview]:
    """The latest rating of each call, in the order the calls were held; nothing from before a return."""
    rows = hire.practice_reviews.annotate(held_on=TruncDate("call_ended", tzinfo=hire.zone))
    rows = since_return(rows, person="hire", day="held_on")
    latest = {review.call_key: review for review in rows.order_by("reviewed_at", "pk")}
    return sorted(latest.values(), key=lambda review: (review.call_ended, review.pk))
