"""The lock files install the same everywhere: every package with hashes, no address of any index."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def faults(name: str, text: str) -> list[str]:
    found = [f"{name}:{n}: an address" for n, line in enumerate(text.splitlines(), 1) if "://" in line]
    pinned = re.split(r"\n(?=[A-Za-z0-9])", text)
    found += [
        f"{name}: {pin.split()[0]} has no hash" for pin in pinned if pin[0].isalnum() and "--hash=sha256:" not in pin
    ]
    found += [
        f"{name}: {pin.split()[0]} is not pinned" for pin in pinned if pin[0].isalnum() and "==" not in pin.split()[0]
    ]
    return found


if __name__ == "__main__":
    all_faults = [
        fault
        for name in ("requirements.txt", "requirements-dev.txt")
        for fault in faults(name, (ROOT / name).read_text())
    ]
    print("\n".join(all_faults))
    sys.exit(bool(all_faults))
