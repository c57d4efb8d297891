"""Proposing what is missing, printing what was approved, assigning what ends. Safe to run twice, late, side by side."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from certification import pdf
from certification.domain import certificates, proposals
from certification.models import Certificate
from courses.models import CourseCompletion, Enrolment
from kernel.jobs import Schedule
from kernel.jobs.rounds import each


def print_certificate(certificate_id: int) -> None:
    certificate = Certificate.objects.select_related("award__person").get(pk=certificate_id)
    certificates.print_file(certificate, render=pdf.certificate, now=timezone.now())


def propose_licence(enrolment_id: int) -> None:
    enrolment = Enrolment.objects.select_related("person", "programme").get(pk=enrolment_id)
    proposals.propose_licence(enrolment, now=timezone.now())


def propose_licences_of(person_id: int) -> None:
    for enrolment in proposals.under_way().filter(person_id=person_id):
        proposals.propose_licence(enrolment, now=timezone.now())


def propose_course(completion_id: int) -> None:
    completion = CourseCompletion.objects.select_related("person").get(pk=completion_id)
    proposals.propose_course(completion, now=timezone.now())


def sweep_prints() -> str:
    """Every minute: a lost job costs a minute, never a certificate."""
    now = timezone.now()
    made = each(
        certificates.unprinted(),
        lambda certificate: certificates.print_file(certificate, render=pdf.certificate, now=now),
    )
    return gettext_noop("{} printed").format(made)


def sweep_awards() -> str:
    """Every night: propose whatever was missed, assign the renewals that have come due."""
    now = timezone.now()
    proposed, assigned = proposals.propose_missing(now), proposals.assign_renewals(now)
    return gettext_noop("{} proposed, {} renewals assigned").format(proposed, assigned)


SCHEDULES = [
    Schedule("certification.tasks.sweep_prints", _("Approved certificates are printed"), every_minutes=1),
    Schedule("certification.tasks.sweep_awards", _("Certificates are proposed, renewals assigned"), cron="40 1 * * *"),
]
