"""make test: every test on SQLite, or on the database of DATABASE_URL with --database (then only those that use it).

Two at a time, each process with a database of its own: first the plain tests, then those that empty the database or
drive a browser. Those that promise seconds come last, one file beside another; what they start brings its own
SQLite file.
Arguments behind -- go to pytest: python tools/test.py -- tests/people -x
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
TWO = ["-n", "2"]


def main(arguments: list[str]) -> int:
    own, _dashes, passed_on = _split(arguments)
    without_browser = "--database" in own or os.environ.get("BROWSER") == "0"
    plain = "not flushing and not browser and not timed" + (" and not pure and not walk" if "--database" in own else "")
    alone = "(flushing or browser) and not timed" + (" and not browser" if without_browser else "")
    if "--database" in own:
        # The second pass begins with the tables that the first one laid.
        passed_on = ["--reuse-db", *passed_on]
    passes = [("Plain tests", plain, TWO), ("Flushing and browser tests", alone, TWO)]
    if "--database" not in own:
        # One file each at a time: they wait most of the time, on worker clusters and servers of their own.
        passes.append(("Tests that promise seconds", "timed", [*TWO, "--dist", "loadfile"]))
    data = ROOT / "build" / "test"
    data.mkdir(parents=True, exist_ok=True)
    # Files that tests write stay away from the data of a site in var/.
    environment = os.environ | {"DATA_DIR": str(data), "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
    codes = []
    for title, marks, side_by_side in passes:
        began = time.monotonic()
        print(f"· {title} ...", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", *side_by_side, "-m", marks, *passed_on]
        code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        codes.append(0 if code == NOTHING_COLLECTED else code)
        print(f"· {title}: {'failed' if codes[-1] else 'well'} after {time.monotonic() - began:.0f} s", flush=True)
    return max(codes)


def _split(arguments: list[str]) -> tuple[list[str], bool, list[str]]:
    if "--" not in arguments:
        return arguments, False, []
    at = arguments.index("--")
    return arguments[:at], True, arguments[at + 1 :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
