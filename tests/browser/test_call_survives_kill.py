"""In the middle of ada's recorded call the server is killed (kill -9) and started again (hazards 27, 72)."""

import hashlib
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from simulations.domain import calls
from tests.browser.microphone import browser, media, spoken  # noqa: F401 - fixtures
from tests.simulations.conftest import board, rubric, scenarios, slots  # noqa: F401 - fixtures

A_WHILE = 60_000
# Everything the browser recorded, in order, kept beside the page's own handling of it.
LISTEN = """
const Real = window.MediaRecorder;
window.recorded = [];
window.MediaRecorder = class extends Real {
  constructor(...given) {
    super(...given);
    this.addEventListener("dataavailable", (event) => event.data.size && window.recorded.push(event.data));
  }
};
"""
FINGERPRINT = """
async () => {
  const bytes = await new Blob(window.recorded).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
"""


@pytest.fixture
def call_server(ada, mia, slots, with_password, server):  # noqa: F811
    now = timezone.now()
    with_password(ada)
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    return server(), call


def parts(server) -> list[tuple[int, str]]:
    found = server.rows("SELECT number, stored_name FROM simulations_recordingchunk ORDER BY number")
    return [(number, name) for number, name in found]


def test_recording_is_whole_after_a_kill_and_the_page_goes_on(call_server, page_for, watch, ada):
    server, call = call_server
    watch.forgive("net::ERR_")
    page = page_for(ada, at=server.address, to=reverse("simulations:call-preflight", args=[call.key]))
    page.add_init_script(LISTEN)
    page.get_by_role("button", name="Agree and begin the call").click()
    receipt = page.locator("[data-receipt]")
    expect(receipt).to_have_text(re.compile("Saved up to"), timeout=A_WHILE)
    acknowledged = parts(server)

    server.kill()
    expect(receipt).to_contain_text("kept in this page", timeout=A_WHILE)
    page.wait_for_timeout(5_000)  # a further part is recorded while nobody answers
    server.start()
    expect(receipt).to_have_text(re.compile("Saved up to"), timeout=A_WHILE)
    page.get_by_role("button", name="Hang up").click()
    expect(receipt).to_contain_text("The recording is saved.", timeout=A_WHILE)

    kept = parts(server)
    assert len(acknowledged) > 0
    assert kept[: len(acknowledged)] == acknowledged
    assert [number for number, _name in kept] == list(range(len(kept)))
    folder = server.data / "media" / "recordings"
    whole = b"".join((folder / name).read_bytes() for _number, name in kept)
    assert hashlib.sha256(whole).hexdigest() == page.evaluate(FINGERPRINT)
    assert server.rows("SELECT state, last_chunk FROM simulations_recording") == [("waiting", len(kept) - 1)]


def test_page_opened_again_in_mid_call_goes_on_with_the_next_part(call_server, page_for, watch, ada):
    """The browser is closed after some parts; what had arrived stays, the new page numbers on, the end closes it."""
    server, call = call_server
    address = reverse("simulations:call-preflight", args=[call.key])
    first = page_for(ada, at=server.address, to=address)
    first.get_by_role("button", name="Agree and begin the call").click()
    expect(first.locator("[data-receipt]")).to_have_text(re.compile("Saved up to"), timeout=A_WHILE)
    first.context.close()
    before = parts(server)

    again = page_for(ada, at=server.address, to=reverse("simulations:call", args=[call.key]))
    expect(again.locator("[data-receipt]")).to_have_text(re.compile("Saved up to"), timeout=A_WHILE)
    again.get_by_role("button", name="Hang up").click()
    expect(again.locator("[data-receipt]")).to_contain_text("The recording is saved.", timeout=A_WHILE)

    kept = parts(server)
    assert kept[: len(before)] == before
    assert [number for number, _name in kept] == list(range(len(kept)))
    assert len(kept) > len(before)
