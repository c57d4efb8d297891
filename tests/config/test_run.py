"""make run as a person starts and stops it: whatever is signalled, nothing of it is left ten seconds later."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import closing

import psutil
import pytest
from django.conf import settings

pytestmark = [pytest.mark.slow, pytest.mark.timed, pytest.mark.django_db(transaction=True)]
WITHIN = 10
OPEN = "Readyline is open at"
# What fills the shelves is tested elsewhere; here it would only take time.
SHELVES_ARE_FULL = "from config import stamps; stamps.remember('load_academy')"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Make:
    """make run in a session of its own, as a terminal starts it."""

    def __init__(self, site) -> None:
        self.log = site.folder.parent / "make.log"
        self.port = free_port()
        given = {"PORT": str(self.port), "DEMO": "0", "PUBLIC_URL": "", "HOST": ""}
        environment = {name: value for name, value in site.environment.items() if name != "MAKELEVEL"} | given
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [shutil.which("make"), "run"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def wait_for(self, words: str, seconds: float = 180) -> None:
        until = time.monotonic() + seconds
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.1)

    def family(self) -> list[psutil.Process]:
        return [psutil.Process(self.process.pid), *psutil.Process(self.process.pid).children(recursive=True)]


@pytest.fixture
def make(site):
    site.python(SHELVES_ARE_FULL)
    started = Make(site)
    yield started
    for process in reversed(started.family() if psutil.pid_exists(started.process.pid) else []):
        process.kill()
    started.process.wait()


def to_make(make, number):
    os.kill(make.process.pid, number)


def to_the_group(make, number):
    os.killpg(make.process.pid, number)


@pytest.mark.parametrize("words", ["Static files ...", OPEN], ids=["preparing", "open"])
@pytest.mark.parametrize(
    ("send", "number"),
    [
        (to_the_group, signal.SIGINT),
        (to_the_group, signal.SIGTERM),
        (to_make, signal.SIGTERM),
        (to_make, signal.SIGKILL),
    ],
    ids=["Ctrl-C", "SIGTERM to the group", "SIGTERM to make", "kill -9 of make"],
)
def test_nothing_is_left_ten_seconds_after_a_signal(make, send, number, words):
    make.wait_for(words)
    family = make.family()

    send(make, number)
    make.process.poll()
    _gone, alive = psutil.wait_procs(family, timeout=WITHIN)

    assert [process for process in alive if process.status() != psutil.STATUS_ZOMBIE] == [], make.said()
    assert not listens(make.port)


def test_first_start_without_the_demo_shows_the_link_of_the_set_up(make):
    make.wait_for("Ctrl-C stops it")

    said = make.said()
    assert f"Readyline is open at http://127.0.0.1:{make.port}\n" in said
    assert f"http://127.0.0.1:{make.port}/set-up/" in said
    assert "password" not in said


def test_second_start_on_the_same_data_is_refused(make, site):
    make.wait_for(OPEN)

    second = Make(site)
    second.process.wait(60)

    assert second.process.returncode != 0
    assert f"Readyline already runs on {site.folder}. Stop it first" in second.said()
    assert "Traceback" not in second.said()


def test_taken_port_is_named_with_a_free_one(site):
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        done = site.run_tool("tools/run.py", PORT=str(taken), DEMO="0")

    assert done.returncode == 1
    assert f"✗ Port {taken} is in use by another program. Choose another: make run PORT=" in done.stderr


def test_web_server_that_is_killed_is_started_again(make):
    make.wait_for("Ctrl-C stops it")
    (web,) = [one for one in make.family() if "granian" in " ".join(one.cmdline()) and one.ppid() != 1][:1]

    web.kill()

    make.wait_for("The web ended", 30)
    until = time.monotonic() + 60
    while not listens(make.port):
        assert time.monotonic() < until, make.said()
        time.sleep(0.2)
