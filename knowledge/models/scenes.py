from collections.abc import Iterable

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField


class Scene(models.Model):
    """A situation on the floor under which cases and scripts are found (RULES 7)."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    title_en = models.CharField(_("title, English"), max_length=120)
    title_zh = models.CharField(_("title, Chinese"), max_length=120)
    order = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        verbose_name = _("scene")
        verbose_name_plural = _("scenes")
        ordering = ("order", "key")

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_zh if (get_language() or "").startswith("zh") else self.title_en


class SceneTagged(models.Model):
    """Beside a page's own fields: the scenes under which it is found."""

    scenes = ParentalManyToManyField(Scene, blank=True, verbose_name=_("scenes"))

    class Meta:
        abstract = True

    @property
    def scene_keys(self) -> list[str]:
        """The scenes' keys in alphabetical order, which is how the loader writes and compares them."""
        return sorted(scene.key for scene in self.scenes.all())

    @scene_keys.setter
    def scene_keys(self, keys: Iterable[str]) -> None:
        self.scenes = list(Scene.objects.filter(key__in=list(keys)))
