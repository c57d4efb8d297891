from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from content.domain.translations import pick_language
from knowledge.domain.searching import find
from knowledge.models import ArticlePage

ARTICLES_A_PAGE = 20


@require_safe
@login_required
def articles(request: HttpRequest) -> HttpResponse:
    query, kind = request.GET.get("q", "").strip()[:100], request.GET.get("class", "")
    pages = ArticlePage.objects.live().select_related("locale").order_by("title")
    counted = dict.fromkeys(ArticlePage.Kind.values, 0)
    found = pick_language(find(pages, query), request.LANGUAGE_CODE)
    for article in found:
        counted[article.kind] += 1
    if kind in counted:
        found = [article for article in found if article.kind == kind]
    kinds = [(value, label, counted[value]) for value, label in ArticlePage.Kind.choices]
    page = Paginator(found, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": query, "kind": kind, "kinds": kinds, "total": sum(counted.values())}
    context["query_string"] = urlencode({"class": kind, "q": query}) + "&"
    return render(request, "knowledge/articles.html", context)


@require_safe
@login_required
def article_read(request: HttpRequest, key: UUID) -> HttpResponse:
    versions = ArticlePage.objects.live().filter(translation_key=key).select_related("locale", "keeper")
    shown = pick_language(versions, request.LANGUAGE_CODE)
    if not shown:
        raise Http404
    article = shown[0]
    other = article.locale.language_code != request.LANGUAGE_CODE
    return render(request, "knowledge/article.html", {"article": article, "other_language": other})
