"""Our server as it runs in a centre: granian on a SQLite file, so that it can be killed and started again."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 60


class Server:
    """One site on a copy of the test database, with a data folder and a port of its own."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        with sqlite3.connect(data / "readyline.sqlite3") as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        copy.close()

    def start(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DATA_DIR": str(self.data), "PORT": str(self.port), "DEBUG": "0"}
        if not (self.data / "static").exists():
            command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
            subprocess.run(command, cwd=ROOT, env=environment, check=True)
        granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
        command = [granian, "config.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws"]
        log = (self.data / "web.log").open("ab")
        # A session of its own: kill() reaches the server and its worker process, and nothing else.
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urlopen(f"{self.address}/sign-in/", timeout=5).close()
            except HTTPError:
                return
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"The server did not start:\n{(self.data / 'web.log').read_text()[-3000:]}")

    def kill(self) -> None:
        """kill -9, as a power cut or the kernel would."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)

    def rows(self, question: str, *values: object) -> list[tuple]:
        """What stands in the server's database, asked beside it."""
        asked = sqlite3.connect(self.data / "readyline.sqlite3", timeout=20)
        try:
            return asked.execute(question, values).fetchall()
        finally:
            asked.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
