"""make run: prepares the data, then keeps the web server and the worker going until it is told to stop.

Web server and worker lead process groups of their own, so that a signal to make's group reaches only this process,
which stops them in order and within ten seconds.
"""

import errno
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from django.core.exceptions import ImproperlyConfigured  # noqa: E402  the path to our own modules comes first

from config import environment as env  # noqa: E402
from config import reasons  # noqa: E402

# After this long somebody is told that the web server does not answer yet; the waiting goes on.
READY_SECONDS = 60
STOP_SECONDS = 8
# A part that ends more often than this within a minute will not get better by itself.
MOST_RESTARTS = 5
LOG_BYTES = 10_000_000
# Enough for 50 people at once on two cores; each thread holds one database connection.
THREADS = 16


def main() -> int:
    data = env.data_dir(ROOT)
    port = env.whole_number("PORT", 8000, low=1, high=65535)
    address, public_host, secure = env.public_address(port)
    host = env.listening_host(secure=secure)
    lock = hold(
        data / "run" / "lock",
        f"Readyline already runs on {data}. Stop it first, or choose another folder with DATA_DIR=.",
    )
    refuse_taken_port(host, port)
    house = House(data, host, port, public_host, is_open=not (env.is_loopback(host) and env.is_loopback(public_host)))
    try:
        return house.live(address)
    finally:
        lock.close()


def hold(path: Path, refusal: str):
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise ImproperlyConfigured(refusal) from None
    return lock


def refuse_taken_port(host: str, port: int) -> None:
    try:
        _bind(host, port)
    except socket.gaierror:
        raise ImproperlyConfigured(f"HOST is {host!r}, which is no address of this computer. Leave it out.") from None
    except PermissionError:
        raise ImproperlyConfigured(
            f"Port {port} is kept for the system. Choose one from 1024 on: make run PORT=8000"
        ) from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise ImproperlyConfigured(f"HOST is {host!r}, where nobody can listen ({error.strerror}).") from None
        raise ImproperlyConfigured(
            f"Port {port} is in use by another program. Choose another: make run PORT={_next_free(host, port)}"
        ) from None


def _bind(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host.strip("[]"), port))


def _next_free(host: str, taken: int) -> int:
    for port in range(taken + 1, min(taken + 50, 65536)):
        try:
            _bind(host, port)
        except OSError:
            continue
        return port
    return 8000


@dataclass
class Part:
    """One process of ours with its log file; `wait` is what it is given to stop by itself."""

    name: str
    command: list[str]
    log: Path
    to_terminal: bool = False
    process: subprocess.Popen[bytes] | None = None
    ended: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "tools" / "child.py"), str(os.getpid()), *self.command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        threading.Thread(target=self._keep_log, args=(self.process,), daemon=True).start()

    def tell(self, number: int) -> None:
        if self.process is not None:
            try:
                (os.killpg if number == signal.SIGKILL else os.kill)(self.process.pid, number)
            except ProcessLookupError:
                pass

    def _keep_log(self, process: subprocess.Popen[bytes]) -> None:
        for line in process.stdout:
            try:
                self._write(line)
            except OSError as error:  # a full disk: the pipe must be read on, or the part stands still
                say(f"{self.log} cannot be written ({error.strerror}).")
            if self.to_terminal:
                sys.stderr.buffer.write(line)
                sys.stderr.flush()
            elif is_serious(line):
                say(f"{self.name}: {short(line)} (see {self.log})")

    def _write(self, line: bytes) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as file:
            file.write(line)


def is_serious(line: bytes) -> bool:
    return b'"level": "error"' in line or b'"level": "critical"' in line or line.startswith(b"Traceback")


def short(line: bytes) -> str:
    try:
        entry = json.loads(line)
    except ValueError:
        return line.decode(errors="replace").strip()[:200]
    return f"{entry.get('event', '')} {entry.get('error', '')}".strip()[:200]


class House:
    def __init__(self, data: Path, host: str, port: int, public_host: str, *, is_open: bool) -> None:
        self.host, self.port, self.public_host, self.is_open = host, port, public_host, is_open
        self.stop = threading.Event()
        logs = data / "log"
        logs.mkdir(exist_ok=True)
        manage = [sys.executable, str(ROOT / "manage.py")]
        granian = [str(Path(sys.executable).parent / "granian"), "config.wsgi:application", "--interface", "wsgi"]
        granian += [
            "--host",
            host,
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            str(THREADS),
            "--no-ws",
        ]
        granian += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--backpressure", "512"]
        to_terminal = env.flag("LOG_TO_TERMINAL")
        self.web = Part("web", granian, logs / "web.log", to_terminal)
        self.worker = Part("worker", [*manage, "work"], logs / "worker.log", to_terminal)
        self.manage = manage
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._asked)

    def _asked(self, *_signal: object) -> None:
        if self.stop.is_set():
            for part in (self.web, self.worker):
                part.tell(signal.SIGKILL)
        self.stop.set()

    def live(self, address: str) -> int:
        code = self._prepare()
        if code or self.stop.is_set():
            return code
        parts = (self.web, self.worker)
        for part in parts:
            part.start()
        well = self._greet(parts, address) and self._watch(parts)
        self._end(parts)
        return 0 if well else 1

    def _prepare(self) -> int:
        """Everything that must be right before the doors open, in one process; its report is our welcome."""
        command = [sys.executable, str(ROOT / "tools" / "child.py"), str(os.getpid()), *self.manage, "prepare"]
        if self.is_open:
            command.append("--open")
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True) as process:
            threading.Thread(target=self._end_with_stop, args=(process,), daemon=True).start()
            report = process.stdout.read().decode()
        self.welcome = report.strip()
        if self.stop.is_set():
            say("Stopped before it was open. What was prepared is kept; make run goes on from there.")
        return 0 if self.stop.is_set() else process.returncode

    def _end_with_stop(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            if self.stop.wait(0.2):
                process.terminate()
                time.sleep(STOP_SECONDS)
                process.kill()

    def _greet(self, parts: tuple[Part, ...], address: str) -> bool:
        """Wait until the doors are open and say so; False when a part will not live."""
        late = time.monotonic() + READY_SECONDS
        while not self.stop.wait(0.1):
            if not all(self._still(part) for part in parts):
                return False
            if answers(self.host, self.port, self.public_host):
                say_welcome(address, self.welcome)
                return True
            if time.monotonic() > late:
                say(f"The web server does not answer yet. What it says stands in {self.web.log}.")
                late = float("inf")
        return True

    def _watch(self, parts: tuple[Part, ...]) -> bool:
        while not self.stop.wait(0.5):
            if not all(self._still(part) for part in parts):
                return False
        return True

    def _still(self, part: Part) -> bool:
        """Start a part anew when it ended; False when that happens too often."""
        if part.process.poll() is None:
            return True
        part.tell(signal.SIGKILL)  # what it left behind in its group
        now = time.monotonic()
        part.ended = [at for at in part.ended if now - at < 60] + [now]
        if len(part.ended) > MOST_RESTARTS:
            say(f"✗ The {part.name} ended {len(part.ended)} times within a minute. Its last words are in {part.log}.")
            return False
        say(f"The {part.name} ended (status {part.process.returncode}); starting it again.")
        if not self.stop.wait(min(len(part.ended) - 1, 3)):
            part.start()
        return True

    def _end(self, parts: tuple[Part, ...]) -> None:
        say("Stopping ...")
        until = time.monotonic() + STOP_SECONDS
        for part in parts:
            part.tell(signal.SIGTERM)
        for part in parts:
            try:
                part.process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                say(f"The {part.name} did not stop by itself and was ended.")
            part.tell(signal.SIGKILL)
        say("Stopped.")


def answers(host: str, port: int, public_host: str) -> bool:
    place = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    request = Request(f"http://{place}:{port}/healthz", headers={"Host": public_host})
    try:
        urlopen(request, timeout=5).close()
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True


def say_welcome(address: str, report: str) -> None:
    blocks = [f"Readyline is open at {address}", report, "Ctrl-C stops it."]
    text = "\n\n".join(block for block in blocks if block)
    print("\n" + "\n".join(f"  {line}".rstrip() for line in text.splitlines()) + "\n", flush=True)


def say(text: str) -> None:
    print(f"· {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ImproperlyConfigured as sentence:
        sys.exit(f"✗ {sentence}")
    except PermissionError as refused:
        sys.exit(f"✗ {reasons.not_ours(refused)}")
