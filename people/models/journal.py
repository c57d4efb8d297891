from django.db import models


class Event(models.Model):
    """One change, written in the transaction of the change. Keys and a hash commitment only: no name, no value."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_key = models.CharField(max_length=32, blank=True)
    subject_key = models.CharField(max_length=32, blank=True)
    object_kind = models.CharField(max_length=60)
    object_key = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)

    class Meta:
        permissions = [("check_journal", "Check the journal")]
        indexes = [
            models.Index(fields=["subject_key", "at"], name="event_by_subject"),
            models.Index(fields=["object_kind", "object_key"], name="event_by_object"),
        ]


class EventDetail(models.Model):
    """The values behind an event's commitment. May be erased; the chain still verifies without it."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="detail", primary_key=True)
    salt = models.CharField(max_length=32, blank=True)
    values = models.JSONField()
    erased_at = models.DateTimeField(null=True)


class JournalSeal(models.Model):
    """The chain: one sealer appends unsealed events, each link hashed over the one before."""

    seq = models.PositiveBigIntegerField(unique=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    sealed_at = models.DateTimeField()
