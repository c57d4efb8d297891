"""The nightly sweep assigns renewals 60 days before a certificate ends: twice, late or on two workers at once, once."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from certification.domain import awards, proposals
from courses.models import CourseCompletion, Refresher
from people.models import Event, Notice, Site
from tests.certification.conftest import completed
from tests.processes import at_once

HERE = "tests.certification.test_renewals"
LAST_DAY = date(2027, 3, 24)


def night(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(hours=1, minutes=40)


@pytest.mark.parametrize(("days_left", "assigned"), [(61, 0), (60, 1), (59, 1), (1, 1), (0, 1), (-1, 0)])
def test_a_renewal_is_assigned_from_sixty_days_before(days_left, assigned, certificate):
    assert certificate.last_valid_day == LAST_DAY

    assert proposals.assign_renewals(night(LAST_DAY - timedelta(days=days_left))) == assigned


@pytest.mark.parametrize(("days_left", "assigned"), [(60, 0), (59, 1), (0, 1), (-1, 1), (-2, 0)])
def test_days_are_counted_where_the_holder_works(days_left, assigned, certificate, academy):
    Site.objects.filter(pk=academy.pk).update(time_zone="America/Los_Angeles")

    assert proposals.assign_renewals(night(LAST_DAY - timedelta(days=days_left))) == assigned


def test_it_is_due_on_the_last_day_and_keeps_its_rule_and_reason(certificate):
    proposals.assign_renewals(night(date(2027, 1, 23)))

    row = Refresher.objects.get()
    assert (row.course_key, row.rule, row.cause_key, row.due_on) == (
        "problem-diagnosis",
        "renewal",
        certificate.number,
        LAST_DAY,
    )
    assert row.reason == {
        "title_en": "Problem diagnosis",
        "title_zh": "Problem diagnosis",
        "day": "2027-03-24",
    }
    assert row.edition.startswith("refreshers ")


def test_run_twice_and_late_it_assigns_once(certificate):
    made = [proposals.assign_renewals(night(date(2027, 1, day))) for day in (23, 23, 24, 31)]

    assert made == [1, 0, 0, 0]
    assert (Refresher.objects.count(), Notice.objects.filter(kind="refresher-assigned").count()) == (1, 1)


def test_one_who_passed_again_since_is_left_out(certificate, ada, now):
    again = completed(ada, now, on=date(2026, 12, 1), round_key="refresher:x")
    proposals.propose_course(again, now=now + timedelta(days=250))

    assert proposals.assign_renewals(night(date(2027, 1, 23))) == 0


def test_one_who_left_is_left_out(certificate, ada):
    ada.is_active = False
    ada.save()

    assert proposals.assign_renewals(night(date(2027, 1, 23))) == 0


@pytest.mark.parametrize(("months", "last_day"), [(None, "2027-03-24"), (6, "2026-09-24"), (24, "2028-03-24")])
def test_a_certificate_holds_as_long_as_its_course_says(months, last_day, ada, hana, now):
    completion = CourseCompletion.objects.create(
        person=ada, course_key="listening", title="Listening", completed_on=now.date(), valid_months=months, created=now
    )

    award = awards.approve(proposals.propose_course(completion, now=now), by=hana, now=now)

    assert award.certificates.get().last_valid_day.isoformat() == last_day


def sweep(day: str) -> int:
    return proposals.assign_renewals(night(date.fromisoformat(day)))


@pytest.mark.django_db(transaction=True)
def test_workers_at_one_moment_assign_once(certificate):
    made = at_once(f"{HERE}:sweep", [("2027-01-23",)] * 4)

    assert sorted(made) == [0, 0, 0, 1]
    assert Refresher.objects.count() == 1
    assert Event.objects.filter(verb="refresher-assigned").count() == 1
