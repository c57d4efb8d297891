import hashlib
import tomllib

import pytest
from fontTools.ttLib import TTFont

from kernel.pdf.faces import FONT_FOLDER, WEIGHTS

SOURCES = tomllib.loads((FONT_FOLDER / "SOURCES.toml").read_text())["font"]


def test_sources_name_every_font_and_nothing_else():
    named = {source["file"] for source in SOURCES}

    assert named == {path.name for path in FONT_FOLDER.glob("*.ttf")}
    assert named == {f"{name}.ttf" for faces in WEIGHTS.values() for name in faces.in_order(False)}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source["file"])
def test_font_is_the_file_named_and_has_its_licence(source):
    content = (FONT_FOLDER / source["file"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == source["sha256"]
    assert "SIL OPEN FONT LICENSE" in (FONT_FOLDER / source["licence_file"]).read_text()
    assert ("changes" in source) is (source["sha256"] != source["source_sha256"])


def test_changed_font_does_not_bear_the_reserved_name():
    names = {
        str(record)
        for record in TTFont(FONT_FOLDER / "ReadylineKai-Regular.ttf")["name"].names
        if record.nameID in (1, 4, 6)
    }

    assert names == {"Readyline Kai", "ReadylineKai-Regular"}
