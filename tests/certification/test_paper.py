"""What the printed certificate says to whoever holds it, and what it never says."""

import inspect
from io import BytesIO

import pytest
from django.urls import URLPattern, get_resolver, reverse
from pypdf import PdfReader

from certification import pdf
from certification.domain import awards, certificates, proposals
from certification.models import CertificateFile
from kernel.pdf import Sheet, draw_qr
from people.domain import absences, levels
from tests.certification.conftest import completed
from tests.certification.qr import read_code


def page_of(file) -> object:
    return PdfReader(BytesIO(bytes(file.pdf))).pages[0]


def test_code_on_the_paper_leads_to_the_check_of_this_certificate(printed, certificate, client):
    address = read_code(page_of(printed))

    assert address == certificates.check_url(certificate.verify_code)
    path = reverse("certification:verify", args=[certificate.verify_code])
    assert address.endswith(path)
    assert certificate.number in client.get(path).content.decode()


@pytest.mark.parametrize("length", [10, 40, 70, 110, 160, 220])
def test_code_holds_a_short_and_a_long_address(length):
    address = "https://academy.example.com/certificates/".ljust(length, "x")[:length]
    sheet = Sheet(title="x", author="y", language="en")
    draw_qr(sheet.canvas, 10, 10, 100, address)

    assert read_code(PdfReader(BytesIO(sheet.finish())).pages[0]) == address


def test_paper_says_nothing_that_is_for_hr_or_the_holder_alone(ada, hana, hugo, now):
    """Hazard 4, as PDF: illness, what a level rests on, HR's note at each step, contact and scores."""
    ada.email, ada.staff_number = "secret-mail@example.com", "SECRET-9"
    ada.save()
    absences.record_absence(ada, first_day=now.date(), last_day=now.date(), reason="SECRET-ILLNESS", by=hana, now=now)
    levels.recognise(ada, level="junior", from_day=now.date(), reason="SECRET-PAPER", by=hana, now=now)
    award = proposals.propose_course(completed(ada, now), now=now)
    awards.review(award, reason="SECRET-REVIEW", by=hugo, now=now)
    awards.approve(award, reason="SECRET-NOTE", by=hana, now=now)
    made = awards.reissue(award, reason="SECRET-NAME", by=hugo, now=now)

    certificates.print_file(made, render=pdf.certificate, now=now)

    reader = PdfReader(BytesIO(bytes(CertificateFile.objects.get().pdf)))
    said = " ".join([page.extract_text() for page in reader.pages] + [str(reader.metadata), str(reader.attachments)])
    assert "Ada" in said
    assert [word for word in ("secret", ada.key, award.key, made.key) if word.lower() in said.lower()] == []


def test_the_certificate_is_the_only_pdf_that_leaves():
    """A second one needs a test like the one above."""
    assert {name for name, view in views(get_resolver()) if "application/pdf" in inspect.getsource(view)} == {
        "certification:certificate-pdf"
    }


def views(resolver, namespace=""):
    for one in resolver.url_patterns:
        if not isinstance(one, URLPattern):
            yield from views(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)
        elif "site-packages" not in inspect.getfile(inspect.unwrap(one.callback)):
            yield f"{namespace}{one.name}", inspect.unwrap(one.callback)
