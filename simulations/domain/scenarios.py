"""Scenarios: loading the shipped ones, and which one a call is held on."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessments.domain.bank import Loaded
from assessments.domain.texts import both
from people.domain import journal
from people.models import User
from simulations.domain.refusals import CallError
from simulations.models import Call, Scenario, ScenarioVersion


def loaded() -> dict[str, str]:
    """The fingerprint of the newest shipped version of each scenario."""
    shipped = ScenarioVersion.objects.exclude(source_hash="").order_by("number")
    return dict(shipped.values_list("scenario__key", "source_hash"))


@transaction.atomic
def load_scenario(item: Any, *, now: datetime, source_hash: str) -> Loaded:
    """Bring in a shipped scenario by key and fingerprint; safe to repeat. One that was edited here is left alone."""
    facts = {"call_type": item.type, "level": item.level, "use": item.use}
    scenario, added = Scenario.objects.get_or_create(key=item.key, defaults=facts)
    newest = scenario.versions.order_by("-number").first()
    shipped = scenario.versions.exclude(source_hash="").order_by("-number").first()
    if shipped and shipped.source_hash == source_hash:
        return Loaded.UNCHANGED
    if newest and not newest.source_hash:
        return Loaded.KEPT
    Scenario.objects.filter(pk=scenario.pk).update(**facts)
    number = newest.number + 1 if newest else 1
    ScenarioVersion.objects.create(
        scenario=scenario, number=number, content=content_of(item), source_hash=source_hash, created=now
    )
    journal.record("scenario-loaded", by=None, about=scenario, now=now, values={"version": number})
    return Loaded.ADDED if added else Loaded.CHANGED


@transaction.atomic
def write_version(
    scenario: Scenario, *, content: dict[str, Any], by: User, now: datetime, source_hash: str = ""
) -> ScenarioVersion:
    """A new version; calls booked from now on are held on it, those begun keep theirs.

    With the `source_hash` of a shipped text it counts as that text, so that later ones renew it again.
    """
    newest = scenario.versions.select_for_update().order_by("-number").first()
    number = newest.number + 1 if newest else 1
    version = ScenarioVersion.objects.create(
        scenario=scenario, number=number, content=content, source_hash=source_hash, created=now
    )
    journal.record("scenario-version-written", by=by, about=scenario, now=now, values={"version": number})
    return version


def content_of(item: Any) -> dict[str, Any]:
    """A parsed scenario as the JSON of a version. All under `brief` and `title` may be seen by the hire, nothing
    else."""
    return {
        "title": both(item.title),
        "brief": {
            "line_played_notice": item.brief.line_played_notice,
            "situation": both(item.brief.situation),
            "system": [both(line) for line in item.brief.system],
        },
        "customer": {
            "name": both(item.customer.name),
            "number": item.customer.number,
            "member_level": both(item.customer.member_level),
            "labels": [both(label) for label in item.customer.labels],
            "orders": [
                {"number": order.number, "facts": [both(fact) for fact in order.facts]}
                for order in item.customer.orders
            ],
        },
        "hidden": {
            "mood": both(item.hidden.mood),
            "wants": both(item.hidden.wants),
            "behind": both(item.hidden.behind),
            "if_asked": [{"ask": both(reveal.ask), "reveal": both(reveal.reveal)} for reveal in item.hidden.if_asked],
        },
        "opening": both(item.opening),
        "path": [
            {"customer": both(step.customer), "agent": both(step.agent), "why": both(step.why)} for step in item.path
        ],
        "mistakes": [both(mistake) for mistake in item.mistakes],
        "record": {
            "ticket_type": item.record.ticket_type,
            "urgency": item.record.urgency,
            "facts": [both(fact) for fact in item.record.facts],
        },
    }


def choose_for_slot(person: User, call_type: str, *, repeats: Scenario | None) -> ScenarioVersion:
    """A scenario of the slot's type that the person has not had in a scored call.

    For a repeat one of the same level where there is one, then of any level (RULES 2); when all were had, one that is
    at least not the call being repeated. Among equals chance decides, so that colleagues cannot tell each other.
    """
    uses = (Scenario.Use.MOCK, Scenario.Use.ALTERNATE)
    fitting = list(
        Scenario.objects.filter(call_type=call_type, use__in=uses, is_retired=False, versions__isnull=False).distinct()
    )
    had = set(
        Call.objects.filter(person=person, kind=Call.Kind.MOCK).values_list("scenario_version__scenario_id", flat=True)
    )
    new = [scenario for scenario in fitting if scenario.pk not in had]
    if repeats is None:
        first_choice = [scenario for scenario in new if scenario.use == Scenario.Use.MOCK]
    else:
        first_choice = [scenario for scenario in new if scenario.level == repeats.level]
    others = [scenario for scenario in fitting if repeats is None or scenario.pk != repeats.pk]
    return _one_of(first_choice or new or others or fitting)


def choose_for_practice(person: User, call_type: str) -> ScenarioVersion:
    """A practice scenario of the type, one that the person had least often."""
    of_type = Scenario.objects.filter(call_type=call_type, is_retired=False, versions__isnull=False)
    fitting = of_type.filter(use=Scenario.Use.PRACTICE)
    counts = {
        scenario: Call.objects.filter(person=person, scenario_version__scenario=scenario).count()
        for scenario in fitting.distinct()
    }
    least = min(counts.values(), default=0)
    return _one_of([scenario for scenario, count in counts.items() if count == least])


def _one_of(scenarios: Iterable[Scenario]) -> ScenarioVersion:
    found = list(scenarios)
    if not found:
        raise CallError(_("There is no scenario for this kind of call yet. A trainer can add one."))
    return secrets.choice(found).current
