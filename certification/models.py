from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.keys import random_key
from policies.models import Edition

PERSON = settings.AUTH_USER_MODEL


class Award(models.Model):
    """What the product found someone eligible for, with the verdict, figures and edition it rests on (hazard 56).

    The product only proposes: every later state is the decision of a named person (hazard 58), kept below.
    """

    class Kind(models.TextChoices):
        GO_LIVE = "go-live", _("Go-live licence")
        COURSE = "course", _("Course certificate")
        LEVEL = "level", _("Level certificate")
        HONOUR = "honour", _("Honour certificate")

    class State(models.TextChoices):
        ELIGIBLE = "eligible", _("waiting for HR")
        REVIEWED = "reviewed", _("waiting for a second approval")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        REVOKED = "revoked", _("revoked")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="awards")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    subject_key = models.CharField(max_length=80)
    # What is decided about, such as one enrolment or one completion; the same decision is proposed once (hazard 48).
    decision_key = models.CharField(max_length=160, unique=True)
    title_en = models.CharField(max_length=255)
    title_zh = models.CharField(max_length=255)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    verdict = models.JSONField()
    graders = models.JSONField(default=list)
    valid_months = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ELIGIBLE)
    proposed_at = models.DateTimeField()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["state", "kind"], name="award_by_state")]
        permissions = [
            ("decide_award", "Approve, decline and revoke awards, reissue certificates"),
            ("see_award", "See everyone's awards and certificates"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.title_zh if (get_language() or "").startswith("zh") else self.title_en


class AwardDecision(models.Model):
    """One step of a named person, with its reason. Appended only; a correction is another row (hazard 55)."""

    class Ground(models.TextChoices):
        """Why a certificate was revoked, as anyone who checks it reads it: nothing about the person (hazard 19)."""

        ERROR = "error", _("issued in error")
        CONDITIONS = "conditions", _("its conditions are no longer met")
        ANNULLED = "annulled", _("a result it rests on was annulled")
        RETURNED = "returned", _("given back by its holder")
        OTHER = "other", _("by decision of HR")

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=12, choices=Award.State.choices)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    # For HR and the person concerned alone.
    reason = models.CharField(max_length=300, blank=True)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    # The verdict as it stood at this step, for a licence is judged again when it is approved.
    verdict = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=("declined", "revoked")) | ~models.Q(reason=""),
                name="declining_and_revoking_have_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Certificate(models.Model):
    """What is printed, fixed at the moment of approval. Appended only; its file follows from the worker."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=24, unique=True)
    # 28 readable signs (138 bits), for people to type where a code cannot be scanned (hazard 19).
    verify_code = models.CharField(max_length=40, unique=True)
    holder = models.CharField(max_length=120)
    company = models.CharField(max_length=120)
    approvers = models.JSONField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    # None: no end while the holder is employed (the go-live licence).
    last_valid_day = models.DateField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="superseded_by", null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=models.Q(supersedes=None), name="one_first_certificate_per_award"
            ),
            models.UniqueConstraint(fields=["year", "sequence"], name="certificates_are_numbered"),
            models.CheckConstraint(
                condition=models.Q(last_valid_day=None) | models.Q(last_valid_day__gte=models.F("issued_on")),
                name="certificate_ends_after_issue",
            ),
        ]
        indexes = [models.Index(fields=["last_valid_day"], name="certificate_by_last_day")]

    def __str__(self) -> str:
        return self.number


class CertificateFile(models.Model):
    """The very bytes that were issued. Never made again, never changed (hazard 54)."""

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="file")
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
