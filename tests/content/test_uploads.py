"""What is taken and what is refused: by ending and by content, never by one of them alone (hazards 66 and 67)."""

import io
import itertools
import zipfile

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile

from content.uploads import LARGEST, LIMITS, MB, OFFICE, TYPES, UploadLimit, check_upload, extension_of, stored_name


def office(main_part: str, *more: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        for name in ("[Content_Types].xml", main_part, *more):
            parts.writestr(name, "<x/>")
    return held.getvalue()


GOOD = {
    "jpg": b"\xff\xd8\xff\xe0" + b"0" * 20,
    "png": b"\x89PNG\r\n\x1a\n" + b"0" * 20,
    "gif": b"GIF89a" + b"0" * 20,
    "webp": b"RIFF0000WEBP" + b"0" * 20,
    "pdf": b"%PDF-1.7\n",
    "docx": office("word/document.xml"),
    "xlsx": office("xl/workbook.xml"),
    "pptx": office("ppt/presentation.xml"),
    "txt": "先听，再问".encode(),
    "csv": b"a,b\n1,2\n",
    "mp3": b"ID3\x03" + b"0" * 20,
    "m4a": b"\x00\x00\x00\x20ftypM4A ",
    "ogg": b"OggS" + b"0" * 20,
    "wav": b"RIFF0000WAVE" + b"0" * 20,
    "webm": b"\x1a\x45\xdf\xa3" + b"0" * 20,
    "mp4": b"\x00\x00\x00\x20ftypisom",
}
NOT_TAKEN = [
    "svg",
    "html",
    "htm",
    "js",
    "exe",
    "php",
    "xhtml",
    "xml",
    "zip",
    "docm",
    "swf",
    "bat",
    "",
    "jpg.svg",
    "pdf.exe",
]
BAD_CONTENT = {
    "page": b"<!doctype html><script>alert(1)</script>",
    "page after spaces": b" \n\t<html>",
    "page after a mark": b"\xef\xbb\xbf<svg onload=alert(1)>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "nothing": b"",
    "zeros": b"\x00" * 64,
    "program": b"MZ\x90\x00",
    "script": b"#!/bin/sh\nrm -rf /\n\x00",
    "zip without parts": office("other.xml"),
    "macros": office("word/document.xml", "word/vbaProject.bin"),
    "torn zip": b"PK\x03\x04" + b"1" * 40,
}
USES = {ending: "picture" if ending in ("jpg", "png", "gif", "webp") else "document" for ending in GOOD}
ODD_NAMES = ["a\x00.{}", "\u202egpj.{}", "../../x.{}", "x" * 4000 + ".{}", 'q"; x="y.{}', "a\r\nb.{}", "con.{}", " .{}"]


def refusal(content: bytes, name: str, use: str) -> str:
    file = ContentFile(content)
    return check_upload(file, name, use=use)


@pytest.mark.pure
@pytest.mark.parametrize("ending", GOOD)
def test_a_file_that_is_what_it_says_is_taken(ending):
    assert refusal(GOOD[ending], f"a.{ending}", USES[ending]) == ""


@pytest.mark.pure
@pytest.mark.parametrize(("ending", "inside"), [pair for pair in itertools.product(GOOD, GOOD) if pair[0] != pair[1]])
def test_a_file_dressed_as_another_is_refused(ending, inside):
    text = {"txt", "csv"}
    plain = ending in text and inside in {*text, "ogg", "gif", "jpg", "png", "webp", "wav", "mp3", "webm"}
    if plain:
        pytest.skip("text has no beginning of its own; what is served as text runs nowhere")

    assert refusal(GOOD[inside], f"a.{ending}", USES[ending]) != ""


@pytest.mark.pure
@pytest.mark.parametrize("use", ["picture", "document"])
@pytest.mark.parametrize("ending", NOT_TAKEN)
@pytest.mark.parametrize("inside", GOOD)
def test_an_ending_that_is_not_on_the_list_is_refused(ending, use, inside):
    assert refusal(GOOD[inside], f"a.{ending}", use).startswith("A file of this kind is not taken.")


@pytest.mark.pure
@pytest.mark.parametrize("what", BAD_CONTENT)
@pytest.mark.parametrize("ending", GOOD)
def test_content_that_could_run_is_refused_under_every_ending(ending, what):
    harmless = (ending in ("txt", "csv") and what in ("nothing", "program")) or (ending == "docx" and what == "other")
    if harmless:
        pytest.skip("an empty or odd text is still only text")

    assert refusal(BAD_CONTENT[what], f"a.{ending}", USES[ending]) != ""


@pytest.mark.pure
@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("ending", ["png", "pdf", "svg"])
def test_nothing_of_an_odd_name_reaches_the_disk(name, ending):
    stored = stored_name("documents", name.format(ending))

    folder, _, rest = stored.partition("/")
    assert (folder, len(rest.split(".")[0]), rest.split(".")[1]) == (
        "documents",
        32,
        ending if ending in TYPES else "bin",
    )


@pytest.mark.pure
@pytest.mark.parametrize(
    ("size", "taken"), [(LIMITS["picture"] - 1, True), (LIMITS["picture"], True), (LIMITS["picture"] + 1, False)]
)
def test_a_picture_may_have_ten_megabytes(size, taken):
    file = ContentFile(GOOD["png"])
    file.size = size

    assert (check_upload(file, "a.png", use="picture") == "") is taken


@pytest.mark.pure
def test_a_body_that_never_ends_is_stopped_while_it_arrives():
    limit = UploadLimit()
    piece = b"0" * MB
    for _ in range(LARGEST // MB + 1):
        limit.receive_data_chunk(piece, 0)

    with pytest.raises(RequestDataTooBig):
        limit.receive_data_chunk(b"0", 0)


@pytest.mark.pure
def test_a_body_that_says_it_is_too_large_is_not_read():
    with pytest.raises(RequestDataTooBig):
        UploadLimit().handle_raw_input(None, {}, LARGEST + MB + 1, b"")


@pytest.mark.pure
def test_every_office_kind_has_its_main_part():
    assert sorted(OFFICE) == ["docx", "pptx", "xlsx"]
    assert extension_of("A.B.PDF") == "pdf"
