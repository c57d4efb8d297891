"""The translations: `compile FILE.po ...`, `check`, `gather` (only that one needs gettext)."""

import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"


def compile_files(paths: list[Path]) -> int:
    for path in paths:
        try:
            catalogue = read_po(path.open("rb"), locale=LOCALE, abort_invalid=True)
        except (PoFileError, ValueError) as error:
            print(f"✗ {path}: {error}")
            return 1
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)
    return 0


def faults() -> list[str]:
    """What is missing or fuzzy in the catalogues, and placeholders that a translation lost."""
    found = []
    for path in sorted(ROOT.glob(f"*/locale/{LOCALE}/LC_MESSAGES/django.po")):
        catalogue = read_po(path.open("rb"), locale=LOCALE)
        for message in catalogue:
            place = f"{path.relative_to(ROOT)}:{message.lineno}"
            text = message.id if isinstance(message.id, str) else message.id[0]
            if not text:
                continue
            given = message.string if isinstance(message.string, tuple) else (message.string,)
            if not all(given):
                found.append(f"{place}: {text!r} has no translation")
            if message.fuzzy:
                found.append(f"{place}: {text!r} is fuzzy")
            found += [f"{place}: {error}" for error in message.check(catalogue)]
    return found


def gather() -> int:
    if not shutil.which("xgettext"):
        print("✗ make messages needs gettext (Debian: apt-get install gettext).")
        return 1
    for app in sorted(path.parent for path in ROOT.glob("*/locale")):
        print(f"· {app.name}", flush=True)
        command = [
            sys.executable,
            str(ROOT / "manage.py"),
            "makemessages",
            "-l",
            LOCALE,
            "--no-wrap",
            "--no-location",
            "-v0",
        ]
        code = subprocess.run(command, cwd=app, check=False).returncode
        if code:
            return code
    return 0


def main(arguments: list[str]) -> int:
    match arguments:
        case ["compile", *paths]:
            return compile_files([Path(path) for path in paths])
        case ["check"]:
            found = faults()
            print("\n".join(found) or "Translations are complete.")
            return bool(found)
        case ["gather"]:
            return gather()
    print("catalogue.py takes compile FILE ..., check or gather.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
