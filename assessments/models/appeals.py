from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import Attempt
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Appeal(models.Model):
    """Somebody's objection to the result of their own exam, as a whole or to one question; another person answers."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        UPHELD = "upheld", _("upheld")
        REJECTED = "rejected", _("not upheld")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="appeals")
    position = models.PositiveSmallIntegerField(null=True)  # of the question meant; None: the whole result
    reason = models.TextField(_("reason"), max_length=1000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"], condition=models.Q(state="open"), name="one_open_appeal_per_attempt"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_by=None, decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decided_appeal_names_who_and_when",
            ),
        ]
