"""Keeps a django-q2 cluster working: a worker killed from outside can hang the whole of it for ever (hazard 89).

The supervisor queues a pulse, a job that does nothing but leave its heartbeat. When no job has started or ended for a
while, although not every worker is rightly busy, the cluster counts as hung: its process group is killed and a new one
is forked. Jobs it had taken are taken again after their `retry` time; none is lost.
"""

import gc
import resource
import signal
import threading
import time
from dataclasses import dataclass, field

import structlog
from django.conf import settings
from django.db import DatabaseError, connections
from django.urls import get_resolver
from django.utils import timezone

from kernel.jobs import hooks, marks
from kernel.jobs.processes import Session, fork_session
from kernel.jobs.queueing import push
from kernel.jobs.schedules import sync

PULSE_SECONDS = 10
# Without any sign for this long a cluster with an idle worker is hung: two pulses and the time of a slow machine.
SILENT_SECONDS = 25
# A new cluster may take this long to its first job.
START_SECONDS = 30
STOP_SECONDS = 6
# Schedules are looked at twice a minute and one of them beats every minute.
SCHEDULES_SECONDS = 110
SCHEDULES_BEAT = "kernel.tasks.beat_schedules"
HOUSE_SECONDS = 5
FORGET_RESTARTS_SECONDS = 600
LONGEST_PAUSE_SECONDS = 30
# A process of the cluster that has grown to this many times its first size makes room for a fresh one after its job.
OUTGROWN = 1.4

log = structlog.get_logger("readyline.worker")


def is_hung(*, now: float, started: float, latest: float, busy: int, workers: int) -> bool:
    """Whether a cluster started at `started`, which last began or ended a job at `latest`, no longer works.

    All times in seconds. A cluster all of whose workers are in a job that may still run is busy, not hung.
    """
    if busy >= workers:
        return False
    if latest <= started:
        return now - started > START_SECONDS
    return now - latest > SILENT_SECONDS


def pause_before_restart(recent: int) -> float:
    """Seconds to wait before the next start: none the first time, then 2, 4, 8 … up to half a minute."""
    return 0 if recent <= 1 else min(LONGEST_PAUSE_SECONDS, 2.0 ** (recent - 1))


@dataclass
class Supervisor:
    stopping: threading.Event = field(default_factory=threading.Event)
    cluster: Session | None = None
    started: float = 0.0
    pulsed: float = 0.0
    looked: float = 0.0
    kept: float = 0.0
    restarts: list[float] = field(default_factory=list)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        self._try(self._open)
        load_what_all_share()
        self._start()
        while not self.stopping.wait(1):
            self.look()
        self._stop()

    def look(self) -> None:
        """One look at the cluster, once a second."""
        now = time.time()
        seen = marks.read(now)
        if now - self.kept >= HOUSE_SECONDS:
            self.kept = now
            self._try(hooks.keep_house)
        if self.cluster is None or self.cluster.ended():
            self._restart("died", now)
        elif is_hung(
            now=now, started=self.started, latest=seen.latest, busy=seen.busy, workers=settings.Q_CLUSTER["workers"]
        ):
            self._restart("hung", now)
        elif now - self.pulsed >= PULSE_SECONDS:
            self._pulse(seen, now)
        elif now - self.looked >= SCHEDULES_SECONDS / 2:
            self.looked = now
            self._try(self._mend_schedules)

    def _open(self) -> None:
        sync()
        hooks.beat(SCHEDULES_BEAT, timezone.now())

    def _start(self) -> None:
        marks.clear()
        connections.close_all()
        self.cluster = fork_session(run_cluster)
        self.started = time.time()
        self.looked = self.started
        self._pulse(marks.Marks(0.0, 0), self.started)
        log.info("cluster started", pid=self.cluster.pid)

    def _restart(self, why: str, now: float) -> None:
        self.restarts = [at for at in self.restarts if now - at < FORGET_RESTARTS_SECONDS] + [now]
        pause = pause_before_restart(len(self.restarts))
        log.error("cluster restarted", why=why, recent_restarts=len(self.restarts), pause_seconds=pause)
        if self.cluster is not None:
            self.cluster.kill()
        if not self.stopping.wait(pause):
            self._start()
            self._try(lambda: hooks.alarm("worker", why, timezone.now()))

    def _stop(self) -> None:
        if self.cluster is not None:
            self.cluster.ask_to_stop()
            polite = self.cluster.end_within(STOP_SECONDS)
            log.info("cluster stopped", waited_for_jobs=polite)

    def _pulse(self, seen: marks.Marks, now: float) -> None:
        # One pulse in the queue at a time: a cluster that is down for an hour must not find hundreds.
        if seen.latest >= self.pulsed or self.pulsed <= self.started:
            self._try(lambda: push("kernel.tasks.pulse", (), save=False, ack_failure=True))
        if seen.busy >= settings.Q_CLUSTER["workers"]:
            self._try(lambda: hooks.beat("worker", timezone.now(), "busy"))
        self.pulsed = now

    def _mend_schedules(self) -> None:
        now = timezone.now()
        age = hooks.age(SCHEDULES_BEAT, now)
        if (
            age is not None
            and age.total_seconds() > SCHEDULES_SECONDS
            and time.time() - self.started > SCHEDULES_SECONDS
        ):
            log.error("schedules stand still", seconds=int(age.total_seconds()), **sync(now))
            hooks.alarm("schedules", "sync_schedules", now)

    def _try(self, work) -> None:
        """The database may be away for a while; the watch over the processes goes on."""
        try:
            work()
        except DatabaseError as error:
            log.error("database not reached", error=type(error).__name__)
        finally:
            connections.close_all()


def load_what_all_share() -> None:
    """Have in memory, once, before the fork what each process of the cluster would load for itself.

    Frozen, it is passed over by the collector, which would write to every page and so take it out of the sharing.
    """
    import django_q.cluster  # noqa: F401  its models need the app registry

    get_resolver().url_patterns  # noqa: B018  every view, and all that it imports
    gc.collect()
    gc.freeze()


def run_cluster() -> None:
    """The body of the forked child: a cluster whose workers leave marks and whose monitor announces failures."""
    from django_q.cluster import Cluster
    from django_q.conf import Conf
    from django_q.signals import post_execute, post_execute_in_worker, pre_execute

    from kernel.jobs import delivery
    from kernel.jobs.failures import announce_failure

    pre_execute.connect(marks.started)
    pre_execute.connect(delivery.announced)
    post_execute_in_worker.connect(marks.ended)
    post_execute.connect(announce_failure)
    Conf.MAX_RSS = int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * OUTGROWN)
    cluster = Cluster()
    cluster.start()
    cluster.sentinel.join()
