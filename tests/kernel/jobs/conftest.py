import ast
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.db import connection

QUEUE = """import sys, django; django.setup()
from kernel.jobs import queue
for job in sys.argv[2:]: queue(sys.argv[1], *map(int, job.split(',')))"""

LISTED = """import django; django.setup()
from django_q.models import OrmQ
from kernel.jobs.failures import failed_jobs
left = sum('toys' in str(row.task) for row in OrmQ.objects.all())
print([[job.task, job.attempts, left] for job in failed_jobs()])"""

WAITING = """import django; django.setup()
from django_q.models import OrmQ
print(sum('toys' in str(row.task) for row in OrmQ.objects.all()))"""

ALARMS = """import django; django.setup()
from people.models import Notice
print(list(Notice.objects.values_list('person__username', 'kind')))"""

# One message twice in the queue, as after an acknowledgement that was lost or came late.
QUEUE_TWICE = """import sys, django; django.setup()
from django.db import transaction
from django_q.models import OrmQ
from kernel.jobs.delivery import DELIVER
from kernel.jobs.queueing import push
with transaction.atomic():
    push(DELIVER, (sys.argv[1], *map(int, sys.argv[2].split(','))))
    row = OrmQ.objects.latest('pk')
    OrmQ.objects.create(key=row.key, payload=row.payload, lock=row.lock)"""


class Worker:
    """A real `manage.py work` on a database of its own, with jobs that leave files behind."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.supervisor = self.start()

    def start(self) -> psutil.Popen:
        with (self.folder / "worker.log").open("ab") as log:
            command = [sys.executable, "manage.py", "work"]
            return psutil.Popen(command, cwd=settings.BASE_DIR, env=self.environment, stdout=log, stderr=log)

    def log(self) -> str:
        return (self.folder / "worker.log").read_text()

    def queue(self, task: str, *jobs: str, code: str = QUEUE) -> None:
        command = [sys.executable, "-c", code, f"tests.kernel.jobs.toys.{task}", *jobs]
        subprocess.run(command, cwd=settings.BASE_DIR, env=self.environment, check=True)

    def queue_twice(self, task: str, job: str) -> None:
        self.queue(task, job, code=QUEUE_TWICE)

    def done(self) -> Counter[str]:
        return Counter(file.name.rpartition("-")[0] for file in (self.folder / "done").glob("*"))

    def wait_until(self, is_so, seconds: float) -> float:
        """Seconds it took; fails with the worker's log when it never came."""
        began = time.monotonic()
        while not is_so():
            if time.monotonic() - began > seconds:
                pytest.fail(f"not within {seconds} s; done {self.done()}\n{self.log()[-3000:]}")
            time.sleep(0.1)
        return time.monotonic() - began

    def listed(self) -> list[list[object]]:
        """Task, attempts and how often it still stands in the queue, for each job that was given up."""
        return self._asked(LISTED)

    def waiting(self) -> int:
        return self._asked(WAITING)

    def alarms(self) -> list[tuple[str, str]]:
        return self._asked(ALARMS)

    def _asked(self, code: str) -> list:
        answer = subprocess.run(
            [sys.executable, "-c", code],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        return ast.literal_eval(answer.stdout.decode())

    def family(self) -> list[psutil.Process]:
        return self.supervisor.children(recursive=True)

    def members(self) -> tuple[psutil.Process, psutil.Process, list[psutil.Process]]:
        """The cluster, its sentinel and the sentinel's children: two workers first, in the order they were forked."""
        (cluster,) = self.supervisor.children()
        (sentinel,) = cluster.children()
        return cluster, sentinel, sorted(sentinel.children(), key=lambda process: process.create_time())

    def stand_still(self, *processes: psutil.Process) -> None:
        """Stop them at a moment when none is writing: on SQLite it would keep everybody else from writing, too."""
        while True:
            for process in processes:
                process.suspend()
            if self._may_write():
                return
            for process in processes:
                process.resume()
            time.sleep(0.05)

    def _may_write(self) -> bool:
        file = self.folder / "readyline.sqlite3"
        if not file.exists():
            return True
        with closing(sqlite3.connect(file, timeout=0)) as asked:
            try:
                asked.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
        return True

    def end(self) -> None:
        family = self.family() if self.supervisor.is_running() else []
        if self.supervisor.poll() is None:
            self.supervisor.send_signal(signal.SIGKILL)
            self.supervisor.wait()
        for process in family:
            if process.is_running():
                process.kill()


@pytest.fixture
def worker(transactional_db, tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(tmp_path),
        "JOB_SECONDS": "5",
    }
    if connection.vendor == "sqlite":
        with (
            sqlite3.connect(connection.settings_dict["NAME"]) as source,
            sqlite3.connect(tmp_path / "readyline.sqlite3") as copy,
        ):
            source.backup(copy)
        source.close()
        copy.close()
    else:
        own = connection.settings_dict
        environment["DATABASE_URL"] = (
            f"postgresql://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
        )
    started = Worker(tmp_path, environment)
    yield started
    started.end()
    shutil.rmtree(tmp_path, ignore_errors=True)
