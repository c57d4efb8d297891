from datetime import date

import pytest
from django.core.cache import cache

from certification import pdf
from certification.domain import awards, certificates, proposals
from courses.models import CourseCompletion


@pytest.fixture(autouse=True)
def fresh_pace():
    cache.clear()


def completed(person, now, course="problem-diagnosis", on=date(2026, 3, 24), round_key="first"):
    return CourseCompletion.objects.create(
        person=person,
        course_key=course,
        title="Problem diagnosis",
        completed_on=on,
        round_key=round_key,
        created=now,
    )


@pytest.fixture
def completion(ada, now):
    return completed(ada, now)


@pytest.fixture
def award(completion, now):
    return proposals.propose_course(completion, now=now)


@pytest.fixture
def approved(award, hana, now):
    return awards.approve(award, by=hana, now=now)


@pytest.fixture
def certificate(approved):
    return approved.certificates.get()


@pytest.fixture
def printed(certificate, now):
    return certificates.print_file(certificate, render=pdf.certificate, now=now)
