"""Runs a command beside a PostgreSQL of its own that is thrown away afterwards: tools/postgres.py COMMAND ...

The command finds it by DATABASE_URL. As root the server runs as postgres; where it is not installed, apt-get brings it.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

# Nothing here outlives the tests, so nothing waits for the disk.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def main(command: list[str]) -> int:
    binaries = find() or install()
    if binaries is None:
        print("✗ PostgreSQL is not installed. On Debian: apt-get install postgresql, then run this again.")
        return 1
    with tempfile.TemporaryDirectory(prefix="readyline-pg-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        if os.getuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        run(
            binaries / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        options = f"{FAST} -c listen_addresses=127.0.0.1 -p {port} -k {folder}"
        run(binaries / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            url = f"postgresql://postgres:unused@127.0.0.1:{port}/postgres"
            print(f"· PostgreSQL on port {port}", flush=True)
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
        finally:
            run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")


def run(*words: object) -> None:
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.getuid() == 0 else []
    done = subprocess.run(
        [*as_postgres, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, cwd="/"
    )
    if done.returncode:
        sys.exit(f"✗ {Path(str(words[0])).name} failed:\n{done.stdout.decode()[-2000:]}")


def find() -> Path | None:
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]), reverse=True)
    on_path = shutil.which("initdb")
    return newest[0].parent if newest else Path(on_path).resolve().parent if on_path else None


def install() -> Path | None:
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return None
    print("· Installing postgresql with apt-get ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "postgresql"]):
        subprocess.run(["apt-get", *words], env=environment, stdout=sys.stderr, check=False)
    return find()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
