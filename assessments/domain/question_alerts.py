"""Questions whose figures ask a trainer to look at them: raised in the background, closed by a person or a change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.bank import BankError
from assessments.models import Paper, Question, QuestionAlert, QuestionFigures, QuestionVersion
from assessments.models.wording import within
from kernel.exact import shown
from people.domain import journal
from people.models import User
from policies.domain.editions import figures as figures_in_force

Cause = QuestionAlert.Cause


def causes(found: dict[str, Any], drawn: int, content: dict[str, Any], rules: Any) -> dict[str, dict[str, Any]]:
    """What is wrong with a question by its figures, each with what was seen; nothing below `least_answers`.

    An easy question is not told apart by its wrong options either, so those are not held against it twice.
    """
    if drawn < rules.least_answers:
        return {}
    wrong: dict[str, dict[str, Any]] = {}
    facility, discrimination = found["facility"], found["discrimination_index"]
    if discrimination is not None and discrimination < 0:
        wrong[Cause.AGAINST] = {"value": discrimination}
    if facility < rules.low_facility:
        wrong[Cause.HARD] = {"value": facility}
    if facility > rules.high_facility:
        wrong[Cause.EASY] = {"value": facility}
    elif dead := dead_options(found, content, rules):
        wrong[Cause.DEAD_OPTION] = {"value": None, "options": dead}
    return {cause: seen | {"answers": drawn} for cause, seen in wrong.items()}


def dead_options(found: dict[str, Any], content: dict[str, Any], rules: Any) -> list[int]:
    """Wrong options that fewer than the share in force chose (Haladyna and Downing 1993: 5 %), by their number."""
    return [
        option["option"]
        for option, written in zip(found["options"], content.get("options") or [], strict=False)
        if "right" in written and not written["right"] and 100 * option["share"] < rules.dead_option
    ]


def judge(paper: Paper, versions: Iterable[int], *, now: datetime) -> int:
    """Raise what is new for these versions; each cause once a version. Returns how many."""
    rules = figures_in_force("exams", timezone.localdate(now))
    rows = QuestionFigures.objects.filter(paper=paper, version__in=versions, drawn__gte=rules.least_answers)
    live = rows.filter(version__live_for__status=Question.Status.LIVE).select_related("version__question")
    known = set(QuestionAlert.objects.filter(version__in=versions).values_list("version", "cause"))
    made = [
        QuestionAlert(paper=paper, version=row.version, cause=cause, seen=seen, raised=now)
        for row in live.order_by("version")
        for cause, seen in causes(row.figures, row.drawn, row.version.content, rules).items()
        if (row.version_id, cause) not in known
    ]
    QuestionAlert.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def open_alerts() -> QuerySet[QuestionAlert]:
    """Those nobody has closed whose version is still asked."""
    alerts = QuestionAlert.objects.filter(
        closed=None, version=F("version__question__live_version"), version__question__status=Question.Status.LIVE
    )
    return alerts.select_related("version__question__topic", "paper")


@transaction.atomic
def close(alert: QuestionAlert, *, reason: str, by: User, now: datetime) -> None:
    """The question stays as it is; nobody is asked about this version and cause again.

    Raises BankError without a reason, or when it is closed already.
    """
    reason = reason.strip()
    if not reason:
        raise BankError(_("Say why the question may stay as it is."))
    changed = QuestionAlert.objects.filter(pk=alert.pk, closed=None).update(closed=now, closed_by=by, reason=reason)
    if not changed:
        raise BankError(_("Somebody has closed this already."))
    values = {"version": alert.version.number, "cause": alert.cause, "reason": reason}
    journal.record("question-alert-closed", by=by, about=alert.version.question, now=now, values=values)


def with_names(alerts: QuerySet[QuestionAlert]) -> list[QuestionAlert]:
    return list(alerts.select_related("version__question__topic", "paper", "closed_by"))


@dataclass(frozen=True)
class Check:
    """A question to look at, with everything that is held against it."""

    version: QuestionVersion
    paper: Paper
    alerts: list[QuestionAlert]


def by_question(alerts: QuerySet[QuestionAlert]) -> list[Check]:
    """The oldest first, the causes of one version together."""
    found: dict[int, Check] = {}
    for alert in alerts:
        found.setdefault(alert.version_id, Check(alert.version, alert.paper, [])).alerts.append(alert)
    return list(found.values())


def sentence(alert: QuestionAlert) -> str:
    """What was seen, with its figure and the number of answers behind it."""
    seen = alert.seen
    if alert.cause == Cause.DEAD_OPTION:
        written = alert.version.content["options"]
        names = [within(written[number]["text"]) for number in seen["options"]]
        found = _("Almost nobody takes: %(options)s.") % {"options": " · ".join(names)}
    elif alert.cause == Cause.AGAINST:
        found = _("Those who do well elsewhere miss it more often: discrimination %(value)s %%.")
        found %= {"value": _in_words(seen["value"])}
    else:
        found = _("%(value)s %% of its points are earned.") % {"value": _in_words(seen["value"])}
    answers = ngettext("%(count)d answer", "%(count)d answers", seen["answers"]) % {"count": seen["answers"]}
    return f"{found} ({answers})"


def _in_words(value: float) -> str:
    return str(shown(Decimal(repr(value))))
