"""Packages: read in memory, whatever their folders; hostile ones are refused whole (hazard 68)."""

import io
import tracemalloc
import zipfile
import zlib

import pytest

from assessments.domain.exchange import package, qti
from assessments.domain.exchange.items import Problem
from tests.assessments.test_qti2 import CHOICES, declare, item_of


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as book:
        for name, content in files:
            book.writestr(name, content)
    return target.getvalue()


def test_items_of_a_package_are_read_by_name():
    fine, odd = item_of(declare("A"), CHOICES), item_of(declare("A"), "<p>Only words.</p>")

    found = qti.read(
        zipped(("imsmanifest.xml", b"<manifest/>"), ("items/a.xml", fine), ("items/b.xml", odd), ("items/p.png", b"x"))
    )

    assert len(found.items) == 1
    assert found.problems == [Problem("items/b.xml “T”", "The item asks nothing.")]


def linked() -> bytes:
    target, entry = io.BytesIO(), zipfile.ZipInfo("a.xml")
    entry.external_attr = 0o120777 << 16
    with zipfile.ZipFile(target, "w") as book:
        book.writestr(entry, "/etc/passwd")
    return target.getvalue()


def crowded() -> bytes:
    return zipped(*((f"{at}.xml", b"") for at in range(package.MOST_ENTRIES + 1)))


def lying() -> bytes:
    """The directory says 10 bytes; the data unfold to 20 million."""
    honest = zipped(("a.xml", b"\0" * 20_000_000))
    return honest.replace((20_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("file", "what"),
    [
        pytest.param(zipped(("../a.xml", b"x")), "outside itself", id="up"),
        pytest.param(zipped(("/etc/a.xml", b"x")), "outside itself", id="root"),
        pytest.param(zipped(("..\\a.xml", b"x")), "outside itself", id="backslash"),
        pytest.param(zipped(("C:/a.xml", b"x")), "outside itself", id="drive"),
        pytest.param(linked(), "holds a link", id="link"),
        pytest.param(zipped(("a.xml", b"\0" * 50_000_000)), "far more than it may", id="bomb"),
        pytest.param(lying(), "", id="lie"),
        pytest.param(crowded(), "more than 10000 files", id="many"),
        pytest.param(b"PK\x03\x04 not a zip", "damaged", id="no zip"),
        pytest.param(zipped(("a.xml", b"x" * 5000))[:-40], "damaged", id="cut"),
    ],
)
def test_hostile_packages_are_refused_whole(file, what):
    tracemalloc.start()
    found = qti.read(file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found.items == []
    assert [problem.where for problem in found.problems] == ["file"]
    assert what in found.problems[0].what
    assert peak < 256 * 1024 * 1024


def test_a_bomb_of_nested_packages_is_not_followed():
    bomb = zipped(*((f"{at}.zip", zlib.compress(b"\0" * 1_000_000)) for at in range(50)))

    found = qti.read(bomb)

    assert (found.items, found.problems) == ([], [])
