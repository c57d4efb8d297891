"""The list of open plans says when the next follow-up is due: every week, or as planned if that is sooner (RULES 3)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from mentoring.domain import coaching


@pytest.mark.parametrize(
    ("planned", "due"),
    [(None, date(2026, 4, 1)), (date(2026, 3, 27), date(2026, 3, 27)), (date(2026, 4, 8), date(2026, 4, 1))],
    ids=["nothing planned", "sooner", "later than a week"],
)
def test_follow_up_is_due_as_planned_and_within_a_week(signed_in, ada, quinn, now, planned, due):
    plan = coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)
    earlier = {"held_on": now.date() - timedelta(days=3), "note": "greeting", "next_on": now.date()}
    for facts in (earlier, {"held_on": now.date(), "note": "closing", "next_on": planned}):
        coaching.follow_up(plan, by=quinn, now=now, **facts)

    (row,) = signed_in(quinn).get(reverse("mentoring:coaching-plans")).context["rows"]

    assert row["due"] == due


def test_first_follow_up_is_due_a_week_after_the_opening(signed_in, ada, quinn, now):
    coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)

    (row,) = signed_in(quinn).get(reverse("mentoring:coaching-plans")).context["rows"]

    assert (row["due"], row["is_late"]) == (date(2026, 4, 1), True)
