"""The modules that pyproject.toml lists as pure hold no Django: nothing in them can ask a database or a clock."""

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# They draw and read tables, and ask Django for words only.
LEAVES = ("kernel/charts.py", "kernel/pdf", "kernel/tables", "certification/pdf.py", "certification/sheet.py")


def pure_files() -> list[Path]:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    places = [ROOT / name for name in listed if name not in LEAVES]
    return [file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])]


def imported(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("file", pure_files(), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_pure_module_imports_no_django(file):
    odd = {name for name in imported(file) if name.split(".")[0] in {"django", "wagtail", "django_q"}}
    odd |= {name for name in imported(file) if name.endswith(".models") or ".models." in name}

    assert odd == set()
