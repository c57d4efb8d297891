"""Simple search in articles: every word must occur somewhere, so that 卡纸 is found inside a sentence."""

from django.db.models import Q, QuerySet

from content.plain_text import normalised
from knowledge.models import ArticlePage

MAX_WORDS = 8  # more words only slow the query; nobody types them


def find(articles: QuerySet[ArticlePage], query: str) -> QuerySet[ArticlePage]:
    condition = Q()
    for word in normalised(query).split()[:MAX_WORDS]:
        condition &= Q(search_text__contains=word)
    return articles.filter(condition)
