"""Private files: signed in only, by byte ranges, never run by a browser (hazards 2, 12, 66 and 80)."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.images.tests.utils import get_test_image_file
from wagtail.images.utils import generate_signature
from wagtail.models import Collection

from content.domain.serving import asked_range, disposition
from content.models import Attachment, Picture

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


@pytest.fixture
def pictured(academy, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = Picture.objects.create(title="SECRET-PICTURE", file=get_test_image_file(filename="card.png"))
    small = get_test_image_file(filename="small.png", size=(40, 30))
    return picture, picture.renditions.create(filter_spec="width-40", file=small, width=40, height=30)


def test_picture_and_rendition_come_to_who_is_signed_in_only(pictured, ada, client):
    addresses = [one.file.url for one in pictured]

    strange = [client.get(address).status_code for address in addresses]
    client.force_login(ada)
    own = [client.get(address) for address in addresses]

    assert strange == [302, 302]
    assert [(answer.status_code, len(body(answer)) > 0) for answer in own] == [(200, True)] * 2
    assert {answer.headers["Content-Security-Policy"] for answer in own} == {"default-src 'none'; sandbox"}


@pytest.mark.parametrize("who", ["nobody", "ada"])
def test_no_other_address_gives_a_picture_away(pictured, ada, client, who):
    picture, rendition = pictured
    signature = generate_signature(picture.pk, "original")
    if who == "ada":
        client.force_login(ada)

    answers = [
        client.get(address)
        for address in (
            f"/images/{signature}/{picture.pk}/original/",
            f"/images/{signature}/{picture.pk}/original/card.png",
            f"/{picture.file.name}",
            f"/{rendition.file.name}",
            f"/static/{picture.file.name}",
            f"/documents/{picture.pk}/card.png",
            f"/api/v2/images/{picture.pk}/",
            f"/api/v2/documents/{picture.pk}/",
        )
    ]

    assert [answer.status_code for answer in answers] == [404] * 8


EDITORS_DOORS = [
    "wagtailimages:index",
    "wagtailimages:preview",
    "wagtailimages:url_generator_output",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs:index",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtaildocs_chooser:chosen",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:documents:detail",
    "wagtailadmin_api:pages:listing",
]
GIVEN = {"preview": [1, "original"], "url_generator_output": [1], "chosen": [1], "detail": [1]}


@pytest.mark.parametrize("door", EDITORS_DOORS)
def test_editors_doors_show_a_hire_and_a_stranger_nothing(pictured, ada, quinn, client, door):
    given = [pictured[0].pk if part == 1 else part for part in GIVEN.get(door.rpartition(":")[2], [])]
    address = reverse(door, args=given)
    answers = [client.get(address)]
    for who in (ada, quinn):
        client.force_login(who)
        answers.append(client.get(address))

    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    assert not any("SECRET-PICTURE" in body(answer).decode() for answer in answers)


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
