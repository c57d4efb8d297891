"""make torture: what a suite of minutes cannot try: events in thousands of orders, hundreds of kill -9, two databases.

Prints how often each was tried, with which seed, and what was found; 1 when anything was lost, doubled or not tried.
The long parts are bounded by MINUTES each; what they came to by then is said. Data of its own lies under build/torture.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import environment as env  # noqa: E402  the path to our own modules comes first

DATA = ROOT / "build" / "torture"
PROCESSES = 2
TRIES = 200  # timed at each door for each kind of account
WITH_POSTGRES = [sys.executable, str(ROOT / "tools" / "postgres.py")]


@dataclass(frozen=True)
class Asked:
    """From the environment, so that `make torture KILLS=500` works."""

    runs: int
    kills: int
    rounds: int
    minutes: int
    seed: int
    parts: tuple[str, ...]
    databases: tuple[str, ...]

    @property
    def seconds(self) -> int:
        return self.minutes * 60


@dataclass
class Row:
    what: str
    ran: str
    seed: int
    faults: list[str]
    seconds: float = 0.0

    @property
    def verdict(self) -> str:
        return f"{len(self.faults)} FAULTS" if self.faults else "no fault"


def asked() -> Asked:
    most = 10**6
    return Asked(
        runs=env.whole_number("RUNS", 5_000, low=1, high=most),
        kills=env.whole_number("KILLS", 250, low=1, high=most),
        rounds=env.whole_number("ROUNDS", 20, low=1, high=most),
        minutes=env.whole_number("MINUTES", 10, low=1, high=600),
        seed=env.whole_number("SEED", secrets.randbelow(10**6), low=0, high=10**9),
        parts=tuple(env.text("PARTS").split(",")) if env.text("PARTS") else tuple(PARTS),
        databases=tuple((env.text("DATABASES") or "sqlite,postgres").split(",")),
    )


def environment(name: str, **more: object) -> dict[str, str]:
    """A data folder of its own; nothing of a site that may stand in the settings."""
    folder = DATA / name
    folder.mkdir(parents=True, exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "PUBLIC_URL", "MAKELEVEL"}}
    own = {"DATA_DIR": folder, "DJANGO_ALLOW_ASYNC_UNSAFE": "true", "LOG_LEVEL": "ERROR", "DEMO": "1"}
    return kept | {key: str(value) for key, value in (own | more).items()}


def tried(what: str, files: list[str], seed: int, *, wrapped: tuple[str, ...] = (), **more: object) -> Row:
    """Tests of the suite at another size; what they say of themselves stands in their report."""
    settings = environment("tests", TORTURE_SEED=seed, **more)
    report = Path(settings["DATA_DIR"]) / "report.xml"
    report.unlink(missing_ok=True)
    command = [*wrapped, sys.executable, "-m", "pytest", "-q", "--show-capture=no", f"--junitxml={report}"]
    command += ["-o", "junit_family=xunit1", *files]
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(command, cwd=ROOT, env=settings, check=False, **piped)
    ran = ", ".join(properties(report)) if report.exists() else "not run"
    words = done.stdout.decode(errors="replace").strip()
    return Row(what, ran, seed, [words[-6000:]] if done.returncode else [])


def properties(report: Path) -> Iterator[str]:
    found = ElementTree.parse(report)  # noqa: S314  written by our own pytest a moment ago
    said = [mark.get("value", "") for mark in found.iter("property") if mark.get("name") == "ran"]
    passed = len(list(found.iter("testcase"))) - len(list(found.iter("failure"))) - len(list(found.iter("error")))
    yield from said or [f"{passed} tests"]


def attack(kind: str, times: int, of: Asked, database: str) -> Row:
    """tools/exam_attacks.py on one database; its last line is what it found."""
    command = [sys.executable, str(ROOT / "tools" / "exam_attacks.py"), kind]
    command += ["--times", str(times), "--seed", str(of.seed), "--seconds", str(of.seconds)]
    wrapped = WITH_POSTGRES if database == "postgres" else []
    shutil.rmtree(DATA / f"{kind}-{database}", ignore_errors=True)
    settings = environment(f"{kind}-{database}")
    done = subprocess.run([*wrapped, *command], cwd=ROOT, env=settings, stdout=subprocess.PIPE, check=False)
    what, words = f"{WORDS[kind]}, {database}", done.stdout.decode(errors="replace").strip().splitlines()
    if done.returncode or not words or not words[-1].startswith("{"):
        return Row(what, "not run", of.seed, words[-1:] or ["it ended without a word"])
    found = json.loads(words[-1])
    return Row(what, f"{found['ran']}; {found['found']}", of.seed, found["faults"])


WORDS = {"kills": "kill -9 of the web server", "races": "50 starts, 50 submits at once"}


def machine(of: Asked) -> Iterator[Row]:
    """In two processes, each with half of the runs, since each is one thread of Python."""
    share = {"TORTURE_RUNS": of.runs, "TORTURE_SECONDS": of.seconds, "TORTURE_PROCESSES": PROCESSES}
    found = tried(
        "Exam state machine", ["-n", str(PROCESSES), "tests/assessments/test_exam_machine.py"], of.seed, **share
    )
    made = sum(int(number) for number in found.ran.split(", ") if number.isdecimal())
    found.ran = f"{made} of {of.runs} runs of up to 25 steps"
    yield found


def clock(of: Asked) -> Iterator[Row]:
    yield tried("Clock cases", ["tests/assessments/test_exam_clock.py"], of.seed)


def draw(of: Asked) -> Iterator[Row]:
    yield tried("Fair and repeatable papers", ["tests/assessments/test_draw.py"], of.seed)


def steps(of: Asked) -> Iterator[Row]:
    files = ["tests/courses/test_killed_submits.py", "tests/assessments/test_exam_race.py"]
    for database in of.databases:
        wrapped = tuple(WITH_POSTGRES) if database == "postgres" else ()
        yield tried(f"Killed at each step, races, {database}", files, of.seed, wrapped=wrapped)


def accounts(of: Asked) -> Iterator[Row]:
    files = ["tests/people/test_account_existence.py"]
    yield tried("Time tells no account", files, of.seed, TORTURE_TRIES=TRIES)


def races(of: Asked) -> Iterator[Row]:
    for database in of.databases:
        yield attack("races", of.rounds, of, database)


def kills(of: Asked) -> Iterator[Row]:
    for database in of.databases:
        yield attack("kills", of.kills, of, database)


PARTS = {
    "machine": machine,
    "clock": clock,
    "draw": draw,
    "steps": steps,
    "accounts": accounts,
    "races": races,
    "kills": kills,
}


def main() -> int:
    of = asked()
    unknown = set(of.parts) - set(PARTS)
    if unknown:
        print(f"✗ PARTS names {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
        return 1
    print(
        f"· Seed {of.seed}; at most {of.minutes} minutes a part. The same again: make torture SEED={of.seed}",
        flush=True,
    )
    rows = []
    for part in of.parts:
        began = time.monotonic()
        for row in PARTS[part](of):
            row.seconds, began = time.monotonic() - began, time.monotonic()
            rows.append(row)
            print(f"· {row.what}: {row.ran}, {row.verdict} ({row.seconds:.0f} s)", flush=True)
            for fault in row.faults[:20]:
                print(f"  ✗ {fault}", flush=True)
    wide = max(len(row.what) for row in rows), max(len(row.ran) for row in rows)
    print()
    for row in rows:
        print(f"{row.what:<{wide[0]}}  {row.ran:<{wide[1]}}  seed {row.seed:<7}  {row.seconds:>5.0f} s  {row.verdict}")
    return int(any(row.faults or row.ran == "not run" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
