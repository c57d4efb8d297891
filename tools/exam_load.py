"""300 learners on one paper over HTTP, beside a site of one plain view that asks of the database the same (plain.py).

Learners, both web servers and whatever else the machine does share its cores, so the shares say more than the figures.
"""

import random
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from exam_site import Learner, Site, seat
from postgres import free_port
from run import THREADS

LEARNERS = 300
EVERY = 6.0  # seconds from one save of a learner to the next; people take longer
WARMING, PACED, FLAT_OUT = 2.0, 20.0, 5.0  # seconds a turn
TURNS = 2  # ours and the plain one, one after the other
SITES = {"ours": "config.wsgi:application", "plain": "plain:application"}


class Load:
    """Everybody who sits, both servers, and what was measured: `taken` when paced, `rates` when flat out."""

    def __init__(self) -> None:
        self.learners = seat(LEARNERS)
        self.sites = {name: Site(free_port(), application) for name, application in SITES.items()}
        self.taken: dict[str, list[float]] = {name: [] for name in SITES}
        self.rates: dict[str, list[float]] = {name: [] for name in SITES}
        self.failed = dict.fromkeys(SITES, 0)

    def run(self) -> None:
        try:
            for site in self.sites.values():
                site.start()
            for name in SITES:
                self.turn(name, THREADS, WARMING, 0.0)
            for _turn in range(TURNS):
                for name in SITES:
                    self.taken[name] += self.turn(name, LEARNERS, PACED, EVERY)
                for name in SITES:
                    self.rates[name].append(len(self.turn(name, THREADS, FLAT_OUT, 0.0)) / FLAT_OUT)
        finally:
            for site in self.sites.values():
                site.end()

    def turn(self, name: str, people: int, seconds: float, every: float) -> list[float]:
        """So many people save at once; how long each save took."""
        from config.checkpoints import checkpoint

        at_it = self.learners[:people]
        for learner in at_it:
            learner.connect(self.sites[name].port)
        until = time.monotonic() + seconds
        with ThreadPoolExecutor(people) as windows:
            asked = [windows.submit(self.sit, name, learner, until, every) for learner in at_it]
            while time.monotonic() < until:
                time.sleep(1)
                checkpoint()
            taken = [one for answer in asked for one in answer.result()]
        for learner in at_it:
            learner.line.close()
        return taken

    def sit(self, name: str, learner: Learner, until: float, every: float) -> list[float]:
        dice, taken = random.Random(learner.attempt), []  # noqa: S311  nothing secret hangs on it
        time.sleep(dice.uniform(0, every))
        while (began := time.monotonic()) < until:
            question = dice.choice(learner.questions)
            place = dice.randrange(question.options)
            key = f"{question.position}-{question.version}-{time.monotonic_ns()}"
            status, receipt = learner.save(question, place, key)
            if status != 200:
                self.failed[name] += 1
            question.version = receipt.get("version", question.version)
            taken.append(time.monotonic() - began)
            time.sleep(max(0.0, every - taken[-1]))
        return taken

    def paced(self) -> str:
        offered = LEARNERS / EVERY
        said = [f"{name} {spread(taken)}, {self.failed[name]} failed" for name, taken in self.taken.items()]
        return f"{'; '.join(said)}; {offered:.0f} a second asked for"

    def flat_out(self) -> str:
        ours, plain = (statistics.mean(self.rates[name]) for name in SITES)
        return f"{ours:.0f} a second, plain {plain:.0f} ({100 * ours / plain:.0f} %)"


def spread(taken: list[float]) -> str:
    cuts = statistics.quantiles(taken, n=20)
    return f"p50 {1000 * cuts[9]:.0f} ms, p95 {1000 * cuts[18]:.0f} ms"


_load: list[Load] = []
_lock = threading.Lock()


def measured(of: Callable[[Load], str]) -> str:
    """Both rows come from one run."""
    with _lock:
        if not _load:
            load = Load()
            load.run()
            _load.append(load)
    return of(_load[0])
