"""A mark that no longer says what the answers earn is superseded by one that does; whoever saw the old one is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.urls import reverse

from assessments.domain import marking
from assessments.models import Attempt, Mark, Regrade
from assessments.signals import attempt_remarked
from kernel.exact import percent
from people.domain import journal
from people.domain.notices import Text, notify
from people.models import User


@dataclass(frozen=True)
class Corrected:
    """An attempt with the mark it had and the one that stands now."""

    attempt: Attempt
    before: Mark
    after: Mark

    @property
    def old(self) -> Fraction:
        return percent(self.before.points, self.before.maximum)

    @property
    def new(self) -> Fraction:
        return percent(self.after.points, self.after.maximum)


@transaction.atomic
def correct(
    attempt_id: int,
    *,
    reason: str,
    by: User | None,
    now: datetime,
    cause: dict[str, str],
    regrade: Regrade | None = None,
) -> Corrected | None:
    """Write the mark that supersedes, where any question now counts otherwise; None where none does or none was marked.

    `cause` names in the journal what led to it. Announces attempt_remarked once the result has been released. Safe to
    run twice.
    """
    attempt = (
        Attempt.objects.select_for_update(of=("self",))
        .select_related("admission__person", "admission__paper")
        .get(pk=attempt_id)
    )
    before = attempt.marks.order_by("-pk").first()
    judged = marking.by_question(attempt)
    if before is None or marking.is_pending(judged) or not _differs(before, judged):
        return None
    after = marking.remark(before, judged, reason=reason, by=by, now=now, regrade=regrade)
    values = {"from": [before.points, before.maximum], "to": [after.points, after.maximum], **cause}
    person = attempt.admission.person
    journal.record("attempt-remarked", by=by, subject=person, about=attempt, now=now, values=values)
    if attempt.state == Attempt.State.RELEASED:
        attempt_remarked.send(sender=Attempt, attempt=attempt, before=before, after=after)
    return Corrected(attempt, before, after)


def _differs(mark: Mark, judged: Sequence[marking.QuestionPoints]) -> bool:
    """Whether any question now counts otherwise than in the mark that stands."""
    standing = {line.question_id: line for line in mark.lines.all()}
    return any(
        line is None
        or line.dropped != item.dropped
        or (not item.dropped and Fraction(line.points, mark.scale) != (item.points or 0))
        for item in judged
        for line in [standing.get(item.question.pk)]
    )


def tell(attempt: Attempt, *, dedupe_key: str, subject: Text, body: Text, now: datetime) -> None:
    """Tell whoever sat a released exam what became of its result; a leaver is told nothing."""
    person = attempt.admission.person
    if attempt.state != Attempt.State.RELEASED or not person.is_active:
        return
    url = reverse("assessments:exam-result", args=[attempt.key])
    notify(person, "attempt-remarked", dedupe_key=dedupe_key, subject=subject, body=body, url=url, now=now)
