"""The way of an award: the product proposes, a named HR person decides, a certificate follows (RULES 6).

Nothing here sets a decided state without its person (hazard 58); decisions are appended, never changed (hazard 55).
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.domain import certificates, grounds
from certification.domain.grounds import Grounds
from certification.models import Award, AwardDecision, Certificate
from certification.signals import award_changed
from kernel.errors import Refusal
from kernel.jobs import queue
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.notices import notify
from people.models import User
from policies.domain.editions import figures
from policies.models import Subject

State = Award.State
NEXT: dict[str, set[str]] = {
    State.ELIGIBLE: {State.REVIEWED, State.APPROVED, State.DECLINED},
    State.REVIEWED: {State.APPROVED, State.DECLINED},
    State.APPROVED: {State.REVOKED},
    State.DECLINED: set(),
    State.REVOKED: set(),
}
# A level raises pay: one HR person reviews, another approves.
TWO_PEOPLE = {Award.Kind.LEVEL}
PRINT = "certification.tasks.print_certificate"


class AwardError(Refusal):
    pass


@transaction.atomic
def propose(person: User, *, kind: str, subject_key: str, decision_key: str, rests_on: Grounds, now: datetime) -> Award:
    """Put someone forward for a decision by HR. The same decision is proposed once, however often this is called."""
    try:
        with transaction.atomic():
            award = Award.objects.create(
                person=person,
                kind=kind,
                subject_key=subject_key,
                decision_key=decision_key,
                proposed_at=now,
                **vars(rests_on),
            )
    except IntegrityError:
        return Award.objects.get(decision_key=decision_key)
    values = {"kind": kind, "subject": subject_key, "edition": rests_on.edition.key}
    journal.record("award-proposed", by=None, about=award, subject=person, now=now, values=values)
    award_changed.send(Award, award=award)
    return award


def review(award: Award, *, by: User, now: datetime, reason: str = "") -> Award:
    """The first of two HR persons has looked at the evidence; another approves."""
    _require_decider(award, by, now)
    with transaction.atomic():
        _move(award, State.REVIEWED)
        _decide(award, by=by, now=now, reason=reason)
    return award


def approve(award: Award, *, by: User, now: datetime, reason: str = "") -> Award:
    """Confirm the award: a certificate is numbered at once and printed by the worker; a hire goes live.

    The grounds are judged again, as they stand now. Raises `AwardError` for oneself, for the only grader, for
    grounds that no longer hold, and `GlyphMissing` for a name that cannot be printed. Nothing is written then.
    """
    _require_decider(award, by, now)
    verdict = grounds.judged_again(award, today_for(award.person, now))
    if not all(row["met"] for row in verdict):
        raise AwardError(_("What this rests on no longer holds. Look at the reasons; nothing was approved."))
    with transaction.atomic():
        alone = _without_second(award, by, now)
        _move(award, State.APPROVED)
        decision = _decide(award, by=by, now=now, reason=reason, verdict=verdict, alone=alone)
        certificate = certificates.order(award, approvers=_approvers(award), now=now)
        grounds.carry_out(award, by=by, now=now)
        queue(PRINT, certificate.pk)
    award_changed.send(Award, award=award, decision=decision)
    return award


def decline(award: Award, *, reason: str, by: User, now: datetime) -> Award:
    """Refuse the award with a reason that the person reads."""
    _require_decider(award, by, now)
    _require_reason(reason)
    with transaction.atomic():
        _move(award, State.DECLINED)
        _decide(award, by=by, now=now, reason=reason)
        _tell(award, gettext_lazy("A certificate was not approved"), reason, now)
    award_changed.send(Award, award=award)
    return award


def close_left(person: User, *, by: User, now: datetime) -> None:
    """Close every licence that still waits when its hire leaves: nothing can be approved any more, nobody is told.

    Not a judgement, so whoever records the leaving may do it. What a course earned still waits for HR.
    """
    for award in Award.objects.filter(
        person=person, kind=Award.Kind.GO_LIVE, state__in=(State.ELIGIBLE, State.REVIEWED)
    ):
        _move(award, State.DECLINED)
        _decide(award, by=by, now=now, reason=_("Left before the licence was decided."))


def revoke(award: Award, *, ground: str, reason: str, by: User, now: datetime) -> Award:
    """Take an approved award back. Whoever checks its certificate sees so at once, with date and ground (hazard 47).

    `ground` is one of `AwardDecision.Ground`; the reason in words stays with HR and the person (hazard 19).
    """
    _require_decider(award, by, now)
    _require_reason(reason)
    if ground not in AwardDecision.Ground.values:
        raise AwardError(_("Choose what anyone who checks the certificate reads."))
    with transaction.atomic():
        _move(award, State.REVOKED)
        _decide(award, by=by, now=now, reason=reason, ground=ground)
        _tell(award, gettext_lazy("A certificate was revoked"), reason, now)
    award_changed.send(Award, award=award)
    return award


def reissue(award: Award, *, reason: str, by: User, now: datetime) -> Certificate:
    """Issue the certificate anew, such as after a change of name; the old number stays on record as superseded."""
    _require_decider(award, by, now)
    _require_reason(reason)
    if award.state != State.APPROVED:
        raise AwardError(_("Only an approved award has a certificate to issue again."))
    current = award.certificates.filter(superseded_by=None).get()
    with transaction.atomic():
        made = certificates.order(award, approvers=current.approvers, now=now, supersedes=current, reason=reason)
        values = {"number": made.number, "supersedes": current.number, "reason": reason}
        journal.record("certificate-reissued", by=by, about=made, subject=award.person, now=now, values=values)
        queue(PRINT, made.pk)
    award_changed.send(Award, award=award)
    return made


def _require_decider(award: Award, by: User, now: datetime) -> None:
    """A named HR person, neither the one concerned nor the only one who graded (hazards 5, 6, 58)."""
    if not by.is_active or not by.has_perm("certification.decide_award"):
        raise AwardError(_("HR decides on awards."))
    if by.pk == award.person_id:
        _note_refusal("award-refused-to-self", award, by, now)
        raise AwardError(_("Nobody decides on their own award. Ask a colleague in HR."))
    if set(award.graders) == {by.key}:
        _note_refusal("award-refused-to-only-grader", award, by, now)
        raise AwardError(_("You alone graded what this rests on. Someone else decides."))


@transaction.atomic
def _note_refusal(verb: str, award: Award, by: User, now: datetime) -> None:
    # Of its own: what is refused must stay on record although nothing else is written.
    journal.record(verb, by=by, about=award, subject=award.person, now=now)


def _without_second(award: Award, by: User, now: datetime) -> bool:
    """Whether a level is approved by one person alone, which only a relaxed policy allows."""
    reviewers = set(award.decisions.filter(state=State.REVIEWED).values_list("by", flat=True))
    if award.kind not in TWO_PEOPLE or reviewers - {by.pk}:
        return False
    if not figures(Subject.SECOND_PERSON, today_for(by, now)).relaxed:
        raise AwardError(_("A level needs two HR persons: one reviews, another approves."))
    return True


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise AwardError(_("Write the reason. The person concerned reads it."))


def _move(award: Award, to: str) -> None:
    before = [state for state, after in NEXT.items() if to in after]
    if Award.objects.filter(pk=award.pk, state__in=before).update(state=to) != 1:
        raise AwardError(_("This award has been decided meanwhile. Load the page again to see how."))
    award.state = to


def _decide(
    award: Award,
    *,
    by: User,
    now: datetime,
    reason: str,
    ground: str = "",
    verdict: list[dict[str, Any]] | None = None,
    alone: bool = False,
) -> AwardDecision:
    decision = AwardDecision.objects.create(
        award=award, state=award.state, by=by, reason=reason.strip(), ground=ground, verdict=verdict or [], at=now
    )
    verb = f"award-{award.state}-without-second-person" if alone else f"award-{award.state}"
    values = {"reason": reason} | ({"ground": ground} if ground else {})
    journal.record(verb, by=by, about=award, subject=award.person, now=now, values=values)
    return decision


def _approvers(award: Award) -> list[str]:
    """The names that stand on the certificate: who reviewed, then who approved."""
    steps = award.decisions.filter(state__in=(State.REVIEWED, State.APPROVED)).select_related("by")
    return list(dict.fromkeys(step.by.name for step in steps))


def _tell(award: Award, subject: Promise, reason: str, now: datetime) -> None:
    notify(
        award.person,
        "award",
        dedupe_key=f"award-{award.state}-{award.key}",
        subject=subject,
        body=reason,
        url=reverse("certification:mine"),
        now=now,
    )
