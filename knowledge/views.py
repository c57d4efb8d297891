from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from content.domain.translations import pick_language
from content.permissions import require_trainer
from knowledge.domain.scenes import SceneError, add_scene, rename_scene, scenes_with_counts
from knowledge.domain.searching import count_everywhere, scenes_by_page, shelf
from knowledge.forms import SceneForm
from knowledge.models import ArticlePage, CasePage, FoundPage, Scene, ScriptPage, TonePage
from people.domain.roles import TRAINER, has_role

TEXTS_A_PAGE = 20
SHELVES = {
    ArticlePage: ("knowledge:articles", _("Knowledge base")),
    CasePage: ("knowledge:cases", _("Case library")),
    ScriptPage: ("knowledge:scripts", _("Script library")),
}


@require_safe
@login_required
def articles(request: HttpRequest) -> HttpResponse:
    query, kind = asked(request), request.GET.get("class", "")
    counted = dict.fromkeys(ArticlePage.Kind.values, 0)
    found = shelf(ArticlePage, query, request.LANGUAGE_CODE)
    for article in found:
        counted[article.kind] += 1
    if kind in counted:
        found = [article for article in found if article.kind == kind]
    kinds = [(value, label, counted[value]) for value, label in ArticlePage.Kind.choices]
    context = {"kind": kind, "kinds": kinds, "total": sum(counted.values())}
    return render(request, "knowledge/articles.html", context | listed(request, found, {"class": kind}))


@require_safe
@login_required
def cases(request: HttpRequest) -> HttpResponse:
    return by_scene(request, CasePage, "knowledge/cases.html")


@require_safe
@login_required
def scripts(request: HttpRequest) -> HttpResponse:
    return by_scene(request, ScriptPage, "knowledge/scripts.html")


def by_scene(request: HttpRequest, model: type[FoundPage], template: str) -> HttpResponse:
    """A library whose texts are found by scene and by their words."""
    wanted = request.GET.get("scene", "")
    found = shelf(model, asked(request), request.LANGUAGE_CODE)
    scenes = scenes_by_page(found)
    counted: dict[Scene, int] = {}
    for page in found:
        page.shown_scenes = scenes[page.pk]
        counted |= {scene: counted.get(scene, 0) + 1 for scene in page.shown_scenes}
    total, chosen = len(found), next((scene for scene in counted if scene.key == wanted), None)
    if chosen:
        found = [page for page in found if chosen in page.shown_scenes]
    by_place = sorted(counted.items(), key=lambda pair: (pair[0].order, pair[0].key))
    context = {"scene": chosen.key if chosen else "", "scenes": by_place, "total": total}
    return render(request, template, context | listed(request, found, {"scene": context["scene"]}))


@require_safe
@login_required
def article_read(request: HttpRequest, key: UUID) -> HttpResponse:
    return read(request, ArticlePage, key)


@require_safe
@login_required
def case_read(request: HttpRequest, key: UUID) -> HttpResponse:
    return read(request, CasePage, key)


@require_safe
@login_required
def script_read(request: HttpRequest, key: UUID) -> HttpResponse:
    return read(request, ScriptPage, key)


@require_safe
@login_required
def tone(request: HttpRequest) -> HttpResponse:
    found = pick_language(TonePage.objects.live().select_related("locale", "keeper"), request.LANGUAGE_CODE)[:1]
    context = shown(request, found[0]) if found else {"text": None}
    return render(request, "knowledge/tone.html", context | {"found_in": count_everywhere("")})


def read(request: HttpRequest, model: type[FoundPage], key: UUID) -> HttpResponse:
    """One text in the reader's language, or in the other one with a note."""
    versions = model.objects.live().filter(translation_key=key).select_related("locale", "keeper")
    found = pick_language(versions, request.LANGUAGE_CODE)
    if not found:
        raise Http404
    place, library = SHELVES[model]
    context = {"back": reverse(place), "library": library}
    return render(request, "knowledge/text.html", context | shown(request, found[0]))


def shown(request: HttpRequest, text: FoundPage) -> dict[str, Any]:
    return {
        "text": text,
        "other_language": text.locale.language_code != request.LANGUAGE_CODE,
        "may_edit": has_role(request.user, TRAINER),
    }


def asked(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:100]


def listed(request: HttpRequest, found: list[Any], narrowed: dict[str, str]) -> dict[str, Any]:
    """What every list of texts shows: its page, the words asked for, and how many the other libraries hold."""
    query = asked(request)
    return {
        "page": Paginator(found, TEXTS_A_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "query_string": urlencode(narrowed | {"q": query}) + "&",
        "found_in": count_everywhere(query),
        "may_edit": has_role(request.user, TRAINER),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def scenes(request: HttpRequest) -> HttpResponse:
    """The list of scenes, and a form to add one."""
    require_trainer(request.user)
    form = SceneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            scene = add_scene(**form.cleaned_data, by=request.user, now=timezone.now())
        except SceneError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("“%(title)s” is a scene now.") % {"title": scene.title})
            return redirect("knowledge:scenes")
    return render(request, "knowledge/scenes.html", {"scenes": scenes_with_counts(), "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def scene_edit(request: HttpRequest, key: str) -> HttpResponse:
    require_trainer(request.user)
    scene = get_object_or_404(Scene, key=key)
    form = SceneForm(request.POST or None, initial={"title_en": scene.title_en, "title_zh": scene.title_zh})
    if request.method == "POST" and form.is_valid():
        try:
            rename_scene(scene, **form.cleaned_data, by=request.user, now=timezone.now())
        except SceneError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, gettext("The scene is renamed."))
            return redirect("knowledge:scenes")
    return render(request, "knowledge/scene.html", {"scene": scene, "form": form})
