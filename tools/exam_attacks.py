"""Attacks on a running exam site, one a call: tools/exam_attacks.py kills|races ... prints a line of JSON.

On the database of DATABASE_URL, or on SQLite in DATA_DIR; tools/torture.py calls it for both.
"""

import argparse
import json
import os
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("LOG_LEVEL", "ERROR")

from exam_site import Learner, Site, address, prepare, seat
from postgres import free_port

SAVING, SUBMITTING, STARTING = 8, 2, 2  # who is at it while the server is killed
AT_ONCE = 50
PAUSE = 0.4  # between two starts or submits of one window
LONGEST_LIFE = 1.2  # of a web server between two kills


@dataclass
class Tally:
    """What clients were told, beside what they find out at the end."""

    acknowledged: dict[tuple[str, int, int], tuple[str, int]] = field(default_factory=dict)
    answers: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        self.faults.append(words)


def keep_saving(learner: Learner, tally: Tally, dice: random.Random, stop: threading.Event) -> None:
    """As the page does: an answer without a receipt is sent again with the same key until there is one."""
    number = 0
    while not stop.is_set():
        question, number = dice.choice(learner.questions), number + 1
        place, key = dice.randrange(question.options), f"{question.position}-{number}"
        status, receipt = until_heard(lambda q=question, p=place, k=key: learner.save(q, p, k), tally, stop)
        if status == 200:
            tally.acknowledged[learner.attempt, question.position, receipt["version"]] = key, place
            if receipt["version"] != question.version + 1 or receipt["value"] != [str(place)]:
                tally.fault(f"odd receipt {receipt} after version {question.version}")
            question.version = receipt["version"]
        elif status:
            tally.fault(f"a save was answered {status}: {receipt}")
            return


def until_heard(act, tally: Tally, stop: threading.Event) -> tuple[int, object]:
    while not stop.is_set():
        try:
            answer = act()
        except OSError:
            tally.answers["broken off"] += 1
            time.sleep(0.02)
        else:
            tally.answers["heard"] += 1
            return answer
    return 0, {}


def keep_going(learners: list[Learner], step: str, tally: Tally, stop: threading.Event) -> None:
    """Start, or hand in, one after the other; each until its answer is heard."""
    for learner in learners:
        key = learner.admission if step == "exam-start" else learner.attempt
        status, _page = until_heard(lambda of=learner, k=key: of.post(address(step, k)), tally, stop)
        if status not in {0, 302}:
            tally.fault(f"{step} was answered {status}")
        if stop.wait(PAUSE):
            return


def kills(wanted: int, seed: int, seconds: float) -> dict[str, object]:
    """kill -9 of the web server at random moments while people start, save and hand in (hazards 27, 28)."""
    from config.checkpoints import checkpoint

    dice, tally, stop = random.Random(seed), Tally(), threading.Event()  # noqa: S311  a repeatable attack
    # About so many start or hand in while so many kills go by.
    enough = wanted // 2 + 1
    savers, handers = seat(SAVING), [seat(enough) for _hander in range(SUBMITTING)]
    starters = [seat(enough, starts=False) for _starter in range(STARTING)]
    site = Site(free_port())
    for learner in chain(savers, *handers, *starters):
        learner.connect(site.port)
    site.start()
    work = [(keep_saving, learner, tally, random.Random(seed + n), stop) for n, learner in enumerate(savers)]  # noqa: S311
    work += [(keep_going, learners, "exam-submit", tally, stop) for learners in handers]
    work += [(keep_going, learners, "exam-start", tally, stop) for learners in starters]
    threads = [threading.Thread(target=act, args=rest, daemon=True) for act, *rest in work]
    for thread in threads:
        thread.start()
    done, until = 0, time.monotonic() + seconds
    try:
        while done < wanted and time.monotonic() < until:
            time.sleep(dice.uniform(0.0, LONGEST_LIFE))
            site.kill()
            done += 1
            site.start()
            checkpoint()
        stop.set()
        for thread in threads:
            thread.join(30)
    finally:
        site.end()
    judge_saves(savers, tally)
    judge_attempts(tally)
    return {
        "ran": f"{done} of {wanted} kills",
        "whole": done >= wanted,
        "found": f"{len(tally.acknowledged)} acknowledged saves, {tally.answers['broken off']} requests broken off",
        "faults": tally.faults,
    }


def judge_saves(savers: list[Learner], tally: Tally) -> None:
    """Every receipt has its row, whole; versions have no gap, so nothing is there by half or twice."""
    from assessments.domain.screens import places
    from assessments.models import AnswerSave

    rows = AnswerSave.objects.filter(attempt__key__in=[learner.attempt for learner in savers], standing="kept")
    found, versions = {}, Counter()
    for save in rows.select_related("attempt", "attempt_question"):
        where = save.attempt.key, save.attempt_question.position
        versions[where] = max(versions[where], save.version)
        found[*where, save.version] = save.key, places(save.attempt_question, save.value)
    for (attempt, position, version), (key, place) in tally.acknowledged.items():
        if found.get((attempt, position, version)) != (key, [str(place)]):
            tally.fault(f"lost: {attempt} {position} version {version}")
    if sum(versions.values()) != len(found):
        tally.fault("versions have gaps")


def judge_attempts(tally: Tally) -> None:
    """One attempt a start, one result a submit, each with its events; and a database that is whole."""
    from django.db import connection
    from django.db.models import Count

    from assessments.models import Admission, Attempt
    from people.models import Event

    ours = Attempt.objects.filter(admission__reason="torture")
    for attempt in ours.annotate(made=Count("marks")):
        verbs = Counter(Event.objects.filter(object_key=attempt.key).values_list("verb", flat=True))
        wanted = {"attempt-started": 1}
        if attempt.state != Attempt.State.OPEN:
            wanted |= {"attempt-submitted": 1, "attempt-released": 1}
        if attempt.state not in {"open", "released"} or attempt.made != len(wanted) // 2 or dict(verbs) != wanted:
            tally.fault(f"half an attempt: {attempt.state}, {attempt.made} marks, {dict(verbs)}")
        if attempt.questions.count() == 0:
            tally.fault("an attempt without questions")
    if Admission.objects.filter(reason="torture").annotate(sat=Count("attempts")).filter(sat__gt=1).exists():
        tally.fault("two attempts of one start")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchall() != [("ok",)]:
                tally.fault("the database file is damaged")


def races(rounds: int, seed: int, seconds: float) -> dict[str, object]:
    """50 starts at once, then 50 submits at once, of one person in many windows; again and again (hazards 29, 34)."""
    site, tally = Site(free_port()), Tally()
    site.start()
    done, until = 0, time.monotonic() + seconds
    try:
        with ThreadPoolExecutor(AT_ONCE) as windows:
            while done < rounds and time.monotonic() < until:
                race(seat(1, starts=False)[0], site.port, windows, tally)
                done += 1
    finally:
        site.end()
    judge_attempts(tally)
    found = f"{AT_ONCE} starts and {AT_ONCE} submits at once in each"
    return {"ran": f"{done} of {rounds} rounds", "whole": done >= rounds, "found": found, "faults": tally.faults}


def race(learner: Learner, port: int, windows: ThreadPoolExecutor, tally: Tally) -> None:
    from assessments.models import Attempt

    everywhere = threading.Barrier(AT_ONCE)

    def post(path: str) -> int:
        window = Learner(learner.session, learner.admission)
        window.connect(port)
        everywhere.wait(60)
        status, _page = window.post(path)
        window.line.close()
        return status

    asked = [address("exam-start", learner.admission)] * AT_ONCE
    answers = Counter(windows.map(post, asked))
    started = list(Attempt.objects.filter(admission__key=learner.admission))
    if len(started) != 1 or answers != {302: AT_ONCE}:
        tally.fault(f"{len(started)} attempts of one admission, answers {dict(answers)}")
    answers = Counter(windows.map(post, [address("exam-submit", started[0].key)] * AT_ONCE))
    if answers != {302: AT_ONCE}:
        tally.fault(f"submits were answered {dict(answers)}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("attack", choices=ATTACKS)
    parser.add_argument("--times", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    asked = parser.parse_args()
    prepare()
    import django

    django.setup()
    print(json.dumps(ATTACKS[asked.attack](asked.times, asked.seed, asked.seconds)))
    return 0


ATTACKS = {"kills": kills, "races": races}

if __name__ == "__main__":
    sys.exit(main())
