"""A site of its own whose learners sit a paper over HTTP: what tools/torture.py torments and tools/bench.py measures.

The web server is granian as `make run` starts it. Its code is loaded once and forked for each start, so that hundreds
of `kill -9` take minutes. Settings must be named in the environment before this is imported.
"""

import http.client
import json
import multiprocessing
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

READY_SECONDS = 60
TOKEN = "t" * 32  # a form and its cookie need the same, whatever it is
# Kinds whose answer is one place on the screen.
CHOSEN_ONCE = ("single", "true_false")


class Site:
    """One web server on the database of the environment; it can be killed and started again."""

    def __init__(self, port: int, application: str = "config.wsgi:application") -> None:
        self.port = port
        command = [sys.executable, str(Path(__file__)), "serve", str(port), application]
        self.nursery = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.group = 0

    def start(self) -> None:
        self.nursery.stdin.write("start\n")
        self.nursery.stdin.flush()
        self.group = int(self.nursery.stdout.readline())
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                ask(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5), "GET", "/healthz")
            except OSError:
                time.sleep(0.01)
            else:
                return
        raise RuntimeError("the web server does not answer")

    def kill(self) -> None:
        """kill -9 of the server and its worker process, as the kernel or a power cut would."""
        os.killpg(self.group, signal.SIGKILL)

    def end(self) -> None:
        self.nursery.stdin.close()
        self.nursery.wait(10)
        self.nursery.stdout.close()


def serve(port: int, application: str) -> None:
    """The nursery: loads the site, then forks a granian in a process group of its own for each line it is sent."""
    from granian import Granian
    from granian.constants import Interfaces
    from run import THREADS

    multiprocessing.set_start_method("fork")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    __import__(application.partition(":")[0])
    server = Granian(
        application,
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        backpressure=512,
        log_enabled=False,
    )
    child = 0
    try:
        for _line in sys.stdin:
            child = os.fork()
            if child == 0:
                os.setsid()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                server.serve()
                os._exit(0)
            print(child, flush=True)
    finally:
        # Whatever ended the one who asked, no server is left behind.
        if child:
            with suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)


def ask(line: http.client.HTTPConnection, method: str, path: str, *rest: object) -> tuple[int, bytes]:
    """Status and the whole body; a line that breaks in the middle raises OSError."""
    try:
        line.request(method, path, *rest)
        answer = line.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as broken:
        line.close()
        raise ConnectionError(str(broken)) from broken
    except OSError:
        line.close()
        raise


@dataclass
class Question:
    position: int
    options: int
    version: int = 0


@dataclass
class Learner:
    """One person with a session, a right to sit and, once started, an attempt."""

    session: str
    admission: str
    attempt: str = ""
    questions: list[Question] = field(default_factory=list)
    line: http.client.HTTPConnection | None = None

    def connect(self, port: int) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def post(self, path: str, **fields: object) -> tuple[int, bytes]:
        headers = {
            "Cookie": f"{COOKIES['session']}={self.session}; {COOKIES['csrf']}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return ask(self.line, "POST", path, urlencode(fields), headers)

    def save(self, question: Question, place: int, key: str) -> tuple[int, dict]:
        path = address("answer-save", self.attempt)
        status, body = self.post(path, position=question.position, version=question.version, key=key, value=place)
        return status, json.loads(body) if body.startswith(b"{") else {}


COOKIES = {"session": "readyline", "csrf": "csrf"}


@cache
def address(name: str, key: str) -> str:
    from django.urls import reverse

    return reverse(f"assessments:{name}", args=[key])


def prepare() -> None:
    subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)


def seat(number: int, *, starts: bool = True) -> list[Learner]:
    """So many new people, signed in and admitted to one paper; with `starts` they sit it."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from assessments.domain import admissions, attempts
    from assessments.models import Paper
    from people.domain.roles import give_role
    from people.models import Employment, Team, User

    COOKIES.update(session=settings.SESSION_COOKIE_NAME, csrf=settings.CSRF_COOKIE_NAME)
    now, team = timezone.now(), Team.objects.order_by("pk").first()
    paper = Paper.objects.get(key="week-1-theory")
    seated = []
    for _number in range(number):
        name = f"seat-{secrets.token_hex(6)}"
        person = User.objects.create(username=name, staff_number=name, name=name, is_demo=True)
        give_role(person, "hire")
        Employment.objects.create(person=person, team=team, started_on=now.date())
        client = Client(headers={"host": "127.0.0.1"})
        client.force_login(person)
        session = SimpleCookie(client.cookies)[settings.SESSION_COOKIE_NAME].value
        right = {"opens": now, "attempts_allowed": 1, "reason": "torture", "for_key": name, "now": now}
        admission = admissions.admit(person, paper, **right)
        learner = Learner(session, admission.key)
        if starts:
            attempt = attempts.start(admission, by=person, now=now)
            learner.attempt = attempt.key
            learner.questions = questions_of(attempt)
        seated.append(learner)
    return seated


def questions_of(attempt) -> list[Question]:
    drawn = attempt.questions.filter(question_version__question__kind__in=CHOSEN_ONCE)
    return [Question(question.position, len(question.option_order)) for question in drawn]


if __name__ == "__main__":
    serve(int(sys.argv[2]), sys.argv[3])
