"""QA closes a plan while a call below the mark comes in: the call starts a plan of its own (RULES 3)."""

import time
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import transaction

from mentoring.domain import coaching
from mentoring.models import CoachingCause, CoachingPlan
from people.models import User
from tests.conftest import NOW
from tests.processes import at_once

LATER = NOW + timedelta(hours=3)


def close(key: str) -> str:
    """In a process of its own: closed at once, but only known to others a second later."""
    plan = CoachingPlan.objects.select_related("person").get(key=key)
    with transaction.atomic():
        coaching.close(plan, by=User.objects.get(username="quinn"), now=LATER)
        time.sleep(1.5)
    return "closed"


def join() -> str:
    ada = User.objects.get(username="ada")
    time.sleep(0.7)
    coaching.open_plan(ada, kind="mock-call", evidence_key="low", score=Fraction(70), by=None, now=LATER)
    return "opened"


def act(key: str) -> str:
    return close(key) if key else join()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_call_below_the_mark_never_joins_a_plan_that_is_being_closed(ada, quinn, now):
    plan = coaching.open_plan(ada, kind="mock-call", evidence_key="first", owner=quinn, by=quinn, now=now)
    held_at = now + timedelta(hours=1)
    coaching.record_scored_call(
        ada, call_key="good", held_at=held_at, score=Fraction(90), scorecard_key="s", now=held_at
    )

    answers = at_once(f"{__name__}:act", [(plan.key,), ("",)])

    assert sorted(answers) == ["closed", "opened"]
    opened = CoachingCause.objects.get(evidence_key="low").plan
    assert (opened == plan, opened.state) == (False, CoachingPlan.State.OPEN)
