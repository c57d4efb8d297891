"""A Chromium that hears a file instead of a room. A module imports `browser`, `media` and `spoken` as its fixtures."""

import math
import wave
from array import array

import pytest

from tests.browser.conftest import FLAGS

RATE, SECONDS = 48_000, 30


@pytest.fixture(scope="module")
def spoken(tmp_path_factory) -> str:
    """Thirty seconds of a tone that comes and goes, as a WAV file for Chromium's fake microphone."""
    path = tmp_path_factory.mktemp("sound") / "voice.wav"
    tone = array(
        "h",
        (int(14_000 * math.sin(2 * math.pi * 300 * n / RATE) * (n // 12_000 % 2)) for n in range(RATE * SECONDS)),
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(tone.tobytes())
    return str(path)


@pytest.fixture
def browser(playwright, browser_type_launch_args, spoken):
    """A Chromium of its own that hears the file instead of a room."""
    fake = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    flags = [*FLAGS, *fake, f"--use-file-for-fake-audio-capture={spoken}"]
    opened = playwright.chromium.launch(**browser_type_launch_args | {"args": flags})
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def media(settings, tmp_path, transactional_db):
    settings.MEDIA_ROOT = tmp_path
