"""The simple search: it finds Chinese inside a sentence, whatever the width of the letters, and only what is live."""

import pytest
from django.urls import reverse

from knowledge.models import ArticlePage
from tests.content.made import article, stream, tree
from tests.paging import next_page


@pytest.fixture
def articles(academy):
    tree()
    jam = article("Printer", keywords="卡纸 printer")
    jam.body = stream(
        ArticlePage, [{"type": "text", "value": "<p>打印机<b>卡纸</b>的故障原因和解决步骤，见ＵＳＢ说明。</p>"}]
    )
    jam.save_revision().publish()
    article("Returns")
    return jam


def found(client, query, **more):
    page = client.get(reverse("knowledge:articles"), {"q": query, **more})
    return [shown.title for shown in page.context["page"]]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("卡纸", ["Printer"]),
        ("故障原因", ["Printer"]),
        ("打印机卡纸的故障", ["Printer"]),
        ("usb", ["Printer"]),
        ("ＵＳＢ 卡纸", ["Printer"]),
        ("卡纸 退货", []),
        ("SEVEN days", ["Printer", "Returns"]),
        ("<b>", []),
        ('"', []),
        ("%", []),
        ("_", []),
        ("", ["Printer", "Returns"]),
        ("  ", ["Printer", "Returns"]),
    ],
)
def test_what_is_searched_is_found(query, titles, articles, ada, signed_in):
    assert found(signed_in(ada), query) == titles


def test_an_article_is_found_by_what_it_says_now(articles, ada, signed_in):
    articles.body = stream(ArticlePage, [{"type": "text", "value": "<p>墨盒</p>"}])
    articles.keywords = ""
    articles.save_revision().publish()
    client = signed_in(ada)

    assert (found(client, "墨盒"), found(client, "卡纸")) == (["Printer"], [])


def test_a_draft_or_withdrawn_article_is_not_found(articles, ada, signed_in):
    articles.title = "Secret draft"
    articles.save_revision()
    assert found(signed_in(ada), "secret") == []

    articles.unpublish()

    assert found(signed_in(ada), "卡纸") == []


def test_the_short_answer_stands_above_the_article(articles, ada, signed_in):
    page = signed_in(ada).get(reverse("knowledge:article-read", args=[articles.translation_key])).content.decode()

    assert '<p class="lead">Within seven days.</p>' in page


def test_the_class_narrows_what_was_found(articles, ada, signed_in):
    assert found(signed_in(ada), "", **{"class": "product"}) == []


@pytest.mark.parametrize("asked", [{"q": "R&D = days"}, {"class": "faq"}, {"q": "days", "class": "faq"}, {}])
def test_page_two_keeps_the_words_and_the_class(asked, academy, ada, signed_in):
    tree()
    for number in range(21):
        article(f"Return-{number:02}", keywords="R&D = days", kind="faq")
    article("Case", keywords="R&D", kind="product")

    second = next_page(signed_in(ada), reverse("knowledge:articles"), asked)

    assert (second.context["query"], second.context["kind"]) == (asked.get("q", ""), asked.get("class", ""))
    titles = [shown.title for shown in second.context["page"]]
    assert titles == (["Return-20"] if asked else ["Return-19", "Return-20"])
