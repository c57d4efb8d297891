from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class HouseWord(models.Model):
    """The centre's own words for a token of the curriculum, such as {{company}}. Empty: as it is shipped."""

    token = models.SlugField(unique=True, max_length=20)
    en = models.CharField(max_length=200, blank=True)
    zh = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AcademyLoad(models.Model):
    """One run of the loader that somebody asked for. The row is what is still to do; the job may get lost."""

    class State(models.TextChoices):
        RUNNING = "running", _("being loaded")
        DONE = "done", _("loaded")
        FAILED = "failed", _("nothing was loaded")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    renewed = models.JSONField(default=dict)  # how many, by kind
    kept = models.JSONField(default=list)  # the names of what the centre had edited
    said = models.TextField(blank=True)


class ShippedText(models.Model):
    """A newer shipped text that was left outside, because the centre had edited its own.

    `content` is what the loader would have written. Once decided it is not asked again until the shipped text changes.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to decide")
        TAKEN = "taken", _("taken as a draft")
        OURS = "ours", _("ours is kept")
        GONE = "gone", _("no longer different")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    kind = models.CharField(max_length=40)
    item = models.CharField(max_length=120)
    locale = models.CharField(max_length=10, blank=True)
    source_hash = models.CharField(max_length=64)
    content = models.JSONField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    seen_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["kind", "item", "locale"]
        constraints = [models.UniqueConstraint(fields=["kind", "item", "locale"], name="one_shipped_text_per_item")]
