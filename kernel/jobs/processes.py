"""A cluster in a session of its own, so that one signal ends all of it, and none of it outlives its supervisor."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Session:
    """A forked child that leads its own process group; `pid` is also the group's number."""

    pid: int

    def ended(self) -> bool:
        try:
            return os.waitpid(self.pid, os.WNOHANG) != (0, 0)
        except ChildProcessError:
            return True

    def ask_to_stop(self) -> None:
        # To the leader alone: signalled as a group, django-q2's sentinel dies first and the rest waits for it for ever.
        self._signal(os.kill, signal.SIGTERM)

    def end_within(self, seconds: float) -> bool:
        """Wait for a polite end, then kill the whole group. True when it was polite."""
        until = time.monotonic() + seconds
        polite = self.ended()
        while not polite and time.monotonic() < until:
            time.sleep(0.05)
            polite = self.ended()
        self.kill()
        return polite

    def kill(self) -> None:
        self._signal(os.killpg, signal.SIGKILL)
        while not self.ended():
            time.sleep(0.02)

    def _signal(self, how: Callable[[int, int], None], number: int) -> None:
        try:
            how(self.pid, number)
        except (ProcessLookupError, PermissionError):
            pass


def fork_session(work: Callable[[], None]) -> Session:
    """Run `work` in a forked child of its own session. The caller must hold no threads and no open connection."""
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return Session(pid)
    status = 1
    try:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        die_with_parent(parent)
        os.register_at_fork(after_in_child=die_with_parent)
        work()
        status = 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def die_with_parent(parent: int | None = None) -> None:
    """On Linux the kernel kills this process when the one that forked it ends; elsewhere the supervisor has to."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
