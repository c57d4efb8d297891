"""What waits for a trainer by number: texts, held results, appeals, regrades. A line each, with the longest wait."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Exists, QuerySet, aggregates
from django.utils.translation import ngettext

from assessments.domain import appeals, essays, results
from assessments.models import Attempt, Regrade, Scorecard
from assessments.permissions import questions_kept_by
from dashboard.domain import links
from dashboard.domain.lines import Line, age
from people.models import User

Count = tuple[str, int, datetime | None, str]  # words, how many, since when, where they are


def counted(person: User, now: datetime) -> list[Line]:
    """Without the names of those whose result it is: they are read on the page behind it, where they may be."""
    others = Regrade.objects.filter(state=Regrade.State.PROPOSED).exclude(proposed_by=person)
    # A text is read anew for as long as its second card is a draft.
    texts = Attempt.objects.filter(state=Attempt.State.SUBMITTED).values("pk")
    texts = texts.union(Scorecard.objects.filter(purpose="essay", state=Scorecard.State.DRAFT).values("pk"), all=True)
    # On most days most of these are empty: one question to the database tells which.
    (there,) = User.objects.filter(pk=person.pk).values_list(
        Exists(texts),
        Exists(appeals.waiting()),
        Exists(results.waiting(person)),
        Exists(others),
    )
    counts: list[Callable[[User], Count]] = [_texts, _appeals, _held, partial(_regrades, others)]
    found = [count(person) for is_there, count in zip(there, counts, strict=True) if is_there]
    return [
        Line(title % {"count": count}, "", links.to(place), "due", age(since, now))
        for title, count, since, place in found
        if since
    ]


def _texts(person: User) -> Count:
    rows = essays.waiting(person)
    title = ngettext("Read %(count)d text", "Read %(count)d texts", len(rows))
    return title, len(rows), rows[0].since if rows else None, "assessments:essays"


def _appeals(person: User) -> Count:
    count, since = _sum(appeals.waiting(), "opened_at")
    return ngettext("Answer %(count)d appeal", "Answer %(count)d appeals", count), count, since, "assessments:appeals"


def _held(person: User) -> Count:
    count, since = _sum(results.waiting(person), "submitted_at")
    return ngettext("Release %(count)d result", "Release %(count)d results", count), count, since, "assessments:results"


def _regrades(others: QuerySet[Regrade], person: User) -> Count:
    count, since = _sum(others.filter(version__question__in=questions_kept_by(person)), "proposed_at")
    return (
        ngettext("Decide on %(count)d regrade", "Decide on %(count)d regrades", count),
        count,
        since,
        "dashboard:regrades",
    )


def _sum(rows: QuerySet[Any], since: str) -> tuple[int, datetime | None]:
    found = rows.aggregate(count=aggregates.Count("pk"), since=aggregates.Min(since))
    return found["count"], found["since"]
