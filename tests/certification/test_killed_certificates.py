"""Killed between verdict, HR's yes, the number, the PDF and the notice: it goes on, and there is one certificate."""

import signal

import pytest
from django.core import mail
from django.utils import timezone

from certification import tasks
from certification.domain import awards
from certification.models import Award, AwardDecision, Certificate, CertificateFile
from people.models import Event, Notice
from people.tasks import sweep_mail
from tests.certification.conftest import completed
from tests.certification.dying import STEPS
from tests.conftest import NOW, person
from tests.processes import killed_at

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def outcome(completion) -> dict[str, object]:
    award = Award.objects.filter(decision_key=f"course:{completion.pk}").first()
    certificates = Certificate.objects.filter(award=award) if award else Certificate.objects.none()
    return {
        "state": award and award.state,
        "decisions": AwardDecision.objects.filter(award=award).count(),
        "certificates": certificates.count(),
        "files": CertificateFile.objects.filter(certificate__in=certificates).count(),
        "issued": Event.objects.filter(verb="certificate-issued", subject_key=completion.person.key).count(),
        "told": Notice.objects.filter(person=completion.person, kind="certificate").count(),
        "mails": sum(message.to == [completion.person.email] for message in mail.outbox),
    }


def test_a_certificate_killed_at_any_step_is_issued_once(academy, hana):
    rows = {step: completed(person(f"hire-{n}", "hire", team="Phone one"), NOW) for n, step in enumerate(STEPS)}

    ends = killed_at("tests.certification.dying", {step: str(row.pk) for step, row in rows.items()})
    at_rest = {step: outcome(row) for step, row in rows.items()}

    for _twice in range(2):
        tasks.sweep_awards()
        for award in Award.objects.filter(state=Award.State.ELIGIBLE):
            awards.approve(award, by=hana, now=timezone.now())
        tasks.sweep_prints()
        sweep_mail()

    assert ends == dict.fromkeys(STEPS, -signal.SIGKILL) | {"done": 0}
    halves = [(half["state"], half["certificates"], half["files"], half["told"]) for half in at_rest.values()]
    assert halves == [
        (None, 0, 0, 0),
        *[("eligible", 0, 0, 0)] * 2,
        *[("approved", 1, 0, 0)] * 4,
        ("approved", 1, 1, 1),
    ]
    once = {"state": "approved", "decisions": 1, "certificates": 1, "files": 1, "issued": 1, "told": 1, "mails": 1}
    assert {step: outcome(row) for step, row in rows.items()} == dict.fromkeys(STEPS, once)
