import io
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from certification import pdf
from certification.domain import awards, certificates, pace, proposals
from certification.models import Award, AwardDecision, Certificate
from people.domain import append_only
from people.models import Event, User
from tests.certification.conftest import completed
from tests.conftest import person


@pytest.fixture(autouse=True)
def on_the_day(now):
    with time_machine.travel(now, tick=False):
        yield


def checked(client, code: str):
    return client.get(reverse("certification:verify", args=[code]))


def upload(client, content: bytes):
    file = SimpleUploadedFile("certificate.pdf", content, content_type="application/pdf")
    return client.post(reverse("certification:verify-file"), {"pdf": file})


def test_check_says_valid_to_anyone_and_shows_only_agreed_fields(client, printed, certificate, quinn):
    page = checked(client, certificate.verify_code)
    text = page.content.decode()

    assert "Valid certificate" in text
    assert "364 days left" in text
    for shown in ("Ada", "Problem diagnosis", certificate.number, "Fernhollow Home"):
        assert shown in text
    person = certificate.award.person
    for hidden in (person.staff_number, person.email, person.key, certificate.award.key, certificate.key, "Hana"):
        assert hidden not in text


def test_check_is_kept_out_of_search_engines_and_caches(client, certificate):
    page = checked(client, certificate.verify_code)

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex, nofollow">' in page.content.decode()


def test_revoked_shows_at_once_with_date_and_agreed_ground(client, printed, certificate, approved, hugo, ada, now):
    """What HR wrote about the person stays with both of them (hazard 19)."""
    awards.revoke(approved, ground="annulled", reason="The test was taken by another", by=hugo, now=now)

    text = checked(client, certificate.verify_code).content.decode()
    by_file = upload(client, bytes(printed.pdf)).content.decode()
    client.force_login(ada)
    own = client.get(reverse("certification:certificate", args=[certificate.key])).content.decode()

    for page in (text, by_file):
        assert "Revoked certificate" in page
        assert "Since Wed 25 March 2026: a result it rests on was annulled" in page
        assert "taken by another" not in page
    assert "The test was taken by another" in own


def test_revoked_before_grounds_were_kept_shows_its_date_alone(client, certificate, approved, hugo, now):
    awards.revoke(approved, ground="other", reason="Long ago", by=hugo, now=now)
    append_only.lift()
    AwardDecision.objects.update(ground="")

    text = checked(client, certificate.verify_code).content.decode()

    assert ("since Wed 25 March 2026" in text, "Long ago" in text) == (True, False)


@pytest.mark.parametrize("ground", ["", "because"])
def test_revoking_asks_for_an_agreed_ground(ground, signed_in, hugo, approved):
    page = signed_in(hugo).post(
        reverse("certification:award-revoke", args=[approved.key]),
        {"reason": "Found out", "ground": ground},
        follow=True,
    )

    approved.refresh_from_db()
    assert approved.state == "approved"
    assert "Revoked. Every check" not in page.content.decode()


def test_expired_and_superseded_say_so(client, certificate, approved, hugo, now):
    made = awards.reissue(approved, reason="New name", by=hugo, now=now)

    superseded = checked(client, certificate.verify_code).content.decode()
    with time_machine.travel(datetime(2027, 3, 25, 2, 0, tzinfo=UTC), tick=False):
        expired = checked(client, made.verify_code).content.decode()

    assert f"Issued anew on Wed 25 March 2026 under number {made.number}" in superseded
    assert "Wed 24 March 2027 was its last valid day" in expired


def test_unknown_code_shows_nothing_of_anyone(client, certificate):
    near = certificate.verify_code[:-1] + ("A" if certificate.verify_code[-1] != "A" else "B")

    page = checked(client, near)

    assert page.status_code == 404
    assert "None of our certificates" in page.content.decode()
    assert "Ada" not in page.content.decode()


def test_guessing_is_slowed_but_a_genuine_check_from_elsewhere_is_not(client, certificate):
    for number in range(pace.MISSES):
        assert checked(client, f"WRONG{number:03}").status_code == 404

    assert checked(client, "WRONG999").status_code == 429
    elsewhere = client.get(reverse("certification:verify", args=[certificate.verify_code]), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_number_and_code_lead_to_the_check(client, certificate):
    typed = certificates.grouped(certificate.verify_code).lower()

    page = client.post(reverse("certification:verify-form"), {"number": certificate.number.lower(), "code": typed})

    assert page.url == reverse("certification:verify", args=[certificate.verify_code])


def test_slip_in_the_number_is_noticed_before_anything_is_looked_up(client, certificate):
    wrong = certificate.number.replace("000001", "000002")

    page = client.post(reverse("certification:verify-form"), {"number": wrong, "code": certificate.verify_code})

    assert "There is a slip in this number" in page.content.decode()


def test_genuine_file_is_recognised_and_says_its_state(client, printed, approved, hugo, now):
    genuine = upload(client, bytes(printed.pdf)).content.decode()
    awards.revoke(approved, ground="error", reason="Found out", by=hugo, now=now)
    revoked = upload(client, bytes(printed.pdf)).content.decode()

    assert "byte for byte, the one we issued" in genuine
    assert "Valid certificate" in genuine
    assert "Revoked certificate" in revoked


@pytest.mark.parametrize(
    "change", [lambda pdf: pdf + b"\n", lambda pdf: pdf[:-1], lambda pdf: pdf.replace(b"Ada", b"Ben")]
)
def test_edited_file_is_called_none_of_ours(change, client, printed):
    edited = bytearray(change(bytes(printed.pdf)))
    if bytes(edited) == bytes(printed.pdf):
        edited[100] ^= 1

    text = upload(client, bytes(edited)).content.decode()

    assert "Edited, or not ours" in text
    assert "Valid certificate" not in text


def test_too_large_a_file_is_refused_before_it_is_read(client, printed):
    page = upload(client, b"%PDF" + b"0" * (5 * 1024 * 1024 + 70_000))

    assert page.status_code == 413


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<script>alert(1)</script>"])
def test_other_files_are_refused_in_words(content, client, printed):
    page = upload(client, content)

    assert page.status_code == 200
    assert "Valid certificate" not in page.content.decode()


def test_holder_downloads_the_very_bytes_twice(signed_in, ada, printed, certificate):
    User.objects.filter(pk=ada.pk).update(name='Ada "; <b>\n林')
    client = signed_in(ada)

    first = client.get(reverse("certification:certificate-pdf", args=[certificate.key]))
    again = client.get(reverse("certification:certificate-pdf", args=[certificate.key]))

    assert first.content == again.content == bytes(printed.pdf)
    assert first["Content-Disposition"] == f'attachment; filename="Ada {certificate.number}.pdf"'
    assert first["X-Content-Type-Options"] == "nosniff"


def test_name_in_the_file_name_is_encoded(signed_in, award, ada, hana, now):
    User.objects.filter(pk=ada.pk).update(name='林"小"雨')
    made = awards.approve(Award.objects.select_related("person").get(), by=hana, now=now).certificates.get()
    certificates.print_file(made, render=pdf.certificate, now=now)

    page = signed_in(ada).get(reverse("certification:certificate-pdf", args=[made.key]))

    header = page["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''%E6%9E%97%22%E5%B0%8F%22%E9%9B%A8")
    assert "\n" not in header


@pytest.mark.parametrize("who", ["ben", "mia", "tom", "lena", "sam"])
def test_others_find_neither_page_nor_file(who, signed_in, printed, certificate, request):
    client = signed_in(request.getfixturevalue(who))

    for name in ("certificate", "certificate-pdf"):
        assert client.get(reverse(f"certification:{name}", args=[certificate.key])).status_code == 404


def test_page_waits_for_the_print(signed_in, ada, certificate):
    client = signed_in(ada)

    page = client.get(reverse("certification:certificate", args=[certificate.key])).content.decode()
    file = client.get(reverse("certification:certificate-pdf", args=[certificate.key]))

    assert "Being printed" in page
    assert file.status_code == 404


def test_register_counts_and_filters(signed_in, hana, ada, ben, approved, now):
    proposals.propose_course(completed(ben, now), now=now)
    client = signed_in(hana)

    eligible = client.get(reverse("certification:register")).content.decode()
    all_of = client.get(reverse("certification:register"), {"show": "all", "q": "ada"}).content.decode()

    assert "Ben" in eligible
    assert ">Ada<" not in eligible
    assert "S-ada" in all_of
    assert "S-ben" not in all_of


@pytest.mark.parametrize("rows", [1, 3])
def test_register_asks_the_database_the_same_for_any_number_of_rows(
    rows, signed_in, hana, now, django_assert_max_num_queries
):
    for number in range(rows):
        proposals.propose_course(completed(person(f"p{number}", "hire"), now), now=now)
    client = signed_in(hana)
    client.get(reverse("certification:register"))

    with django_assert_max_num_queries(26):
        client.get(reverse("certification:register"))


def test_exports_tame_formulas(signed_in, hana, award):
    User.objects.filter(pk=award.person_id).update(name='=HYPERLINK("http://x","y")')
    client = signed_in(hana)

    csv = client.get(reverse("certification:register-export", args=["csv"])).content.decode("utf-8-sig")
    xlsx = client.get(reverse("certification:register-export", args=["xlsx"])).content

    assert "'=HYPERLINK" in csv
    cells = [cell for row in load_workbook(io.BytesIO(xlsx)).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=HYPERLINK")] == ["s"]


def test_hr_approves_from_the_page(signed_in, hana, award):
    page = signed_in(hana).post(
        reverse("certification:award-approve", args=[award.key]),
        {"reason": "", "state": "revoked", "person": "1", "valid_months": "999"},
        follow=True,
    )

    assert "Approved. The certificate is being printed." in page.content.decode()
    award.refresh_from_db()
    assert (award.state, award.valid_months) == ("approved", 12)


def test_ticked_are_approved_and_one_refused_holds_up_no_other(signed_in, hana, award, now):
    own = proposals.propose_course(completed(hana, now), now=now)

    page = signed_in(hana).post(
        reverse("certification:approve-selected"), {"award": [own.key, award.key, "nobody"]}, follow=True
    )

    text = page.content.decode()
    assert "1 certificate approved." in text
    assert "Nobody decides on their own award." in text
    assert Certificate.objects.get().award == award


def test_own_award_is_refused_and_the_try_is_on_record(signed_in, hana, now):
    own = proposals.propose_course(completed(hana, now), now=now)

    signed_in(hana).post(reverse("certification:award-approve", args=[own.key]), {"reason": ""})

    assert Award.objects.get().state == "eligible"
    assert Event.objects.filter(verb="award-refused-to-self").count() == 1


def test_mine_shows_what_is_held_and_what_is_missing(signed_in, ada, printed, certificate):
    text = signed_in(ada).get(reverse("certification:mine")).content.decode()

    assert certificate.number in text
    assert "Next level: Junior" in text
    assert "not known yet, no figures are taken in" in text
    assert "The go-live licence comes first." in text


def test_ladder_shows_levels_and_uplift(signed_in, ada):
    text = signed_in(ada).get(reverse("certification:ladder")).content.decode()

    assert [f"{percent} %" in text for percent in (10, 20, 30)] == [True] * 3


def test_hostile_reason_is_shown_as_text(client, certificate, approved, hugo, ada, now):
    awards.revoke(approved, ground="error", reason="<script>alert(1)</script>", by=hugo, now=now)
    client.force_login(ada)

    text = client.get(reverse("certification:certificate", args=[certificate.key])).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
