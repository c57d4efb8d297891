"""One recorded call with a fake microphone: notice, sound in parts while it runs, hang up, a file that plays."""

from django.urls import reverse

from simulations.domain import calls, recordings
from simulations.models import Call, NoticeShown, Recording, RecordingChunk
from tests.browser.microphone import browser, media, spoken  # noqa: F401 - fixtures
from tests.simulations.conftest import board, rubric, scenarios, slots  # noqa: F401 - fixtures


def test_call_is_recorded_while_it_runs_and_can_be_played(page_for, ada, mia, slots, axe, now):  # noqa: F811
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    page = page_for(ada, to=reverse("simulations:call-preflight", args=[call.key]))
    page.get_by_role("button", name="Test the microphone").click()
    page.get_by_text("The microphone hears you").wait_for()
    axe(page)

    page.get_by_role("button", name="Agree and begin the call").click()
    page.wait_for_url(f"**{reverse('simulations:call', args=[call.key])}")
    page.get_by_text("Saved up to").wait_for()
    arrived_while_running = RecordingChunk.objects.count()
    axe(page)
    page.wait_for_timeout(3_000)
    page.get_by_role("button", name="Hang up").click()
    page.get_by_text("The recording is saved.").wait_for()

    call.refresh_from_db()
    row = Recording.objects.get()
    recordings.make(row, now=now)
    assert (arrived_while_running > 0, call.state, call.mode) == (True, Call.State.ENDED, "voice")
    assert (NoticeShown.objects.get().accepted, row.state) == (True, Recording.State.READY)
    assert row.duration_ms > 4_000
    page.get_by_role("link", name="To the call").click()
    page.wait_for_url(f"**{reverse('simulations:score', args=[call.key])}")
    length = page.evaluate(
        "new Promise((done) => { const a = document.querySelector('audio');"
        " a.readyState ? done(a.duration) : a.addEventListener('loadedmetadata', () => done(a.duration)); })"
    )
    assert abs(length * 1000 - row.duration_ms) < 200


def test_without_a_microphone_the_way_to_text_opens(page_for, ada, mia, slots, now):  # noqa: F811
    call = calls.accept(calls.book(slots[0], by=ada, now=now), by=mia, now=now)
    page = page_for(ada, to=reverse("simulations:call-preflight", args=[call.key]))
    none = "Promise.reject(new DOMException('none', 'NotFoundError'))"
    page.evaluate(f"() => {{ navigator.mediaDevices.getUserMedia = () => {none} }}")

    page.get_by_role("button", name="Agree and begin the call").click()
    page.get_by_text("No microphone was found.").wait_for()
    page.get_by_role("button", name="No microphone: hold it as text").click()
    page.get_by_role("textbox", name="Your line").fill("Good morning, this is Ada")
    page.keyboard.press("Enter")
    page.locator("[data-seq='1']").wait_for()

    call.refresh_from_db()
    assert (call.mode, call.lines.get().text) == ("text", "Good morning, this is Ada")
