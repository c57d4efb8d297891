"""From the tenth call to the licence: proposed by the product, confirmed by a named person (RULES 2, 6)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from certification import tasks
from certification.domain import awards, certificates, proposals
from certification.domain.awards import AwardError
from certification.domain.ladder_facts import facts_of_all
from certification.domain.matrix import matrix
from certification.models import Award, Certificate
from courses.domain import enrolments
from courses.domain.facts import for_key
from courses.models import Enrolment, GateResult, Programme, ProgrammeWeek, Refresher
from dashboard.domain.cohort import cohort
from dashboard.domain.homes import hr
from mentoring.models import CoachingPlan
from people.domain.leaving import leave
from people.domain.returning import come_back
from people.domain.roles import has_role
from people.models import Mentorship, Team
from policies import schema
from policies.domain import drafts
from policies.domain.editions import figures
from simulations.domain import boards
from simulations.models import Call, Scenario, ScenarioVersion
from tests.certification.conftest import completed

KINDS = ProgrammeWeek.Gate


@pytest.fixture
def enrolment(ada, tom, now):
    programme = Programme.objects.create(
        key="onboarding-four-weeks", title_en="Onboarding", title_zh="入职", course_key="onboarding"
    )
    for number, gate in enumerate((KINDS.THEORY_AND_PRACTICAL, KINDS.THEORY, KINDS.SIGN_OFF, KINDS.MOCK_CALLS), 1):
        ProgrammeWeek.objects.create(
            programme=programme, number=number, title_en="w", title_zh="周", module_key=f"week-{number}", gate=gate
        )
    return enrolments.enrol(ada, programme, started_on=date(2026, 3, 2), by=tom, now=now)


def reach(enrolment, score: str, now) -> None:
    """Gates of weeks 1 to 3 passed and ten calls scored."""
    weeks = list(enrolment.programme.weeks.order_by("number"))
    for week in weeks[:3]:
        GateResult.objects.create(
            enrolment=enrolment, week=week, verdict={}, edition="gates 1", passed_on=now.date(), created=now
        )
    board = boards.open_board(enrolment.person, for_key=for_key(enrolment, weeks[3]), now=now)
    for slot in board.slots.all():
        scenario, _made = Scenario.objects.get_or_create(key=slot.call_type, call_type=slot.call_type, level=1)
        version, _made = ScenarioVersion.objects.get_or_create(
            scenario=scenario, number=1, defaults={"content": {}, "created": now}
        )
        Call.objects.create(
            kind="mock",
            slot=slot,
            person=enrolment.person,
            scenario_version=version,
            state="scored",
            booked_at=now,
            started_at=now,
            ended_at=now,
            scored_at=now,
            effective_score=str(Fraction(score)),
        )


@pytest.fixture
def eligible(enrolment, now):
    reach(enrolment, "90", now)
    return proposals.propose_licence(enrolment, now=now)


@pytest.mark.parametrize(("score", "proposed"), [("89.95", 0), ("90", 1), ("90.01", 1)])
def test_licence_is_proposed_from_a_mean_of_exactly_90(score, proposed, enrolment, now):
    reach(enrolment, score, now)

    tasks.propose_licence(enrolment.pk)
    tasks.propose_licences_of(enrolment.person_id)
    tasks.sweep_awards()

    assert Award.objects.filter(kind="go-live").count() == proposed


def test_nothing_goes_live_without_a_named_person(eligible, enrolment):
    tasks.sweep_awards()

    assert Enrolment.objects.get().state == "active"
    assert not Certificate.objects.exists()


def test_approval_takes_the_hire_live_and_issues_the_licence(eligible, ada, mia, tom, hana, now):
    Mentorship.objects.create(mentor=mia, hire=ada, place=1, started_on=date(2026, 3, 2), confirmed_by=tom)

    awards.approve(eligible, by=hana, now=now)

    enrolment, licence = Enrolment.objects.get(), Certificate.objects.get()
    assert (enrolment.state, enrolment.live_on) == ("live", date(2026, 3, 25))
    assert (licence.holder, licence.last_valid_day, licence.approvers) == ("Ada", None, ["Hana"])
    assert (has_role(ada, "agent"), has_role(ada, "hire")) == (True, False)
    assert Mentorship.objects.get().ended_on == date(2026, 3, 25)
    assert [row["met"] for row in eligible.decisions.get().verdict] == [True] * 4


def test_plan_opened_meanwhile_stops_the_approval_and_nothing_is_written(eligible, ada, hana, quinn, now):
    CoachingPlan.objects.create(person=ada, owner=quinn, opened_by=quinn, opened_at=now)

    with pytest.raises(AwardError, match="no longer holds"):
        awards.approve(eligible, by=hana, now=now)

    assert (Award.objects.get().state, Enrolment.objects.get().state) == ("eligible", "active")
    assert not Certificate.objects.exists()


def test_licence_keeps_the_figures_it_was_judged_by(eligible, hana, hugo, quinn, qing, now):
    awards.approve(eligible, by=hana, now=now)
    text = schema.shipped_text("mock_calls").replace("pass_mark = 90 ", "pass_mark = 95 ")
    made = drafts.draft("mock_calls", text=text, in_force_from=now.date(), reason="Higher", by=quinn, now=now)
    drafts.publish(drafts.submit(made, by=quinn, now=now), by=qing, now=now)

    kept = Award.objects.get()

    assert kept.figures["mock_calls"]["figures"]["pass_mark"] == 90
    assert kept.edition.number == 1
    assert certificates.status(Certificate.objects.get(), now.date()).is_valid


def test_licence_ends_with_the_employment(eligible, ada, hana, hugo, now):
    awards.approve(eligible, by=hana, now=now)
    leave(ada, on=date(2026, 3, 25), reason="moved away", by=hugo, now=now)

    status = certificates.status(Certificate.objects.select_related("award__person").get(), date(2026, 3, 26))

    assert (status.state, status.since) == ("expired", date(2026, 3, 25))


def test_licence_that_waits_is_closed_by_leaving(eligible, ada, hugo, now):
    leave(ada, on=date(2026, 3, 25), reason="moved away", by=hugo, now=now)

    decision = eligible.decisions.get()

    assert (decision.state, decision.by, decision.reason) == (
        "declined",
        hugo,
        "Left before the licence was decided.",
    )
    assert Award.objects.get().state == "declined"
    assert not ada.notices.filter(kind="award").exists()


def test_proposal_of_an_earlier_enrolment_is_not_shown_as_waiting(eligible, ada, hugo, now):
    come_back_in_april(ada, hugo, now)
    Award.objects.update(state="eligible")  # as it was left before leaving closed it
    on = date(2026, 4, 2)

    (row,) = hr.matrix(cohort(on).under_way, list(Award.objects.all()), on)

    assert row.url != reverse("certification:award", args=[eligible.key])


def come_back_in_april(ada, hugo, now):
    leave(ada, on=date(2026, 3, 25), reason="moved away", by=hugo, now=now)
    later = now + timedelta(days=7)
    given = {"team": Team.objects.get(name="Phone one"), "role": "hire", "job_title": "", "shift": ""}
    come_back(ada, started_on=date(2026, 4, 1), by=hugo, now=later, **given)
    return later


def test_licence_ended_by_leaving_stays_ended_after_a_return(eligible, ada, hana, hugo, now):
    awards.approve(eligible, by=hana, now=now)
    later = come_back_in_april(ada, hugo, now)

    old = certificates.status(Certificate.objects.get(), later.date())
    awards.reissue(Award.objects.get(), reason="New name", by=hana, now=later)
    new = certificates.status(Certificate.objects.latest("pk"), later.date())

    ended = ("expired", date(2026, 3, 25))
    assert [(old.state, old.since), (new.state, new.since)] == [ended, ended]


def test_ladder_knows_no_licence_from_before_a_return(eligible, ada, ben, hana, hugo, now):
    awards.approve(eligible, by=hana, now=now)
    Enrolment.objects.create(
        person=ben, programme=Programme.objects.get(), started_on=date(2026, 3, 2), state="live", live_on=now.date()
    )
    before = {row.person for row in matrix("junior", now.date()).rows}
    later = come_back_in_april(ada, hugo, now)

    found = facts_of_all([ada, ben], figures("ladder", later.date()))

    assert before == {ada, ben}
    assert [row.person for row in matrix("junior", later.date()).rows] == [ben]
    assert [(found[one.pk].has_licence, found[one.pk].live_since) for one in (ada, ben)] == [
        (False, None),
        (True, now.date()),
    ]


@pytest.mark.parametrize(("days_before", "assigned"), [(61, 0), (60, 1), (59, 1), (0, 1), (-1, 0)])
def test_renewal_is_assigned_60_days_before_the_end_and_once(days_before, assigned, certificate, now):
    last = certificate.last_valid_day
    then = now + (last - now.date()) - timedelta(days=days_before)

    for _again in range(3):
        proposals.assign_renewals(then)

    assert [refresher.due_on for refresher in Refresher.objects.all()] == [last] * assigned


def test_renewal_already_met_is_not_assigned(certificate, ada, now):
    last = certificate.last_valid_day
    then = now + (last - now.date()) - timedelta(days=30)
    proposals.propose_course(completed(ada, then, on=then.date(), round_key="second"), now=then)

    assert proposals.assign_renewals(then) == 0


def test_whoever_left_is_assigned_nothing(certificate, ada, hugo, now):
    leave(ada, on=now.date(), reason="moved away", by=hugo, now=now)
    then = now + (certificate.last_valid_day - now.date())

    assert proposals.assign_renewals(then) == 0
