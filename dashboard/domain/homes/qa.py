"""What is next to score?"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from assessments.models import PracticalSitting, Scorecard
from dashboard.domain import links
from dashboard.domain.lines import Line, Lines, age, first
from mentoring.models import CoachingPlan
from people.models import User
from policies.domain.editions import figures
from simulations.domain import scoring
from simulations.models import Call, Dispute


@dataclass(frozen=True)
class QaHome:
    next_call: Call | None
    next_url: str
    next_age: str
    next_is_late: bool
    within_hours: int
    queue: Lines
    late: int
    disputes: Lines
    plans: Lines
    practicals: int
    scored_this_week: int
    coaching_mark: int


def facts(person: User, now: datetime, on: date) -> QaHome:
    rule = figures("mock_calls", on)
    hours = rule.score_within_hours
    limit = now - timedelta(hours=hours)
    calls = list(scoring.to_score(person))
    head = calls[0] if calls else None
    return QaHome(
        next_call=head,
        next_url=links.to("simulations:qa-desk", head.key) if head else "",
        next_age=age(head.ended_at, now) if head else "",
        next_is_late=bool(head and head.ended_at < limit),
        within_hours=hours,
        queue=first((_in_queue(call, limit, now) for call in calls[1:]), url=links.to("simulations:qa-queue")),
        late=sum(call.ended_at < limit for call in calls),
        disputes=_disputes(person, now),
        plans=_plans(person, now),
        practicals=PracticalSitting.objects.filter(
            withdrawn=None, scored_at=None, opens__lte=now, person__is_active=True
        ).count(),
        scored_this_week=Scorecard.objects.filter(
            scorer=person, kind=scoring.BY_QA, released_at__gte=now - timedelta(days=7)
        ).count(),
        coaching_mark=rule.coaching_mark,
    )


def _in_queue(call: Call, limit: datetime, now: datetime) -> Line:
    """Without the name: who scores blind scores fairly."""
    kind = "overdue" if call.ended_at < limit else "waiting"
    return Line(
        title=call.scenario_version.scenario.get_call_type_display().capitalize(),
        note=call.get_kind_display(),
        url=links.to("simulations:qa-desk", call.key),
        kind=kind,
        word=age(call.ended_at, now),
    )


def _disputes(person: User, now: datetime) -> Lines:
    """Open disputes of scores that a colleague gave; one's own are the colleague's to decide."""
    rows = Dispute.objects.filter(state=Dispute.State.OPEN, person__is_active=True).exclude(person=person)
    found = list(rows.order_by("opened_at"))
    mine = set(
        Scorecard.objects.filter(key__in=[row.scorecard_key for row in found], scorer=person).values_list(
            "key", flat=True
        )
    )
    lines = [
        Line(
            title=row.reason[:80],
            note=_("a colleague decides") if row.scorecard_key in mine else _("yours to decide"),
            url=links.to("simulations:dispute", row.key) or links.to("assessments:scorecard", row.scorecard_key),
            kind="waiting" if row.scorecard_key in mine else "due",
            word=age(row.opened_at, now),
        )
        for row in found
    ]
    return first(lines)


def _plans(person: User, now: datetime) -> Lines:
    rows = CoachingPlan.objects.filter(state=CoachingPlan.State.OPEN, person__is_active=True)
    rows = rows.select_related("person", "owner")
    mine = [row for row in rows.order_by("opened_at") if row.owner_id in (None, person.pk)]
    return first(
        (
            Line(
                title=row.person.name,
                note=_("nobody follows it yet") if row.owner is None else _("yours"),
                url=links.to("mentoring:coaching-plan", row.key),
                kind="due" if row.owner is None or not row.goals else "waiting",
                word=age(row.opened_at, now),
            )
            for row in mine
        ),
        url=links.to("mentoring:coaching-plans"),
    )
