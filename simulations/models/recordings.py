from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key
from simulations.models.calls import Call

PERSON = settings.AUTH_USER_MODEL


class RecordingChunk(models.Model):
    """A numbered piece as the browser sent it. Putting the same piece twice is one row; a different one is refused."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    stored_name = models.CharField(max_length=120)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_chunk_per_number")]


class Recording(models.Model):
    class State(models.TextChoices):
        RECEIVING = "receiving", _("being received")
        WAITING = "waiting", _("being prepared")
        READY = "ready", _("ready")
        UNREADABLE = "unreadable", _("could not be read")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    call = models.OneToOneField(Call, on_delete=models.PROTECT, related_name="recording")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVING)
    last_chunk = models.PositiveIntegerField(null=True)
    stored_name = models.CharField(max_length=120, blank=True)
    content_type = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    peaks = models.JSONField(default=list)  # 0-100, for the waveform
    problem = models.CharField(max_length=200, blank=True)


class RecordingComment(models.Model):
    """A remark at a point in time, by the mentor or by QA; never edited, only withdrawn."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at_ms = models.PositiveIntegerField()
    text = models.TextField()
    line_key = models.CharField(max_length=80, blank=True)
    scorecard_key = models.CharField(max_length=32, blank=True)
    visible_from = models.DateTimeField(null=True)
    created = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at_ms", "pk"]
