"""make check: everything that can be known without a database, in little more than a minute. All faults are shown.

With --mend it first mends what a machine can: layout of code and templates, order of imports.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# What an open site is started with; the check of the settings must find nothing to say about it.
PRODUCTION = {
    "PUBLIC_URL": "https://academy.example.com",
    "EMAIL_HOST": "mail.example.com",
    "DEBUG": "0",
}


def checks() -> dict[str, tuple[list[str], dict[str, str]]]:
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/templates/**/*.html"))
    manage = [sys.executable, "manage.py"]
    found = {
        "format": ([str(BIN / "ruff"), "format", "--check", "--quiet", "--diff", "."], {}),
        "lint": ([str(BIN / "ruff"), "check", "--output-format", "concise", "--quiet", "."], {}),
        "templates": ([str(BIN / "djade"), "--check", "--target-version", "6.1", *templates], {}),
        "imports": ([str(BIN / "lint-imports"), "--no-cache"], {}),
        "types": ([str(BIN / "mypy")], {}),
        "migrations": ([*manage, "makemigrations", "--check", "--dry-run", "-v1"], {}),
        "settings": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        "translations": ([sys.executable, "tools/catalogue.py", "check"], {}),
        "locks": ([sys.executable, "tools/locks.py"], {}),
        "pure tests": ([str(BIN / "pytest"), "-q", "-m", "pure", "tests"], {}),
    }
    if os.environ.get("PURE") == "0":  # make test, which has them too, comes next
        del found["pure tests"]
    return found


def mend() -> None:
    for words in (["ruff", "check", "--fix", "--quiet", "."], ["ruff", "format", "--quiet", "."]):
        subprocess.run([str(BIN / words[0]), *words[1:]], cwd=ROOT, check=False)
    djade, _settings = checks()["templates"]
    subprocess.run([word for word in djade if word != "--check"], cwd=ROOT, stderr=subprocess.DEVNULL, check=False)


def run(name: str, command: list[str], extra: dict[str, str]) -> tuple[str, int, str, float]:
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | extra, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return name, done.returncode, done.stdout.decode(errors="replace").strip(), time.monotonic() - began


def main() -> int:
    if "--mend" in sys.argv:
        mend()
    began = time.monotonic()
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        for name, code, words, seconds in pool.map(lambda item: run(item[0], *item[1]), checks().items()):
            print(f"{'✗' if code else '✓'} {name} ({seconds:.1f} s)", flush=True)
            if code:
                failed.append(name)
                print("\n".join(f"    {line}" for line in words.splitlines()[-60:]), flush=True)
            elif name == "pure tests":
                print(f"    {words.splitlines()[-1]}", flush=True)
    print(f"{'Mend: ' + ', '.join(failed) if failed else 'All well'} ({time.monotonic() - began:.0f} s).")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
