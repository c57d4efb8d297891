from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key
from simulations.models.boards import Slot
from simulations.models.scenarios import ScenarioVersion

PERSON = settings.AUTH_USER_MODEL


class Call(models.Model):
    """A practice or mock call. A slot holds several calls over time; the latest scored one counts, never the best."""

    class Kind(models.TextChoices):
        PRACTICE = "practice", _("practice call")
        MOCK = "mock", _("mock call")

    class Mode(models.TextChoices):
        VOICE = "voice", _("voice")
        TEXT = "text", _("text")

    class State(models.TextChoices):
        BOOKED = "booked", _("booked")
        RUNNING = "running", _("running")
        ENDED = "ended", _("waiting for its score")
        SCORED = "scored", _("scored")
        ABANDONED = "abandoned", _("abandoned")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="calls", null=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="calls")
    player = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="calls_played", null=True)
    scenario_version = models.ForeignKey(ScenarioVersion, on_delete=models.PROTECT, related_name="calls")
    mode = models.CharField(max_length=6, choices=Mode.choices, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BOOKED)
    booked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # Wants QA's score although it is a practice call, for example to close a coaching plan.
    score_asked_at = models.DateTimeField(null=True)
    abandoned_because = models.CharField(max_length=300, blank=True)
    # The released scorecard that counts for this call (assessments.Scorecard.key) and its exact effective score.
    scorecard_key = models.CharField(max_length=32, blank=True)
    effective_score = models.CharField(max_length=60, blank=True)
    has_critical_error = models.BooleanField(default=False)
    scored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "attempt"], name="one_call_per_slot_and_attempt"),
            models.UniqueConstraint(
                fields=["slot"],
                condition=models.Q(state__in=("booked", "running", "ended")),
                name="one_unscored_call_per_slot",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="practice", slot=None) | models.Q(kind="mock", slot__isnull=False),
                name="mock_calls_fill_slots",
            ),
        ]

    @property
    def score(self) -> Fraction | None:
        """The effective score that counts for this call, exact; None before it is released."""
        return Fraction(self.effective_score) if self.effective_score else None


class NoticeShown(models.Model):
    """The recording notice as shown: text version, time, person, answer. No recording exists without one."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="notices_shown")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    accepted = models.BooleanField()
    at = models.DateTimeField()


class ChatLine(models.Model):
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="lines")
    seq = models.PositiveIntegerField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    idempotency_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["call", "seq"], name="one_chat_line_per_seq"),
            models.UniqueConstraint(fields=["call", "by", "idempotency_key"], name="one_chat_line_per_try"),
        ]
