from fractions import Fraction

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key
from people.models import Mentorship

PERSON = settings.AUTH_USER_MODEL


class CallType(models.TextChoices):
    CONSULTATION = "consultation", _("consultation")
    COMPLAINT = "complaint", _("complaint")
    TRANSACTION = "transaction", _("transaction")


class PairingProposal(models.Model):
    """One line of the best whole assignment (RULES 3), made at one moment; confirming it opens a mentorship."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        CONFIRMED = "confirmed", _("confirmed")
        OVERRIDDEN = "overridden", _("overridden")
        OUTDATED = "outdated", _("outdated")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    hire = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="pairing_proposals")
    mentor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hire"], condition=models.Q(state="proposed"), name="one_open_proposal_per_hire"
            )
        ]
        permissions = [
            ("confirm_pairing", "Confirm or override pairings"),
            ("give_sign_off", "Give the week-3 sign-off"),
        ]


class CheckIn(models.Model):
    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="check_ins")
    due_on = models.DateField()
    held_on = models.DateField(null=True)
    went_well = models.TextField(blank=True)
    to_work_on = models.TextField(blank=True)
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship"], condition=models.Q(held_on=None), name="one_open_check_in_per_mentorship"
            )
        ]


class PracticeReview(models.Model):
    """The mentor's rating of one practice call, as told by simulations. A later rating supersedes."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="practice_reviews")
    hire = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="practice_reviews")
    call_key = models.CharField(max_length=32)
    call_type = models.CharField(max_length=14, choices=CallType.choices)
    call_ended = models.DateTimeField()
    score = models.CharField(max_length=60)  # effective score, exact, as a fraction
    reviewed_at = models.DateTimeField()
    scorecard_key = models.CharField(max_length=32, unique=True)

    @property
    def exact(self) -> Fraction:
        return Fraction(self.score)


class SignOff(models.Model):
    """The mentor's week-3 sign-off with the evidence it rests on (RULES 2). Asked for first, then given once.

    Once in each employment: who comes back asks for a new one.
    """

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="sign_offs")
    hire = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="sign_offs")
    for_key = models.CharField(max_length=40, blank=True, default="")  # which employment; empty: the first
    asked_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    given_at = models.DateTimeField(null=True)
    evidence = models.JSONField(default=list)
    verdict = models.JSONField(default=dict)
    edition = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hire", "for_key"], name="one_sign_off_per_employment")]
