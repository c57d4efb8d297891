"""A hire's objection to a released score of a scored call. While open it blocks going live (RULES 2)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from assessments.domain import scorecards
from assessments.models import Scorecard
from people.domain import journal
from people.domain.notices import notify
from people.domain.roles import QA, has_role
from people.models import User
from simulations.domain.refusals import DisputeError
from simulations.models import Dispute


def open_for(person: User) -> QuerySet[Dispute]:
    """The person's disputes that block: undecided, or upheld while the corrected score is not released."""
    stands = Scorecard.objects.filter(key=OuterRef("scorecard_key"), state=Scorecard.State.RELEASED)
    undecided = Q(state=Dispute.State.OPEN)
    return Dispute.objects.filter(person=person).filter(undecided | Q(state=Dispute.State.UPHELD) & Exists(stands))


def dispute(scorecard: Scorecard, *, reason: str, by: User, now: datetime) -> Dispute:
    """Object to one's own released score, once a scorecard. Raises DisputeError without a reason."""
    if by.pk != scorecard.person_id:
        raise DisputeError(_("A score is disputed by the person whose call it is."))
    if scorecard.state != Scorecard.State.RELEASED or scorecard.purpose != Scorecard.Purpose.MOCK_CALL:
        raise DisputeError(_("Only the released score of a scored call can be disputed."))
    if not reason.strip():
        raise DisputeError(_("Write what should be looked at again."))
    try:
        with transaction.atomic():
            made = Dispute.objects.create(scorecard_key=scorecard.key, person=by, reason=reason.strip(), opened_at=now)
            journal.record("dispute-opened", by=by, about=made, subject=by, now=now, values={"reason": reason.strip()})
    except IntegrityError as known:
        raise DisputeError(_("This score has been disputed before.")) from known
    return made


def may_decide(person: User, scorecard: Scorecard) -> bool:
    """Another QA specialist than the one who scored."""
    return has_role(person, QA) and person.pk not in (scorecard.scorer_id, scorecard.person_id)


def decide(row: Dispute, *, is_upheld: bool, decision: str, by: User, now: datetime) -> Dispute:
    """Decide with a reason. Upheld, a correction of the scorecard is begun by the decider; until it is released the
    old score stands and blocks. Raises DisputeError for the scorer, without a reason, or when decided before."""
    card = Scorecard.objects.select_related("person", "scorer", "rubric_version").get(key=row.scorecard_key)
    if not may_decide(by, card):
        raise DisputeError(_("A dispute is decided by a QA specialist who did not score the call."))
    if not decision.strip():
        raise DisputeError(_("Write why, for the person to read."))
    state = Dispute.State.UPHELD if is_upheld else Dispute.State.REJECTED
    with transaction.atomic():
        facts = {"state": state, "decided_by": by, "decided_at": now, "decision": decision.strip()}
        if Dispute.objects.filter(pk=row.pk, state=Dispute.State.OPEN).update(**facts) != 1:
            raise DisputeError(_("This dispute has been decided already."))
        if is_upheld and card.state == Scorecard.State.RELEASED:
            correction = scorecards.correct(card, reason=decision.strip()[:300], by=by, now=now)
            Dispute.objects.filter(pk=row.pk).update(correction_key=correction.key)
        row.refresh_from_db()
        journal.record("dispute-decided", by=by, about=row, subject=row.person, now=now, values={"state": state})
        with translation.override(row.person.language):
            notify(
                row.person,
                "dispute-decided",
                dedupe_key=f"dispute-decided:{row.key}",
                subject=_("Your dispute was upheld: the score is being corrected")
                if is_upheld
                else _("Your dispute was decided: the score stands"),
                body=decision.strip(),
                url=reverse("simulations:score", args=[card.subject_key]),
                now=now,
            )
    return row
