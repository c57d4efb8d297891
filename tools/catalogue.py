"""The translations: `compile FILE.po ...`, `check`, `gather` (only that one needs gettext)."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = "zh_Hans"
# How texts are named in our code and, once Django has unfolded the tags, in its templates.
CALLS = {"_": None, "gettext_noop": None} | {
    name + end: parts
    for name, parts in {"gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}.items()
    for end in ("", "_lazy")
}


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, abort_invalid=True)


def compile_files(paths: list[Path]) -> int:
    for path in paths:
        try:
            catalogue = read(path)
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
        catalogue = read(path)
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


def clashes() -> list[str]:
    """Texts that two catalogues translate differently: at run time one of them would win everywhere."""
    said: dict[tuple[str, str], dict[str, list[str]]] = {}
    for path in sorted(ROOT.glob(f"*/locale/{LOCALE}/LC_MESSAGES/django.po")):
        for message in read(path):
            if message.id:
                given = said.setdefault((str(message.context or ""), str(message.id)), {})
                given.setdefault(str(message.string), []).append(path.relative_to(ROOT).parts[0])
    found = []
    for (_context, text), given in said.items():
        if len(given) > 1:
            ways = " and ".join(f"{words!r} ({', '.join(apps)})" for words, apps in given.items())
            found.append(f"{text!r} is {ways}: say it one way, or in other English words")
    return found


def texts(path: Path) -> set[str]:
    """Every text of a Python file or a template that is meant to be translated (of a plural, the singular)."""
    source = path.read_text()
    kind = "python"
    if path.suffix == ".html":
        # What is left of a template is no Python any more, but still calls with texts in quotes.
        source, kind = templatize(source, origin=str(path)), "javascript"
    found = extract(kind, io.BytesIO(source.encode()), keywords=CALLS)
    return {message if isinstance(message, str) else message[0] for _line, message, _notes, _context in found}


def left_out() -> list[str]:
    """Texts of our code that no catalogue has."""
    known = {
        message.id if isinstance(message.id, str) else message.id[0]
        for path in ROOT.glob(f"*/locale/{LOCALE}/LC_MESSAGES/django.po")
        for message in read(path)
    }
    return [
        f"{path.relative_to(ROOT)}: {text!r} stands in no catalogue"
        for app in sorted(path.parent for path in ROOT.glob("*/locale"))
        for path in sorted([*app.rglob("*.py"), *app.rglob("*.html")])
        if "migrations" not in path.parts
        for text in sorted(texts(path) - known)
        if text
    ]


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
            found = faults() + clashes() + left_out()
            print("\n".join(found) or "Translations are complete.")
            return bool(found)
        case ["gather"]:
            return gather()
    print("catalogue.py takes compile FILE ..., check or gather.")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
