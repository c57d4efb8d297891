from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class CoachingPlan(models.Model):
    """One-to-one coaching 一对一辅导计划 (RULES 3): one open plan a person; a second cause joins it."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="coaching_plans")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="plans_owned", null=True)
    goals = models.TextField(blank=True)
    script_wording = models.TextField(_("script wording"), blank=True)
    process_drill = models.TextField(_("process drill"), blank=True)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    closing_evidence = models.JSONField(default=list)
    edition = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state="open"), name="one_open_coaching_plan_per_person"
            )
        ]
        permissions = [("coach", "Write, follow and close coaching plans")]


class CoachingCause(models.Model):
    """Why the plan exists: evidence as (kind, key), so that no upper app is imported."""

    plan = models.ForeignKey(CoachingPlan, on_delete=models.PROTECT, related_name="causes")
    kind = models.CharField(max_length=40)
    evidence_key = models.CharField(max_length=64)
    score = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "evidence_key"], name="one_plan_per_cause")]

    @property
    def exact(self) -> Fraction | None:
        return Fraction(self.score) if self.score else None


class CoachingFollowUp(models.Model):
    plan = models.ForeignKey(CoachingPlan, on_delete=models.PROTECT, related_name="follow_ups")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    note = models.TextField()
    next_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]


class ScoredCall(models.Model):
    """A call that QA scored, as told by simulations: what a plan is closed on. A correction is a later row."""

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="scored_calls")
    call_key = models.CharField(max_length=32)
    held_at = models.DateTimeField()
    score = models.CharField(max_length=60)  # effective score, exact, as a fraction
    scorecard_key = models.CharField(max_length=32, unique=True)
    released_at = models.DateTimeField()

    class Meta:
        ordering = ["held_at", "released_at", "pk"]

    @property
    def exact(self) -> Fraction:
        return Fraction(self.score)
