"""Simple search in articles: every word must occur somewhere, so that 卡纸 is found inside a sentence."""

import unicodedata
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import strip_tags

from knowledge.models import ArticlePage

MAX_WORDS = 8  # more words only slow the query; nobody types them


def normalised(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def search_text(article: ArticlePage) -> str:
    """Everything a reader can see in the article, as one line without markup."""
    body = strip_tags(" ".join(_texts(article.body.get_prep_value())).replace("<", " <"))
    return normalised(" ".join([article.title, article.summary, article.keywords, article.contacts, body]))


def find(articles: QuerySet[ArticlePage], query: str) -> QuerySet[ArticlePage]:
    condition = Q()
    for word in normalised(query).split()[:MAX_WORDS]:
        condition &= Q(search_text__contains=word)
    return articles.filter(condition)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, inner in value.items() if name not in ("id", "type") for text in _texts(inner)]
    return [text for inner in value for text in _texts(inner)] if isinstance(value, list) else []
