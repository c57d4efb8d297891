"""hana issues the licence, a stranger checks it; one changed byte is not ours; revoked shows at once (46, 47)."""

import io

from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from certification import tasks
from certification.models import Certificate
from tests.browser.made import ready_for_licence


def upload(page: Page, body: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": "a.pdf", "mimeType": "application/pdf", "buffer": body})
    page.get_by_role("button", name="Compare the file").click()


def test_a_licence_from_approval_to_revocation(
    page_for,
    new_page,
    site,
    ada,
    hana,
    programme,
    axe,
):
    cache.clear()
    award = ready_for_licence(ada, programme, timezone.now())
    office = page_for(hana, to=f"/certificates/awards/{award.key}/")

    office.get_by_role("button", name="Approve the certificate").click()
    expect(office.get_by_text("Approved. The certificate is being printed.")).to_be_visible()
    tasks.sweep_prints()
    certificate = Certificate.objects.get(award=award)

    # A stranger scans the square code on the paper.
    stranger = new_page(base_url=site)
    stranger.goto(f"/certificates/verify/{certificate.verify_code}/")
    expect(stranger.get_by_role("heading", name="Valid certificate")).to_be_visible()
    expect(stranger.locator("main")).to_contain_text(certificate.number)
    axe(stranger)

    # ada's own file, as she downloads it; then with one byte changed.
    hers = page_for(ada, to=f"/certificates/of/{certificate.key}/")
    body = hers.request.get(f"/certificates/of/{certificate.key}/pdf/").body()
    assert "Ada" in PdfReader(io.BytesIO(body)).pages[0].extract_text()
    upload(stranger, body)
    expect(stranger.get_by_text("Your file is, byte for byte, the one we issued.")).to_be_visible()
    middle = len(body) // 2
    upload(stranger, body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :])
    expect(stranger.get_by_text("Edited, or not ours")).to_be_visible()

    office.get_by_text("Revoke", exact=True).click()
    office.locator("form[action$='/revoke/'] [name=ground]").select_option("error")
    office.locator("form[action$='/revoke/'] [name=reason]").fill("Mixed up with Ben")
    office.get_by_role("button", name="Revoke the certificate").click()
    office.locator("dialog#confirm button[value=yes]").click()
    expect(office.get_by_text("Revoked. Every check says so from now on.")).to_be_visible()
    stranger.goto(f"/certificates/verify/{certificate.verify_code}/")
    expect(stranger.get_by_role("heading", name="Revoked certificate")).to_be_visible()

    verdict = stranger.locator(".check-verdict").inner_text()
    assert "issued in error" in verdict
    assert "Mixed up" not in stranger.content()
    assert str(timezone.localdate().year) in verdict
