"""The scenes of the libraries: a centre adds its own and renames those that came with the curriculum."""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kernel.errors import Refusal
from knowledge.models import Scene
from people.domain import journal
from people.models import User

KEY_ROOM = 70  # leaves a number its place within the field


class SceneError(Refusal):
    pass


def scenes_with_counts() -> QuerySet[Scene]:
    """Every scene with the number of published cases and scripts under it, a text in two languages counted once."""
    live = {
        kind: Count(f"{kind}page__translation_key", filter=Q(**{f"{kind}page__live": True}), distinct=True)
        for kind in ("case", "script")
    }
    return Scene.objects.annotate(cases=live["case"], scripts=live["script"]).order_by("order", "key")


@transaction.atomic
def add_scene(*, title_en: str, title_zh: str, by: User, now: datetime) -> Scene:
    """A new scene at the end of the list. Raises SceneError when another one is called so."""
    _refuse_twin(title_en, title_zh)
    last = Scene.objects.aggregate(last=Max("order"))["last"] or 0
    scene = Scene.objects.create(key=_free_key(title_en), title_en=title_en, title_zh=title_zh, order=last + 1)
    journal.record("scene-added", by=by, about=scene, now=now, values={"title": title_en})
    return scene


@transaction.atomic
def rename_scene(scene: Scene, *, title_en: str, title_zh: str, by: User, now: datetime) -> Scene:
    """Its texts stay under it, and the loader leaves the new name alone. Raises SceneError when the name is taken."""
    scene = Scene.objects.select_for_update().get(pk=scene.pk)
    if (scene.title_en, scene.title_zh) == (title_en, title_zh):
        return scene
    _refuse_twin(title_en, title_zh, besides=scene)
    before = scene.title_en
    scene.title_en, scene.title_zh = title_en, title_zh
    scene.save(update_fields=["title_en", "title_zh"])
    journal.record("scene-renamed", by=by, about=scene, now=now, values={"before": before, "title": title_en})
    return scene


def _refuse_twin(title_en: str, title_zh: str, besides: Scene | None = None) -> None:
    others = Scene.objects.exclude(pk=besides.pk) if besides else Scene.objects.all()
    if others.filter(Q(title_en__iexact=title_en) | Q(title_zh__iexact=title_zh)).exists():
        raise SceneError(_("There is a scene of this name already. Use it, or find another name."))


def _free_key(title: str) -> str:
    wanted, number = slugify(title)[:KEY_ROOM] or "scene", 1
    while Scene.objects.filter(key=(key := wanted if number == 1 else f"{wanted}-{number}")).exists():
        number += 1
    return key
