"""Make it yours: the centre's words in every text, and the facts of the invented house that a centre replaces."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.domain import mentions, own_words
from courses.domain.academy.facts import read_facts
from courses.forms import OwnWordsForm
from courses.permissions import require_house
from courses.views.shipped import KINDS, LANGUAGES


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make_it_yours(request: HttpRequest) -> HttpResponse:
    require_house(request.user)
    form, preview = OwnWordsForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST and _save(request, form):
            return redirect("courses:make-it-yours")
        changed = Counter(use.kind for use in own_words.would_change(form.words()))
        preview = [(KINDS[kind], changed[kind]) for kind in KINDS if changed[kind]]
    language = request.LANGUAGE_CODE
    texts = mentions.texts_for(request.user, language)
    facts = [
        (fact.key, fact.title.within(language), fact.value.within(language), mentions.counts(fact, texts))
        for fact in read_facts(settings.CURRICULUM)
    ]
    load = own_words.newest_load()
    renewed = [(KINDS.get(kind, kind), number) for kind, number in load.renewed.items()] if load else []
    context = {"form": form, "preview": preview, "load": load, "renewed": renewed, "facts": facts}
    context["kept"] = [_in_words(name) for name in load.kept] if load else []
    return render(request, "courses/make_it_yours.html", context)


def _save(request: HttpRequest, form: OwnWordsForm) -> bool:
    try:
        own_words.save(form.words(), by=request.user, now=timezone.now())
    except own_words.WordsError as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, _("Saved. The texts are being loaded anew with your words."))
    return True


@require_safe
@login_required
def house_fact(request: HttpRequest, key: str) -> HttpResponse:
    """The texts that mention one fact, to read through and change."""
    require_house(request.user)
    fact = next((fact for fact in read_facts(settings.CURRICULUM) if fact.key == key), None)
    if fact is None:
        raise Http404
    texts = mentions.mentions(fact, mentions.texts_for(request.user, request.LANGUAGE_CODE))
    kinds = dict.fromkeys(text.kind for text in texts)
    context = {
        "title": fact.title.within(request.LANGUAGE_CODE),
        "value": fact.value.within(request.LANGUAGE_CODE),
        "groups": [(kind, [text for text in texts if text.kind == kind]) for kind in kinds],
    }
    return render(request, "courses/house_fact.html", context)


def _in_words(name: str) -> str:
    """What the loader names "lesson greet (en)", in the reader's language."""
    kind, _space, rest = name.partition(" ")
    key, _bracket, locale = rest.removesuffix(")").partition(" (")
    parts = (KINDS.get(kind, kind), key, LANGUAGES.get(locale, locale))
    return " · ".join(str(part) for part in parts if part)
