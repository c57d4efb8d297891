#!/usr/bin/env python3
"""Brings .venv up to date, then runs a tool in it. Standard library only, and old Pythons can start it.

    python3 tools/bootstrap.py run|dev|browser [tool.py arguments ...]

run installs what serves the site, dev also what checks it, browser also Chromium and a Chinese font for the tests.
What is installed is remembered by the hash of its lock file, so a second start does nothing.
"""

import ctypes
import fcntl
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

LOWEST = (3, 12)
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
LOCKS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
PR_SET_PDEATHSIG = 1
VERSION_QUESTION = "import sys; print('%d.%d.%d' % sys.version_info[:3])"


class StopError(Exception):
    """A sentence that says what happened and what to do."""


def say(text):
    print("· " + text, file=sys.stderr, flush=True)


def main(arguments):
    wanted, tool = (arguments or ["run"])[0], arguments[1:]
    if wanted not in {"run", "dev", "browser"}:
        raise StopError(f"bootstrap.py takes run, dev or browser, not {wanted!r}.")
    follow_make()
    os.chdir(ROOT)
    with open(os.path.join(ROOT, ".venv.lock"), "w") as lock:
        wait_for(lock)
        install("run" if wanted == "run" else "dev")
        compile_catalogues()
    if wanted == "browser":
        ensure_browser()
    if tool:
        os.execv(VENV_PYTHON, [VENV_PYTHON, *tool])


def follow_make():
    """When make is killed (not merely signalled), nothing of ours stays behind. The tool started later inherits it."""
    maker = os.getppid()
    if sys.platform != "linux" or not os.environ.get("MAKELEVEL"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != maker:
        sys.exit(1)


def wait_for(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Another make installs here; waiting for it ...")
        fcntl.flock(lock, fcntl.LOCK_EX)


def install(wanted):
    stamps = read_stamps()
    python = version_of(VENV_PYTHON)
    fits = python is not None and python >= LOWEST
    if fits and is_installed(wanted, python, stamps):
        return
    if not fits or not can_install():
        stamps = {}
        make_venv(find_python())
        python = version_of(VENV_PYTHON)
    began = time.time()
    say(f"Installing from {LOCKS[wanted]} (with hashes); the first time this takes a minute or two ...")
    call(
        install_command(LOCKS[wanted]),
        "The packages could not be installed, see above. Is the package index reachable? Run it again: what is there "
        "is kept.",
    )
    stamps[wanted] = fingerprint(LOCKS[wanted], python)
    with open(os.path.join(VENV, "installed.json"), "w") as file:
        json.dump(stamps, file)
    say(f"Installed in {time.time() - began:.0f} s.")


def is_installed(wanted, python, stamps):
    """Whether exactly this lock was installed; the lock of dev holds everything of run."""
    return any(stamps.get(kind) == fingerprint(LOCKS[kind], python) for kind in {wanted, "dev"})


def fingerprint(lock, python):
    with open(os.path.join(ROOT, lock), "rb") as file:
        return hashlib.sha256(file.read() + repr(python).encode()).hexdigest()


def read_stamps():
    try:
        with open(os.path.join(VENV, "installed.json")) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def install_command(lock):
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--quiet", "--python", VENV_PYTHON, "--require-hashes", "-r", lock]
    return [
        VENV_PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        lock,
    ]


def can_install():
    """A .venv that uv made holds no pip; without uv it must be made anew."""
    if shutil.which("uv"):
        return True
    return not subprocess.call([VENV_PYTHON, "-c", "import pip"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_venv(python):
    say(f"Making .venv with {python} ...")
    if os.path.islink(VENV):
        raise StopError(".venv is a link to a folder without a working Python. Remove it and run this again.")
    shutil.rmtree(VENV, ignore_errors=True)
    if shutil.which("uv"):
        call(["uv", "venv", "--quiet", "--python", python, VENV], "uv could not make .venv.")
        return
    minor = ".".join(map(str, version_of(python)[:2]))
    try:
        call(
            [python, "-m", "venv", VENV],
            f"Python's venv module does not work. On Debian and Ubuntu: sudo apt-get install python{minor}-venv, then "
            "run this again.",
        )
    except StopError:
        shutil.rmtree(VENV, ignore_errors=True)  # half made, it would be taken for whole the next time
        raise


def find_python():
    for candidate in candidates():
        version = version_of(candidate)
        if version is not None and version >= LOWEST:
            return candidate
    raise StopError(
        f"Readyline needs Python {LOWEST[0]}.{LOWEST[1]} or newer, and none was found (looked at PATH and "
        f"~/.pyenv/versions; this is {sys.version.split()[0]}). "
        "Install one, for example with apt-get install python3.12 or pyenv install 3.13, then run this again."
    )


def candidates():
    """The version of .python-version first, then any other, wherever it lies."""
    with open(os.path.join(ROOT, ".python-version")) as file:
        preferred = file.read().strip()
    minors = [preferred] + [minor for minor in ("3.13", "3.12", "3.14") if minor != preferred]
    found = []
    for minor in minors:
        found += [shutil.which("python" + minor) or ""]
        found += sorted(glob.glob(os.path.expanduser(f"~/.pyenv/versions/{minor}.*/bin/python")), reverse=True)
    return [path for path in [*found, sys.executable, shutil.which("python3") or ""] if path]


def version_of(python):
    try:
        answer = subprocess.run(
            [python, "-c", VERSION_QUESTION], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, cwd="/"
        )
        return tuple(int(part) for part in answer.stdout.decode().split("."))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def compile_catalogues():
    """The translations as the site reads them, made anew only where the text is newer."""
    stale = [
        text
        for text in glob.glob(os.path.join(ROOT, "*", "locale", "*", "LC_MESSAGES", "*.po"))
        if not os.path.exists(text[:-2] + "mo") or os.path.getmtime(text[:-2] + "mo") < os.path.getmtime(text)
    ]
    if stale:
        call(
            [VENV_PYTHON, os.path.join("tools", "catalogue.py"), "compile", *stale],
            "A translation file is broken, see above.",
        )


def ensure_browser():
    missing = []
    if not any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        missing.append("chromium")
    if not has_chinese_font():
        missing.append("fonts-noto-cjk")
    if not missing:
        return
    names = " ".join(missing)
    if os.getuid() != 0 or not shutil.which("apt-get"):
        raise StopError(
            f"The browser tests need: {names}. Install them (Debian: sudo apt-get install {names}), "
            "or leave those tests out with BROWSER=0."
        )
    say(f"Installing {names} with apt-get ...")
    apt(missing)


def has_chinese_font():
    if shutil.which("fc-list"):
        return bool(subprocess.run(["fc-list", ":lang=zh"], stdout=subprocess.PIPE, check=False).stdout.strip())
    return bool(glob.glob("/usr/share/fonts/**/*CJK*", recursive=True))


def apt(packages):
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    advice = f"apt-get could not install {' '.join(packages)}. Install it by hand, then run this again."
    call(["apt-get", "update", "-qq"], advice, environment)
    call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], advice, environment)


def call(command, advice, environment=None):
    try:
        code = subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode
    except OSError as error:
        raise StopError(f"{advice} ({command[0]}: {error.strerror})") from None
    if code:
        raise StopError(advice)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except StopError as stop:
        sys.exit(f"✗ {stop}")
    except KeyboardInterrupt:
        sys.exit(130)
