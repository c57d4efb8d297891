"""A question found faulty after people were examined by it: what to do is previewed, proposed, and decided by another.

Nothing changes silently: a preview writes nothing, a proposal changes nothing, an approval writes marks that supersede,
with the reason, and tells everybody whose result moved.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from assessments.domain import corrected_marks, marking
from assessments.domain.kinds import is_by_person, kind_of
from assessments.models import (
    AnswerSave,
    Attempt,
    AttemptQuestion,
    Mark,
    MarkLine,
    Question,
    QuestionReview,
    QuestionVersion,
    Regrade,
)
from assessments.signals import regrade_approved
from kernel.errors import Refusal
from kernel.exact import percent, shown
from kernel.jobs.rounds import each
from people.domain import journal
from people.models import User

BY_KEY = (Regrade.Rule.KEEP_BOTH, Regrade.Rule.NEW_KEY)
MARKED = (Attempt.State.MARKED, Attempt.State.RELEASED)
AT_A_TIME = 500
SETTLE = timedelta(minutes=5)


class RegradeError(Refusal):
    """A sentence about a regrade that a person may read."""


@dataclass(frozen=True)
class Change:
    """One attempt before and after: scores in percent, exact; `after` is None when nothing would be left to score."""

    attempt: Attempt
    before: Fraction
    after: Fraction

    @property
    def moves(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class Preview:
    changes: list[Change]
    running: int  # attempts still open that drew it: they will be judged by it when they end

    @property
    def moved(self) -> list[Change]:
        return [change for change in self.changes if change.moves]

    @property
    def fingerprint(self) -> str:
        """Names exactly these numbers, so that what is approved is what was seen."""
        rows = [[c.attempt.key, str(c.before), str(c.after)] for c in self.changes]
        return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def drawn_versions(question: Question) -> QuerySet[QuestionVersion]:
    """The versions people were examined by, newest first, with how many finished attempts drew each."""
    finished = Count("drawn", filter=Q(drawn__attempt__state__in=MARKED))
    return question.versions.annotate(finished=finished, count=Count("drawn")).filter(count__gte=1).order_by("-number")


def draft(version: QuestionVersion, rule: str, key_version: QuestionVersion | None) -> Regrade:
    """A regrade as it would be proposed, not stored. Raises RegradeError when the rule does not suit the question."""
    if rule not in Regrade.Rule.values:
        raise RegradeError(_("Choose what should happen to the answers given."))
    kind = version.question.kind
    if rule not in BY_KEY:
        return Regrade(version=version, rule=rule)
    if is_by_person(kind):
        raise RegradeError(_("A person scored these answers; only full points or leaving it out can be chosen."))
    if key_version is None or key_version.question_id != version.question_id or key_version.pk == version.pk:
        raise RegradeError(_("Write the mended question as a new version first, then choose it here."))
    if not _is_comparable(kind, version.content, key_version.content):
        raise RegradeError(
            _("The mended version has other options than the one people saw, so their answers cannot be compared.")
        )
    if not (key_version.source_hash or QuestionReview.objects.filter(version=key_version, approved=True).exists()):
        raise RegradeError(
            _("The mended version has not been reviewed yet. It decides about results, so that comes first.")
        )
    return Regrade(version=version, rule=rule, key_version=key_version)


# Lists whose places an answer names: where their length or order differs, an old answer means something else.
PLACES = ("options", "pairs", "items", "gaps", "turns", "segments")


def _is_comparable(kind: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether an answer to the old content says the same of the new one: as many parts, and none in another place."""
    module = kind_of(kind)
    if module.orders(old) != module.orders(new) or _shape(old) != _shape(new):
        return False
    before, after = module.texts(old), module.texts(new)
    if len(before) != len(after):
        return False
    moved = [text for place, text in enumerate(before) if after[place] != text and text in after]
    return not moved


def _shape(part: Any) -> Any:
    if isinstance(part, list):
        return [_shape(one) for one in part]
    if not isinstance(part, dict):
        return None
    shape = {name: _shape(value) for name, value in part.items() if name in PLACES}
    return shape | {"kind": part.get("kind"), "left": any(dict(part.get("left") or {}).values())}


def preview(regrade: Regrade) -> Preview:
    """What every finished attempt that drew the version has now and would have. Writes nothing, whatever its size.

    Each attempt's standing mark is taken as it is and only the one question is judged anew.
    """
    drawn = AttemptQuestion.objects.filter(question_version=regrade.version_id)
    questions = list(
        drawn.filter(attempt__state__in=MARKED)
        .select_related("attempt__admission__person", "attempt__admission__paper", "question_version__question")
        .order_by("attempt__submitted_at", "attempt_id")
    )
    lines = _standing_lines(regrade.version_id)
    values = _values(regrade.version_id)
    earlier = list(_approved_of(regrade.version_id))
    changes = []
    for question in questions:
        line = lines.get(question.pk)
        if line is not None:
            changes.append(_change(_standing(question, line, values.get(question.pk), earlier), line.mark, regrade))
    running = drawn.exclude(attempt__state__in=MARKED)
    if regrade.rule == Regrade.Rule.DROP:
        _refuse_emptying(running, regrade.version_id)
    return Preview(changes, running.count())


def _approved_of(version: int) -> QuerySet[Regrade]:
    approved = Regrade.objects.filter(version=version, state=Regrade.State.APPROVED)
    return approved.select_related("key_version").order_by("decided_at", "pk")


def _refuse_emptying(running: QuerySet[AttemptQuestion], version: int) -> None:
    """An attempt still open must keep something to score when it ends."""
    dropped = Regrade.objects.filter(rule=Regrade.Rule.DROP, state=Regrade.State.APPROVED).values("version")
    left = AttemptQuestion.objects.filter(attempt=OuterRef("attempt")).exclude(question_version__in=dropped)
    if running.exclude(Exists(left.exclude(question_version=version))).exists():
        raise RegradeError(_nothing_left())


def _nothing_left() -> str:
    return _("Without this question nothing would be left to score. Give full points instead.")


def _standing_lines(version: int) -> dict[int, MarkLine]:
    lines = MarkLine.objects.filter(question__question_version=version, mark__superseded_by=None)
    return {line.question_id: line for line in lines.select_related("mark")}


def _values(version: int) -> dict[int, dict[str, Any]]:
    """The newest kept answer to the version in each attempt."""
    kept = AnswerSave.objects.filter(
        attempt_question__question_version=version, standing=AnswerSave.Standing.KEPT
    ).order_by("version")
    return dict(kept.values_list("attempt_question", "value"))


def _standing(
    question: AttemptQuestion, line: MarkLine, value: dict[str, Any] | None, earlier: Sequence[Regrade]
) -> marking.QuestionPoints:
    """What one answer earns now: by its pinned version and the regrades before, or what a person gave."""
    if is_by_person(question.question_version.question.kind):
        points = Fraction(line.points, line.mark.scale)
        return marking.QuestionPoints(
            question, value or {}, line.answered, points, question.points, dropped=line.dropped
        )
    item = marking.judge(question, value or {}, {})
    for row in earlier:
        item = marking.regraded(item, row)
    return item


def _change(now: marking.QuestionPoints, mark: Mark, regrade: Regrade) -> Change:
    then = marking.regraded(now, regrade)
    points, maximum = Fraction(mark.points, mark.scale), Fraction(mark.maximum, mark.scale)
    before = percent(points, maximum)
    if not now.dropped:
        points, maximum = points - (now.points or 0), maximum - now.maximum
    if not then.dropped:
        points, maximum = points + (then.points or 0), maximum + then.maximum
    if maximum <= 0:
        raise RegradeError(_nothing_left())
    return Change(now.question.attempt, before, percent(points, maximum))


def refuse_own(version: QuestionVersion, by: User) -> None:
    """Whoever was asked this version has a result that hangs on it, and neither sees nor decides what becomes of it."""
    if AttemptQuestion.objects.filter(question_version=version, attempt__admission__person=by).exists():
        raise RegradeError(_("You were asked this question in an exam of your own. Another trainer takes this on."))


@transaction.atomic
def propose(regrade: Regrade, *, reason: str, by: User, now: datetime) -> Regrade:
    """Store what `draft` made for a second person to decide. No result changes. Raises RegradeError without a reason,
    or when one is proposed for the version already."""
    if not reason.strip():
        raise RegradeError(_("Say what is wrong with the question; everybody whose result moves will read it."))
    refuse_own(regrade.version, by)
    preview(regrade)
    regrade.reason, regrade.proposed_by, regrade.proposed_at = reason.strip(), by, now
    try:
        with transaction.atomic():
            regrade.save(force_insert=True)
    except IntegrityError as known:
        raise RegradeError(_("A regrade of this version waits for a decision already.")) from known
    values = {"version": regrade.version.number, "rule": regrade.rule, "reason": regrade.reason}
    journal.record("regrade-proposed", by=by, about=regrade, now=now, values=values)
    return regrade


@transaction.atomic
def approve(regrade: Regrade, *, fingerprint: str, by: User, now: datetime) -> Regrade:
    """Decide for it, on exactly the numbers seen; the results follow by `apply`. Raises RegradeError for the proposer,
    when decided before, or when the numbers have moved since they were shown."""
    refuse_own(regrade.version, by)
    _refuse_proposer(regrade, by)
    if regrade.key_version and regrade.key_version.author_id == by.pk:
        raise RegradeError(_("You wrote the key that would decide. Another trainer approves it."))
    _refuse_beside_another(regrade)
    if preview(regrade).fingerprint != fingerprint:
        raise RegradeError(_("More results have come in since you opened this page. Please look at the table again."))
    _decide(regrade, Regrade.State.APPROVED, "", by, now)
    regrade_approved.send(sender=Regrade, regrade=regrade)
    return regrade


@transaction.atomic
def decline(regrade: Regrade, *, reason: str, by: User, now: datetime) -> Regrade:
    """Decide against it; the proposer withdraws their own this way. Nothing else changes."""
    if not reason.strip():
        raise RegradeError(_("Say why, so that the proposer can do better."))
    refuse_own(regrade.version, by)
    _decide(regrade, Regrade.State.DECLINED, reason.strip(), by, now)
    return regrade


def _refuse_proposer(regrade: Regrade, by: User) -> None:
    if by.pk == regrade.proposed_by_id:
        raise RegradeError(_("A second person decides: nobody decides on their own proposal."))


def _decide(regrade: Regrade, state: Regrade.State, decision: str, by: User, now: datetime) -> None:
    changed = Regrade.objects.filter(pk=regrade.pk, state=Regrade.State.PROPOSED).update(
        state=state, decided_by=by, decided_at=now, decision=decision
    )
    if not changed:
        raise RegradeError(_("This regrade has been decided already."))
    regrade.refresh_from_db()
    journal.record(f"regrade-{state.value}", by=by, about=regrade, now=now, values={"decision": decision})


def _refuse_beside_another(regrade: Regrade) -> None:
    """One after the other, so that each result that moves has its own reason and its own row."""
    attempts = AttemptQuestion.objects.filter(question_version=regrade.version_id).values("attempt")
    beside = AttemptQuestion.objects.filter(attempt__in=attempts, question_version=OuterRef("version"))
    waiting = Regrade.objects.filter(state=Regrade.State.APPROVED, applied_at=None)
    if waiting.filter(Exists(beside)).exists():
        raise RegradeError(_("Another regrade of the same exams is just being applied. Please try again in a minute."))


def still_to_apply() -> QuerySet[Regrade]:
    """Approved and not applied since the approval has settled: an attempt that was being marked in that very moment
    may not have seen it, so one round comes after."""
    approved = Regrade.objects.filter(state=Regrade.State.APPROVED).order_by("decided_at")
    return approved.filter(Q(applied_at=None) | Q(applied_at__lt=F("decided_at") + SETTLE))


def apply(regrade: Regrade, *, now: datetime) -> int:
    """Write the superseding marks of an approved regrade and tell the people; safe to run twice or in parts.

    Each attempt is a transaction of its own. Returns how many results moved.
    """
    moved: list[int] = []

    def remark(attempt_id: int) -> None:
        if _remark(attempt_id, regrade, now):
            moved.append(attempt_id)

    # One that cannot be written keeps nobody else waiting; the round fails in the end and comes again.
    each(_affected(regrade), remark)
    Regrade.objects.filter(pk=regrade.pk).update(applied_at=now)
    return len(moved)


def _affected(regrade: Regrade) -> Iterable[int]:
    drawn = AttemptQuestion.objects.filter(question_version=regrade.version_id, attempt__state__in=MARKED)
    return drawn.order_by("attempt_id").values_list("attempt_id", flat=True).iterator(chunk_size=AT_A_TIME)


@transaction.atomic
def _remark(attempt_id: int, regrade: Regrade, now: datetime) -> bool:
    cause = {"regrade": regrade.key}
    found = corrected_marks.correct(
        attempt_id, reason=regrade.reason, by=regrade.decided_by, now=now, cause=cause, regrade=regrade
    )
    if found and found.old != found.new:
        _tell(found, regrade, now)
    return found is not None


def _tell(found: corrected_marks.Corrected, regrade: Regrade, now: datetime) -> None:
    with translation.override(found.attempt.admission.person.language):
        paper = found.attempt.admission.paper.title
        values = {"paper": paper, "old": shown(found.old), "new": shown(found.new), "reason": regrade.reason}
        corrected_marks.tell(
            found.attempt,
            dedupe_key=f"remarked:{found.attempt.key}:{found.after.pk}",
            subject=_("Your exam result was corrected"),
            body=_("%(paper)s: %(old)s is now %(new)s. A question was judged anew: %(reason)s") % values,
            now=now,
        )
