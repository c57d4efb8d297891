from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.rubrics import RubricVersion
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Scorecard(models.Model):
    """A judgement of one piece of work on one rubric version. Draft, then released; a correction supersedes it.

    `kind` and `subject_key` name what is scored (a call, a practical sitting); it lives in an upper app.
    """

    class Purpose(models.TextChoices):
        MOCK_CALL = "mock-call", _("mock call")
        PRACTICE_CALL = "practice-call", _("practice call")
        PRACTICAL = "practical", _("practical")
        SELF = "self", _("self-rating")
        SPOT_CHECK = "spot-check", _("spot check")
        ESSAY = "essay", _("essay")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RELEASED = "released", _("released")
        SUPERSEDED = "superseded", _("superseded")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    rubric_version = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="scorecards")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=64)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="scorecards")
    scorer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="scorecards_given")
    # Where the line has played the recording notice, the agent cannot miss it (RULES 2).
    notice_played = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)  # optimistic lock of the draft
    raw_numerator = models.PositiveBigIntegerField(null=True)
    raw_denominator = models.PositiveBigIntegerField(null=True)
    is_critical = models.BooleanField(default=False)
    started = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="superseded_by", null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["started"]
        permissions = [("score_practical", "Examine practicals")]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "kind", "subject_key", "state"],
                condition=~models.Q(state="superseded"),
                name="one_draft_and_one_released_scorecard",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", released_at=None, raw_denominator=None)
                | models.Q(
                    released_at__isnull=False,
                    raw_denominator__gte=1,
                    raw_numerator__lte=100 * models.F("raw_denominator"),
                ),
                name="a_released_score_is_0_to_100",
            ),
            models.CheckConstraint(
                condition=models.Q(supersedes=None) | ~models.Q(reason=""), name="a_corrected_score_names_its_reason"
            ),
        ]
        indexes = [models.Index(fields=["kind", "subject_key"], name="scorecard_by_subject")]

    @property
    def raw(self) -> Fraction | None:
        """The score in percent before critical errors, exact; None while a draft."""
        if self.raw_numerator is None or self.raw_denominator is None:
            return None
        return Fraction(self.raw_numerator, self.raw_denominator)

    @property
    def effective(self) -> Fraction | None:
        """The score that counts: 0 after a critical error (RULES 2)."""
        return Fraction(0) if self.is_critical and self.raw is not None else self.raw


class ScorecardSave(models.Model):
    """One save of a draft as it arrived. A save that lost the race is kept beside the winner (hazard 41)."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="saves")
    version = models.PositiveIntegerField(null=True)  # null: refused, the draft had moved on
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scorecard", "version"], name="one_draft_save_per_version")]


class ScorecardLine(models.Model):
    """One released line: a level, or the number of the allowed reason for which it does not apply."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="lines")
    line_key = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField(null=True)
    not_applicable = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    at_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "line_key"], name="one_score_per_line"),
            models.CheckConstraint(
                condition=models.Q(level__isnull=False, not_applicable=None)
                | models.Q(level=None, not_applicable__isnull=False),
                name="a_line_is_scored_or_does_not_apply",
            ),
        ]


class ScorecardCritical(models.Model):
    """A critical error found: the score that counts is 0."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="criticals")
    error_key = models.CharField(max_length=80)
    comment = models.TextField()
    at_ms = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scorecard", "error_key"], name="one_row_per_critical_error")]
