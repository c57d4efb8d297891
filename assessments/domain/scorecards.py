"""Scoring calls and practicals: draft under an optimistic lock, release, correction by a new card (hazard 41)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.cards import Card, Missing, missing, read_card
from assessments.domain.readers import can_reread
from assessments.domain.scoring import Sheet, UnscorableError, score, sheet_of
from assessments.models import (
    PracticalSitting,
    Rubric,
    Scorecard,
    ScorecardCritical,
    ScorecardLine,
    ScorecardSave,
)
from assessments.permissions import NOT_BY_MENTOR, SCORERS
from assessments.signals import scorecard_released
from kernel.errors import Refusal
from people.domain import journal
from people.domain.calendars import today_for
from people.domain.roles import has_role
from people.models import User
from people.permissions import mentors
from policies.domain.editions import figures

NEXT = {
    Scorecard.State.DRAFT: {Scorecard.State.RELEASED},
    Scorecard.State.RELEASED: {Scorecard.State.SUPERSEDED},
}

# Where there is a recording to point into, a remark names its time (RULES 2: a comment with time per lost point).
TIMED = {Scorecard.Purpose.MOCK_CALL, Scorecard.Purpose.SPOT_CHECK}


class ScorecardError(Refusal):
    """A sentence about a scorecard that a person may read."""


class ScorecardMovedError(ScorecardError):
    """The draft was changed meanwhile; nothing was released."""


@dataclass(frozen=True)
class DraftReceipt:
    """Whether the save won; `version` and `content` are what stands now (the other's, when it lost)."""

    kept: bool
    version: int
    content: dict[str, Any]
    by: User | None = None


@transaction.atomic
def start(
    rubric: Rubric,
    *,
    purpose: str,
    kind: str,
    subject_key: str,
    person: User,
    by: User,
    now: datetime,
    notice_played: bool = False,
) -> Scorecard:
    """The draft for this piece of work on the rubric's live version; the one that exists already, if any.

    `kind` and `subject_key` name what is scored, `person` whose work it is. Raises ScorecardError for one's own work
    (a self-rating is for oneself only), without the role, without a published rubric, or when it is scored already.
    """
    check_scorer(purpose, person, by)
    standing = Scorecard.objects.filter(purpose=purpose, kind=kind, subject_key=subject_key).exclude(
        state=Scorecard.State.SUPERSEDED
    )
    for card in standing.order_by("state"):  # a draft comes first
        if card.state == Scorecard.State.RELEASED:
            raise ScorecardError(_("This has been scored already. A correction needs a reason."))
        return card
    if rubric.live_version is None:
        raise ScorecardError(_("This rubric has not been published, so nothing can be scored on it yet."))
    try:
        with transaction.atomic():
            card = Scorecard.objects.create(
                rubric_version=rubric.live_version,
                purpose=purpose,
                kind=kind,
                subject_key=subject_key,
                person=person,
                scorer=by,
                notice_played=notice_played,
                started=now,
            )
    except IntegrityError:  # a colleague began in the same moment
        return standing.get(state=Scorecard.State.DRAFT)
    values = {"purpose": purpose, "of": subject_key}
    journal.record("scorecard-started", by=by, subject=person, about=card, now=now, values=values)
    return card


def check_scorer(purpose: str, person: User, by: User) -> None:
    """Raises ScorecardError unless `by` may score the work of `person` for this purpose."""
    if purpose == Scorecard.Purpose.SELF:
        if by.pk != person.pk:
            raise ScorecardError(_("A self-rating is for one's own work only."))
        return
    if by.pk == person.pk:
        raise ScorecardError(_("Nobody scores their own work."))
    if not has_role(by, *SCORERS[Scorecard.Purpose(purpose)]):
        raise ScorecardError(_("Your role does not score this."))
    if purpose in NOT_BY_MENTOR and mentors(by, person):
        raise ScorecardError(_("A mentor does not examine their own hire."))


def _check_claim(card: Scorecard, by: User) -> None:
    if card.purpose == Scorecard.Purpose.ESSAY and card.scorer_id != by.pk:
        raise ScorecardError(_("A colleague is reading this text. After a day without a change it can be taken over."))
    if card.purpose == Scorecard.Purpose.ESSAY and card.supersedes_id and not can_reread(by, card):
        raise ScorecardError(not_again())


def not_again() -> str:
    return _("Somebody reads it again who has neither scored it nor answered an appeal about it.")


def sheet_for(card: Scorecard) -> Sheet:
    """The pinned figures, without critical errors that cannot occur because the line played the notice."""
    content = card.rubric_version.content
    sheet = sheet_of(content)
    if not card.notice_played:
        return sheet
    ruled_out = {error["key"] for error in content["critical_errors"] if error.get("only_without_notice")}
    return Sheet(sheet.lines, sheet.critical - ruled_out)


def draft_of(card: Scorecard) -> Card:
    """The newest kept draft."""
    newest = card.saves.filter(version=card.version).first() if card.version else None
    return read_card(newest.content, sheet_for(card)) if newest else Card()


def what_is_missing(card: Scorecard, draft: Card) -> Missing:
    return missing(sheet_for(card), draft, timed=card.purpose in TIMED)


@transaction.atomic
def save_draft(scorecard: Scorecard, *, content: dict[str, Any], version: int, by: User, now: datetime) -> DraftReceipt:
    """Keep the draft. `version` is the one it was made on; when a colleague saved meanwhile the save loses, both are
    kept, and the receipt holds the colleague's. Raises ScorecardError for what the rubric does not know.
    """
    check_scorer(scorecard.purpose, scorecard.person, by)
    _check_claim(scorecard, by)
    try:
        card = read_card(content, sheet_for(scorecard))
    except UnscorableError as odd:
        raise ScorecardError(
            _("This does not fit the rubric. Nothing was changed. Please load the page again.")
        ) from odd
    changed = Scorecard.objects.filter(pk=scorecard.pk, state=Scorecard.State.DRAFT, version=version).update(
        version=version + 1, scorer=by
    )
    ScorecardSave.objects.create(
        scorecard=scorecard, version=version + 1 if changed else None, by=by, content=card.content(), at=now
    )
    if changed:
        scorecard.refresh_from_db()
        return DraftReceipt(True, version + 1, card.content(), by)
    return _lost(scorecard)


def _lost(scorecard: Scorecard) -> DraftReceipt:
    scorecard.refresh_from_db()
    newest = scorecard.saves.filter(version=scorecard.version).select_related("by").first()
    return DraftReceipt(
        False, scorecard.version, newest.content if newest else Card().content(), newest.by if newest else None
    )


@transaction.atomic
def release(scorecard: Scorecard, *, version: int, by: User, now: datetime) -> Scorecard:
    """Fix the score and show it to the person; supersedes the card it corrects. Announces scorecard_released.

    Raises ScorecardError while a line, a comment or its time is missing, or too little of the rubric applies;
    ScorecardMovedError when the draft is no longer at `version`.
    """
    check_scorer(scorecard.purpose, scorecard.person, by)
    _check_claim(scorecard, by)
    draft = draft_of(scorecard) if scorecard.version == version else None
    if draft is None:
        raise ScorecardMovedError(
            _("A colleague has changed this draft meanwhile. Please look at it before you release.")
        )
    gaps = what_is_missing(scorecard, draft)
    if gaps:
        raise ScorecardError(in_words(gaps))
    result = _score(scorecard, draft, now)
    if scorecard.supersedes_id:
        Scorecard.objects.filter(pk=scorecard.supersedes_id, state=Scorecard.State.RELEASED).update(
            state=Scorecard.State.SUPERSEDED
        )
    changed = Scorecard.objects.filter(pk=scorecard.pk, state=Scorecard.State.DRAFT, version=version).update(
        state=Scorecard.State.RELEASED,
        scorer=by,
        raw_numerator=result.raw.numerator,
        raw_denominator=result.raw.denominator,
        is_critical=bool(result.critical),
        released_at=now,
    )
    if not changed:
        raise ScorecardMovedError(_("This scorecard has been released or changed meanwhile. Please look at it again."))
    _write_lines(scorecard, draft)
    scorecard.refresh_from_db()
    if scorecard.purpose == Scorecard.Purpose.PRACTICAL:
        PracticalSitting.objects.filter(key=scorecard.subject_key, scored_at=None).update(scored_at=now)
    values = {"raw": str(result.raw), "effective": str(result.effective), "critical": result.critical}
    journal.record("scorecard-released", by=by, subject=scorecard.person, about=scorecard, now=now, values=values)
    scorecard_released.send(sender=Scorecard, scorecard=scorecard)
    return scorecard


def _score(scorecard: Scorecard, draft: Card, now: datetime):
    least = figures("mock_calls", today_for(scorecard.person, now)).applicable_weight_min
    try:
        return score(sheet_for(scorecard), draft.scores, draft.critical, least_weight=least)
    except UnscorableError as short:
        raise ScorecardError(
            _("Less than %(least)s %% of the rubric applies. Score more lines, or ask for another call.")
            % {"least": least}
        ) from short


def _write_lines(scorecard: Scorecard, draft: Card) -> None:
    ScorecardLine.objects.bulk_create(
        ScorecardLine(
            scorecard=scorecard,
            line_key=line.key,
            level=draft.lines[line.key].score.level,
            not_applicable=draft.lines[line.key].score.not_applicable,
            comment=draft.lines[line.key].comment,
            at_ms=draft.lines[line.key].at_ms,
        )
        for line in sheet_for(scorecard).lines
    )
    ScorecardCritical.objects.bulk_create(
        ScorecardCritical(scorecard=scorecard, error_key=key, comment=found.comment, at_ms=found.at_ms)
        for key, found in draft.critical.items()
    )


@transaction.atomic
def correct(scorecard: Scorecard, *, reason: str, by: User, now: datetime) -> Scorecard:
    """A draft that will supersede this released card, filled with what it says. Raises ScorecardError without a
    reason or when a correction is begun already. Until its release the old card stands.
    """
    check_scorer(scorecard.purpose, scorecard.person, by)
    if scorecard.purpose == Scorecard.Purpose.ESSAY:
        raise ScorecardError(_("The score of a text is part of an exam's result, so it is not corrected here."))
    return begin_correction(scorecard, reason=reason, by=by, now=now)


@transaction.atomic
def begin_correction(scorecard: Scorecard, *, reason: str, by: User, now: datetime) -> Scorecard:
    """The draft of a correction by whoever may begin one; who that is has been asked before."""
    if scorecard.state != Scorecard.State.RELEASED:
        raise ScorecardError(_("Only a released scorecard can be corrected."))
    if not reason.strip():
        raise ScorecardError(_("Please give the reason for the correction."))
    try:
        with transaction.atomic():
            card = Scorecard.objects.create(
                rubric_version=scorecard.rubric_version,
                purpose=scorecard.purpose,
                kind=scorecard.kind,
                subject_key=scorecard.subject_key,
                person=scorecard.person,
                scorer=by,
                notice_played=scorecard.notice_played,
                started=now,
                supersedes=scorecard,
                reason=reason.strip(),
                version=1,
            )
    except IntegrityError as begun:
        raise ScorecardError(_("A correction of this scorecard has been started already.")) from begun
    journal.record(
        "scorecard-correction-started", by=by, subject=card.person, about=card, now=now, values={"reason": reason}
    )
    ScorecardSave.objects.create(scorecard=card, version=1, by=by, content=released_card(scorecard).content(), at=now)
    return card


def released_card(scorecard: Scorecard) -> Card:
    """What a released scorecard says, from its rows."""
    content = {
        "lines": {
            line.line_key: {
                "level": line.level,
                "not_applicable": line.not_applicable,
                "comment": line.comment,
                "at_ms": line.at_ms,
            }
            for line in scorecard.lines.all()
        },
        "critical": {row.error_key: {"comment": row.comment, "at_ms": row.at_ms} for row in scorecard.criticals.all()},
    }
    return read_card(content, sheet_for(scorecard))


def in_words(gaps: Missing) -> str:
    """What is missing before a release, for the button and the refusal."""
    if gaps.lines:
        return ngettext(
            "%(count)s line left before you can submit", "%(count)s lines left before you can submit", len(gaps.lines)
        ) % {"count": len(gaps.lines)}
    if gaps.comments:
        return ngettext(
            "%(count)s lost point still needs a comment",
            "%(count)s lost points still need a comment",
            len(gaps.comments),
        ) % {"count": len(gaps.comments)}
    return ngettext(
        "%(count)s comment still needs its time", "%(count)s comments still need their time", len(gaps.times)
    ) % {"count": len(gaps.times)}
