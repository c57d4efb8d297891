import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.utils.translation import gettext, override, pgettext


def test_styleguide_shows_both_languages_without_inline_style(client: Client, academy) -> None:
    page = client.get("/styleguide/").content.decode()

    assert [
        words in page for words in ("Make mock call 7", "打第 7 通考核通话", 'lang="zh-Hans"', "style=", "<style")
    ] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_frame_takes_the_theme_from_the_cookie_and_nothing_else(client: Client, academy) -> None:
    client.cookies["theme"] = "dark"
    dark = client.get("/styleguide/").content.decode()
    client.cookies["theme"] = '"><script>'
    foreign = client.get("/styleguide/").content.decode()

    assert ('data-theme="dark"' in dark, "data-theme=" in foreign.split("<head>")[0]) == (True, False)


def test_error_page_needs_neither_request_nor_database() -> None:
    page = render_to_string("500.html")

    assert ("Something went wrong on our side" in page, "我们这边出了点问题" in page) == (True, True)


def test_error_page_of_a_demo_says_that_it_is_one(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    real = resolve_error_handler()
    (tmp_path / "demo_password").touch()
    demo = resolve_error_handler()

    assert ("Demo company" in real, "Demo company" in demo, "演示公司" in demo) == (False, True, True)


def resolve_error_handler() -> str:
    """What Django shows when a view of ours breaks."""
    answer = get_resolver().resolve_error_handler(500)(RequestFactory().get("/"))
    assert answer.status_code == 500
    return answer.content.decode()


def test_page_of_nothing_says_so_in_the_frame(client: Client, academy) -> None:
    answer = client.get("/no-such-door/")

    assert (answer.status_code, "There is nothing at this address" in answer.content.decode()) == (404, True)


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [("", "Your role does not include this"), ("You are sitting an exam.", "Not open to you now")],
)
def test_a_shut_door_speaks_of_roles_only_where_it_is_the_role(academy, sentence, heading) -> None:
    page = render_to_string("403.html", {"exception": sentence})

    assert (f"<h1>{heading}</h1>" in page, sentence in page) == (True, True)


def test_the_editor_s_live_pages_are_not_people_who_went_live() -> None:
    with override("zh-hans"):
        assert (gettext("Live") == "已上岗", pgettext("person", "Live")) == (False, "已上岗")
