from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key
from mentoring.models.mentoring import CallType

PERSON = settings.AUTH_USER_MODEL


class CallBoard(models.Model):
    """The right to hold the scored calls: ten slots, written by courses when the gate before opens."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="call_boards")
    for_key = models.CharField(max_length=80, unique=True)
    opened = models.DateTimeField()
    edition = models.CharField(max_length=80)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(withdrawn=None), name="one_open_board_per_person"
            )
        ]
        permissions = [("score_calls", "Score scored and practice calls"), ("decide_disputes", "Decide disputes")]


class Slot(models.Model):
    board = models.ForeignKey(CallBoard, on_delete=models.PROTECT, related_name="slots")
    number = models.PositiveSmallIntegerField()
    call_type = models.CharField(max_length=14, choices=CallType.choices)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="one_slot_per_number")]


class Dispute(models.Model):
    """A hire's objection to a released score; open, it blocks go-live. Someone other than the scorer decides."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        UPHELD = "upheld", _("upheld")
        REJECTED = "rejected", _("not upheld")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    scorecard_key = models.CharField(max_length=32)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="disputes")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True)
    # The scorecard begun because the dispute was upheld; until it is released the old score stands and blocks.
    correction_key = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard_key"], name="one_dispute_per_scorecard")]
