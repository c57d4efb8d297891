"""Several workers at one moment: one award, one certificate, one file (hazard 48)."""

import pytest
from django.utils import timezone

from certification import pdf
from certification.domain import awards, certificates, proposals
from certification.models import Award, AwardDecision, Certificate, CertificateFile
from courses.models import CourseCompletion
from people.models import User
from tests.certification.conftest import completed
from tests.conftest import person
from tests.processes import at_once

HERE = "tests.certification.test_processes"


def propose(completion_id: int) -> str:
    completion = CourseCompletion.objects.select_related("person").get(pk=completion_id)
    proposals.propose_course(completion, now=timezone.now())
    return "done"


def approve(award_id: int, username: str) -> str:
    award = Award.objects.select_related("person").get(pk=award_id)
    return awards.approve(award, by=User.objects.get(username=username), now=timezone.now()).state


def print_file(certificate_id: int) -> str:
    certificate = Certificate.objects.select_related("award__person").get(pk=certificate_id)
    return certificates.print_file(certificate, render=pdf.certificate, now=timezone.now()).sha256


@pytest.mark.django_db(transaction=True)
def test_one_decision_makes_one_award_one_certificate_and_one_file(ada, hana, hugo, now):
    completion = completed(ada, now)

    proposed = at_once(f"{HERE}:propose", [(completion.pk,)] * 5)
    award = Award.objects.get()
    approved = at_once(f"{HERE}:approve", [(award.pk, name) for name in ("hana", "hugo")])
    certificate = Certificate.objects.get()
    hashes = at_once(f"{HERE}:print_file", [(certificate.pk,)] * 5)

    assert proposed == ["done"] * 5
    assert approved.count("approved") == 1
    assert all("decided meanwhile" in answer for answer in approved if answer != "approved")
    assert AwardDecision.objects.count() == 1
    assert set(hashes) == {CertificateFile.objects.get().sha256}


@pytest.mark.django_db(transaction=True)
def test_approvals_at_one_moment_get_numbers_of_their_own(ada, hana, now):
    people = [ada, *(person(f"p{number}", "hire") for number in range(4))]
    made = [proposals.propose_course(completed(one, now), now=now) for one in people]

    states = at_once(f"{HERE}:approve", [(award.pk, "hana") for award in made])

    assert states == ["approved"] * 5
    assert sorted(Certificate.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5]
