import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader

from certification import pdf, tasks
from certification.domain import awards, certificates, pace, proposals
from certification.models import Award, Certificate, CertificateFile
from kernel.keys import is_numbered
from people.models import Employment, Notice, User
from tests.certification.conftest import completed
from tests.conftest import person


def test_file_is_made_once_and_kept_byte_for_byte(certificate, now):
    first = certificates.print_file(certificate, render=pdf.certificate, now=now)
    again = certificates.print_file(Certificate.objects.get(), render=pdf.certificate, now=now + timedelta(days=400))

    assert again.pk == first.pk
    assert hashlib.sha256(bytes(CertificateFile.objects.get().pdf)).hexdigest() == first.sha256
    assert Notice.objects.filter(person=certificate.award.person, kind="certificate").count() == 1


def test_holder_is_told_the_title_in_their_language(certificate, now):
    Award.objects.update(title_en="Problem diagnosis", title_zh="问题诊断")
    User.objects.filter(pk=certificate.award.person_id).update(language="zh-hans")

    certificates.print_file(Certificate.objects.get(), render=pdf.certificate, now=now)

    notice = Notice.objects.get(kind="certificate")
    assert (notice.subject, notice.body) == ("你的证书已就绪", "问题诊断")


def test_five_deliveries_print_once(certificate):
    for _again in range(5):
        tasks.print_certificate(certificate.pk)
    tasks.sweep_prints()

    assert CertificateFile.objects.count() == 1


def test_sweep_prints_what_a_lost_job_left(certificate):
    tasks.sweep_prints()

    assert CertificateFile.objects.get().certificate == certificate


@pytest.mark.parametrize(
    "name",
    [
        "<b>Ada</b>",
        "</para>",
        '<img src="file:///etc/passwd"/>',
        '<font color="red">A',
        "A<B>C & D",
        "林小雨",
        "𬭼𠮷 Ада Söhne",
        "e\u0301clair",
    ],
)
def test_hostile_and_rare_names_are_printed_as_text(name, award, hana, now):
    User.objects.filter(pk=award.person_id).update(name=name)
    approved = awards.approve(Award.objects.select_related("person").get(), by=hana, now=now)

    made = certificates.print_file(approved.certificates.get(), render=pdf.certificate, now=now)

    page = PdfReader(BytesIO(bytes(made.pdf))).pages[0]
    text = page.extract_text().replace("\n", " ")
    assert "".join(pdf_name(name).split()) in "".join(text.split())
    assert not page.images


def pdf_name(name: str) -> str:
    return name.replace("e\u0301", "é")


def test_paper_carries_number_code_and_both_languages(printed, certificate):
    text = PdfReader(BytesIO(bytes(printed.pdf))).pages[0].extract_text()

    for words in (
        certificate.number,
        certificates.grouped(certificate.verify_code),
        "Ada",
        "特发此证",
        "Approved by HR",
    ):
        assert words in text
    assert is_numbered(certificate.number)


def test_all_fonts_are_embedded(printed):
    fonts = PdfReader(BytesIO(bytes(printed.pdf))).pages[0]["/Resources"]["/Font"]
    files = [font.get_object()["/FontDescriptor"].get_object().get("/FontFile2") for font in fonts.values()]

    assert files
    assert all(files)


def test_same_facts_give_the_same_bytes(certificate):
    assert pdf.certificate(certificates.facts(certificate)) == pdf.certificate(certificates.facts(certificate))


@pytest.mark.parametrize(
    ("day", "state", "left"),
    [(date(2027, 3, 23), "valid", 1), (date(2027, 3, 24), "valid", 0), (date(2027, 3, 25), "expired", None)],
)
def test_certificate_holds_through_its_last_valid_day(day, state, left, certificate):
    status = certificates.status(certificates.find(certificate.verify_code), day)

    assert (status.state, status.days_left) == (state, left)


def test_licence_holds_while_its_holder_is_employed(certificate, now):
    Award.objects.update(kind="go-live")
    licence = certificates.find(certificate.verify_code)
    licence.last_valid_day = None
    on = date(2031, 1, 1)

    before = certificates.status(licence, on).state
    Employment.objects.filter(person=licence.award.person).update(ended_on=date(2030, 12, 31))

    assert before == "valid"
    assert (certificates.status(licence, on).state, certificates.status(licence, on).since) == (
        "expired",
        date(2030, 12, 31),
    )


def test_revoked_beats_everything(certificate, approved, hugo, now):
    awards.revoke(approved, ground="error", reason="Found to be another's work", by=hugo, now=now)

    status = certificates.status(certificates.find(certificate.verify_code), date(2030, 1, 1))

    assert (status.state, status.since, status.reason) == ("revoked", date(2026, 3, 25), "Found to be another's work")


def test_code_has_138_bits_and_may_be_typed_carelessly(certificate):
    typed = certificates.grouped(certificate.verify_code).lower().replace("-", " ")

    assert len(certificate.verify_code) == 28
    assert certificates.find(typed) == certificate


@pytest.mark.parametrize("code", ["", "-", "A", "x" * 300, "'; DROP TABLE", "\x00", "％"])
def test_anything_else_is_no_code(code, certificate):
    assert certificates.find(code) is None


def test_changing_any_sign_of_a_code_finds_nothing(certificate):
    code = certificate.verify_code
    others = [code[:at] + ("A" if sign != "A" else "B") + code[at + 1 :] for at, sign in enumerate(code)]

    assert [certificates.find(other) for other in others] == [None] * 28


def mutants(content: bytes, places):
    """The file with one bit of one byte flipped, for each place; a view that the next one changes."""
    body = bytearray(content)
    for at in places:
        body[at] ^= 1 << at % 8
        yield body
        body[at] ^= 1 << at % 8


def test_flipping_any_byte_makes_the_file_none_of_ours(printed):
    """Every single byte, one bit each, through the check (hazard 46)."""
    content = bytes(printed.pdf)
    digests = [certificates.fingerprint([body]) for body in mutants(content, range(len(content)))]

    batches = [digests[at : at + 500] for at in range(0, len(digests), 500)]
    accepted = [CertificateFile.objects.filter(sha256__in=batch).count() for batch in batches]

    assert len(digests) > 10_000
    assert sum(accepted) == 0
    assert [certificates.find_by_hash(digest) for digest in digests[::1000]] == [None] * len(digests[::1000])
    assert certificates.find_by_hash(certificates.fingerprint([content])) == printed.certificate


@pytest.mark.slow
def test_upload_page_refuses_every_mutant(client, printed):
    """The head, the tail with its table of contents, and places between, as a stranger uploads them; the test above
    flips every byte, this one goes through the door."""
    content = bytes(printed.pdf)
    places = sorted({*range(128), *range(len(content) - 128, len(content)), *range(0, len(content), 400)})
    refused = 0
    for number, body in enumerate(mutants(content, places)):
        if number % pace.UPLOADS == 0:
            cache.clear()
        file = SimpleUploadedFile("a.pdf", bytes(body), content_type="application/pdf")
        page = client.post(reverse("certification:verify-file"), {"pdf": file}).content
        refused += b"Edited, or not ours" in page and b"Valid certificate" not in page

    assert (refused, len(places) > 300) == (len(places), True)


@pytest.mark.parametrize("table", ["awarddecision", "certificate", "certificatefile"])
@pytest.mark.parametrize("sql", ["DELETE FROM certification_{}", "UPDATE certification_{} SET id = id + 1000"])
def test_decisions_and_papers_are_never_changed(table, sql, printed):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


def test_bytes_are_never_replaced_by_saving(printed):
    printed.pdf = b"other"

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        printed.save()


def test_numbers_run_on_within_a_year(certificate, hana, now):
    awards.approve(proposals.propose_course(completed(person("cleo", "hire"), now), now=now), by=hana, now=now)
    next_year = now + timedelta(days=300)
    late = proposals.propose_course(completed(person("dora", "hire"), now), now=next_year)
    awards.approve(late, by=hana, now=next_year)

    assert list(Certificate.objects.order_by("pk").values_list("year", "sequence")) == [(2026, 1), (2026, 2), (2027, 1)]
