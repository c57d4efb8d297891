"""The list of open plans says when the next follow-up is due: every week, or as planned if that is sooner (RULES 3)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from mentoring.domain import coaching
from people.models import Mentorship
from policies import schema
from policies.domain import drafts


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


def test_owner_hears_once_that_a_plan_can_be_closed(ada, quinn, now):
    coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)

    for n, score in enumerate(["79.99", "80", "95"], 1):
        held_at = now + timedelta(hours=n)
        facts = {"call_key": f"c{n}", "score": Fraction(score), "scorecard_key": f"s{n}"}
        coaching.record_scored_call(ada, held_at=held_at, now=held_at, **facts)

    told = quinn.notices.filter(kind="coaching-plan-closable").values_list("subject", "body")
    assert list(told) == [("The coaching plan of Ada can be closed", "The last call reached 80.0 (closing score 80)")]


def test_plan_of_a_hire_who_changed_mentors_is_listed_once(signed_in, ada, mia, tom, lena, quinn, now):
    change = date(2026, 3, 16)
    Mentorship.objects.create(
        mentor=quinn, hire=ada, place=1, started_on=date(2026, 3, 2), ended_on=change, confirmed_by=tom
    )
    Mentorship.objects.create(mentor=mia, hire=ada, place=1, started_on=change, confirmed_by=tom)
    plan = coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)

    for reader in (lena, ada, mia):
        rows = signed_in(reader).get(reverse("mentoring:coaching-plans")).context["rows"]

        assert [row["plan"] for row in rows] == [plan]


def test_plan_of_a_former_hire_is_not_listed(signed_in, ada, mia, tom, quinn, now):
    Mentorship.objects.create(
        mentor=mia, hire=ada, place=1, started_on=date(2026, 3, 2), ended_on=date(2026, 3, 16), confirmed_by=tom
    )
    coaching.open_plan(ada, kind="mock-call", evidence_key="k", owner=quinn, by=quinn, now=now)

    assert signed_in(mia).get(reverse("mentoring:coaching-plans")).context["rows"] == []


def test_mark_that_opens_a_plan_is_the_one_in_force(signed_in, quinn, qing, now, time_machine):
    time_machine.move_to(now, tick=False)
    text = schema.shipped_text("mock_calls").replace("coaching_mark = 80", "coaching_mark = 75")
    made = drafts.draft("mock_calls", text=text, in_force_from=now.date(), reason="Agreed", by=quinn, now=now)
    drafts.publish(drafts.submit(made, by=quinn, now=now), by=qing, now=now)

    page = signed_in(quinn).get(reverse("mentoring:coaching-plans")).content.decode()

    assert "A released scored call under 75 opens one by itself" in page
