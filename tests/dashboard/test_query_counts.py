"""Two hundred people cost a home no more queries than three."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.models import QuestionAlert, QuestionFigures, QuestionVersion
from courses.domain import enrolments
from courses.models import Programme, ProgrammeWeek
from people.models import Company, Team
from tests.assessments.made import make_bank, make_paper
from tests.conftest import person

GATES = ("theory-and-practical", "theory", "sign-off", "mock-calls")


@pytest.fixture
def programme(academy):
    programme = Programme.objects.create(key="four", title_en="Four", title_zh="四", course_key="onboarding")
    for number, gate in enumerate(GATES, 1):
        ProgrammeWeek.objects.create(
            programme=programme, number=number, title_en="W", title_zh="周", module_key=f"week-{number}", gate=gate
        )
    return programme


@pytest.fixture
def watched(academy, now):
    """A demo with a question that fares badly: a trainer's home has more to show then."""
    Company.objects.update_or_create(pk=1, defaults={"is_demo": True})
    paper, version = make_paper(make_bank(now)), QuestionVersion.objects.get(question__key="greeting-1")
    counts = {"drawn": 9, "cells": [], "choices": [], "days": [[timezone.localdate().isoformat(), False, 9]]}
    QuestionFigures.objects.create(paper=paper, version=version, **counts)
    QuestionAlert.objects.create(paper=paper, version=version, cause="hard", seen={}, raised=now)


def enrol(programme, count: int) -> None:
    now = timezone.now()
    for number in range(count):
        hire = person(f"hire{number}", "hire", team=Team.objects.first().name)
        enrolments.enrol(hire, programme, started_on=(now - timedelta(days=number % 30)).date(), by=None, now=now)


@pytest.mark.parametrize("count", [3, 200])
def test_trainers_home_asks_the_same_for_3_and_200_hires(
    count, programme, watched, tom, signed_in, django_assert_max_num_queries
):
    enrol(programme, count)
    client = signed_in(tom)

    with django_assert_max_num_queries(26):
        answer = client.get("/")

    assert answer.status_code == 200
    assert len(answer.context["home"].questions) == 1


def test_hires_home_stays_within_48_queries(programme, ada, signed_in, django_assert_max_num_queries):
    enrolments.enrol(ada, programme, started_on=timezone.now().date(), by=None, now=timezone.now())
    client = signed_in(ada)

    with django_assert_max_num_queries(48):
        answer = client.get("/")

    assert answer.status_code == 200
