from django.conf import settings
from django.db import models

from kernel.keys import random_key


class Notice(models.Model):
    """A message to one person, in their language, in the product and by e-mail. `dedupe_key` keeps it single."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    # Mailed there instead of to the person's address: the one that was theirs until it was changed.
    address = models.EmailField(blank=True)
    dedupe_key = models.CharField(max_length=160)
    created = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    # Set when the person may no longer receive it (left, unenrolled): it is neither shown nor mailed.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "dedupe_key"], name="one_notice_per_cause")]
        indexes = [models.Index(fields=["person", "read_at"], name="notice_unread")]
