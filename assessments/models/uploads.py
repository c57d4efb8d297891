from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key


class QuestionUpload(models.Model):
    """A file of questions between its preview and its confirmation; its bytes go when it is taken in or forgotten."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for you")
        RUNNING = "running", _("being taken in")
        DONE = "done", _("taken in")
        FAILED = "failed", _("not taken in")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    bank = models.ForeignKey("assessments.Bank", on_delete=models.PROTECT, related_name="uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    rubric = models.CharField(max_length=80, blank=True)
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    leave_out = models.BooleanField(default=False)
    taken = models.PositiveIntegerField(default=0)
    said = models.TextField(blank=True)  # why it was not taken in

    class Meta:
        ordering = ["-at"]
