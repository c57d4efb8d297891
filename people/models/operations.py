from django.conf import settings
from django.db import models

from kernel.keys import random_key


class Heartbeat(models.Model):
    """When a sweep or the worker last finished a round, and what it found. /healthz and the supervisor read it."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
    detail = models.CharField(max_length=300, blank=True)


class JobLease(models.Model):
    """A job of the queue, from its first run on: delivered once more, it is left alone (hazard 91)."""

    job = models.CharField(max_length=100, unique=True)
    until = models.DateTimeField()
    done = models.BooleanField(default=False)


class Import(models.Model):
    """A file taken in, all or nothing: who, when, its hash and its report line."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    kind = models.CharField(max_length=40)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
