"""Private files: signed in only, by byte ranges, never run by a browser (hazards 2, 12, 66 and 80)."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Collection

from content.domain.serving import asked_range, disposition
from content.models import Attachment

BYTES = bytes(range(100))


@pytest.fixture
def attached(academy, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Attachment.objects.create(
        title="Card",
        file=ContentFile(BYTES, name="card.pdf"),
        original_name="card.pdf",
        collection=Collection.get_first_root_node(),
    )


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_a_file_comes_whole_and_guarded(attached, ada, signed_in):
    answer = signed_in(ada).get(attached.url)

    told = {name: answer.headers[name] for name in ("Content-Type", "Content-Length", "Accept-Ranges")}
    assert (answer.status_code, body(answer)) == (200, BYTES)
    assert told == {"Content-Type": "application/pdf", "Content-Length": "100", "Accept-Ranges": "bytes"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="card.pdf"')


@pytest.mark.parametrize(
    ("asked", "status", "told", "first", "last"),
    [
        ("bytes=0-9", 206, "bytes 0-9/100", 0, 9),
        ("bytes=90-", 206, "bytes 90-99/100", 90, 99),
        ("bytes=90-500", 206, "bytes 90-99/100", 90, 99),
        ("bytes=-5", 206, "bytes 95-99/100", 95, 99),
        ("bytes=-500", 206, "bytes 0-99/100", 0, 99),
        ("bytes=99-99", 206, "bytes 99-99/100", 99, 99),
        ("bytes=100-", 416, "bytes */100", 0, -1),
        ("bytes=-0", 416, "bytes */100", 0, -1),
        ("bytes=9-1", 200, None, 0, 99),
        ("bytes=0-1,5-6", 200, None, 0, 99),
        ("lines=1-2", 200, None, 0, 99),
        ("bytes=-", 200, None, 0, 99),
    ],
)
def test_a_player_gets_the_stretch_it_asks_for(asked, status, told, first, last, attached, ada, signed_in):
    answer = signed_in(ada).get(attached.url, headers={"range": asked})

    assert (answer.status_code, answer.headers.get("Content-Range")) == (status, told)
    assert body(answer) == BYTES[first : last + 1]


@pytest.mark.pure
@given(st.text(max_size=30), st.integers(0, 1000))
def test_no_range_leads_out_of_the_file(header, size):
    found = asked_range(f"bytes={header}", size)

    assert found is None or (found.start >= 0 and found.stop <= size) or not found


def test_a_stranger_gets_the_sign_in_page(attached, client):
    answer = client.get(attached.url)

    assert (answer.status_code, "sign-in" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize(
    "path", ["recordings/a.webm", "documents/a.pdf", "documents/../secret_key", "../secret_key", "..%2fsecret_key", "x"]
)
def test_only_what_a_row_names_is_served(path, attached, ada, signed_in):
    default_storage.save("recordings/a.webm", ContentFile(b"call"))
    default_storage.save("documents/a.pdf", ContentFile(b"%PDF-"))

    assert signed_in(ada).get(f"/media/{path}").status_code == 404


def test_the_stored_name_says_nothing_of_the_file(attached):
    assert ("card" in attached.file.name, attached.filename) == (False, "card.pdf")


@pytest.mark.pure
@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("card.pdf", "attachment; filename=\"card.pdf\"; filename*=UTF-8''card.pdf"),
        ('a"b\r\nX: y.pdf', "attachment; filename=\"a_bX_ y.pdf\"; filename*=UTF-8''a%22bX%3A%20y.pdf"),
        ("话术.pdf", "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E8%AF%9D%E6%9C%AF.pdf"),
        ("\u202efdp.exe", "attachment; filename=\"fdp.exe\"; filename*=UTF-8''fdp.exe"),
        ("../../etc/x", "attachment; filename=\"_.._etc_x\"; filename*=UTF-8''_.._etc_x"),
        ("", "attachment; filename=\"file\"; filename*=UTF-8''file"),
    ],
)
def test_a_name_never_breaks_the_header(name, header):
    assert disposition(name) == header
