from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.papers import Paper
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Admission(models.Model):
    """The right to start a paper, written from above when a gate opens (`for_key` says which)."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="admissions")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="admissions")
    opens = models.DateTimeField(_("opens"))
    closes = models.DateTimeField(_("closes"), null=True)
    # None: as many as the person needs, each after the wait.
    attempts_allowed = models.PositiveSmallIntegerField(_("attempts allowed"), null=True)
    reason = models.CharField(_("reason"), max_length=300)
    for_key = models.CharField(max_length=160)
    admitted_at = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        permissions = [
            ("grant_accommodation", "Grant extra time"),
            ("release_retake", "Release another attempt"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "paper", "for_key"],
                condition=models.Q(withdrawn=None),
                name="one_admission_per_cause",
            ),
            models.CheckConstraint(condition=models.Q(attempts_allowed__gte=1), name="an_admission_allows_an_attempt"),
            models.CheckConstraint(
                condition=models.Q(closes=None) | models.Q(closes__gt=models.F("opens")),
                name="an_admission_closes_after_it_opens",
            ),
        ]


class RetakeRelease(models.Model):
    """A trainer's release of attempt `number` beyond the free ones (RULES 2)."""

    admission = models.ForeignKey(Admission, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    opens = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["admission", "number"], name="one_release_per_attempt")]


class Accommodation(models.Model):
    """Extra time for one person, in one paper or in all, with the reason and who granted it (hazard 36)."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="accommodations")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    extra_percent = models.PositiveSmallIntegerField(_("extra time in percent"))
    reason = models.CharField(_("reason"), max_length=300)
    granted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    withdrawn = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(extra_percent__range=(1, 200)), name="extra_time_1_to_200_percent"
            ),
            models.CheckConstraint(
                condition=~models.Q(granted_by=models.F("person")), name="nobody_grants_themselves_time"
            ),
        ]
