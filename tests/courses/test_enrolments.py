"""The list of enrolments: found by name or staff number, page by page."""

from datetime import date

import pytest
from django.urls import reverse

from courses.models import Enrolment, Programme
from courses.views.programme import ENROLMENTS_A_PAGE
from tests.conftest import person
from tests.paging import next_page


@pytest.mark.parametrize("asked", [{"q": "Hire"}, {}])
def test_page_two_keeps_the_words(asked, ben, tom, signed_in):
    programme = Programme.objects.create(key="onboarding", title_en="Onboarding", course_key="onboarding")
    hires = [person(f"hire{number:02}", "hire") for number in range(ENROLMENTS_A_PAGE + 1)]
    for hire in [*hires, *([] if asked else [ben])]:
        Enrolment.objects.create(person=hire, programme=programme, started_on=date(2026, 3, 2))

    second = next_page(signed_in(tom), reverse("courses:enrolments"), asked)

    assert second.context["query"] == asked.get("q", "")
    assert [row.person for row, _stations in second.context["lines"]] == hires[-1 if asked else -2 :]
