"""Who has left waits in nobody's queue; the history stays where it is."""

import pytest

from certification.models import Award
from dashboard.domain.homes import hr, qa
from mentoring.domain import coaching
from people.domain.leaving import leave
from policies.domain.editions import edition_in_force
from simulations.domain import boards
from simulations.models import Call, Dispute
from tests.simulations.made import scenario


@pytest.fixture
def of_ada(ada, quinn, academy, now):
    """One of everything that waits for QA or HR."""
    version = scenario("parcel", "complaint", now=now).versions.get()
    slot = boards.open_board(ada, for_key="test:week-4", now=now).slots.first()
    held = {"mode": "text", "state": "ended", "booked_at": now, "ended_at": now}
    Call.objects.create(kind="mock", slot=slot, attempt=1, person=ada, scenario_version=version, **held)
    Dispute.objects.create(scorecard_key="s", person=ada, reason="Not so", opened_at=now)
    coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)
    names = {"kind": "course", "subject_key": "c", "decision_key": "c:1", "title_en": "C", "title_zh": "课"}
    edition = edition_in_force("certificates", now.date())
    Award.objects.create(person=ada, edition=edition, figures={}, verdict={}, proposed_at=now, **names)


def waiting(quinn, hana, now) -> dict[str, int]:
    at_qa, at_hr = qa.facts(quinn, now, now.date()), hr.facts(hana, now, now.date())
    return {
        "calls": int(at_qa.next_call is not None),
        "disputes": at_qa.disputes.total,
        "plans": at_qa.plans.total,
        "awards": at_hr.eligible.total,
    }


def test_queues_hold_nothing_of_who_has_left(ada, quinn, hana, of_ada, now):
    before = waiting(quinn, hana, now)

    leave(ada, on=now.date(), reason="Moved", by=hana, now=now)

    assert before == {"calls": 1, "disputes": 1, "plans": 1, "awards": 1}
    assert waiting(quinn, hana, now) == {"calls": 0, "disputes": 0, "plans": 0, "awards": 0}
