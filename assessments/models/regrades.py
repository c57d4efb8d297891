from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.bank import QuestionVersion
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Regrade(models.Model):
    """A proposal to judge one version of a question otherwise, decided by a second person (hazard 33).

    Nothing follows from a proposal. Approved, every attempt that drew `version` is judged by it from then on.
    """

    class Rule(models.TextChoices):
        KEEP_BOTH = "keep-both", _("keep both answers right")
        NEW_KEY = "new-key", _("only the new key counts")
        FULL_CREDIT = "full-credit", _("full points for everybody")
        DROP = "drop", _("leave the question out and rescale")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("waiting for a second person")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="regrades")
    rule = models.CharField(_("rule"), max_length=12, choices=Rule.choices)
    # The mended words and key, where the rule needs them.
    key_version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(_("reason"), max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule__in=("keep-both", "new-key"), key_version__isnull=False)
                | models.Q(rule__in=("full-credit", "drop"), key_version=None),
                name="a_regrade_by_key_names_the_key",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed", decided_by=None, decided_at=None)
                | (~models.Q(state="proposed") & models.Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decided_regrade_names_who_and_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | ~models.Q(decided_by=models.F("proposed_by")),
                name="nobody_approves_their_own_regrade",
            ),
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(state="proposed"), name="one_open_regrade_per_version"
            ),
        ]
