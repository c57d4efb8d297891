from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.attempts import Mark
from assessments.models.bank import QuestionVersion
from assessments.models.papers import Paper
from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class PaperFigures(models.Model):
    """What the results of a paper say, counted in the background. Follows from marks; may be counted again any time."""

    paper = models.OneToOneField(Paper, on_delete=models.CASCADE, related_name="figures")
    attempts = models.PositiveIntegerField(default=0)
    totals = models.JSONField(default=list)  # item_tally.Total with how often it occurred
    figures = models.JSONField(default=dict)
    is_same_for_all = models.BooleanField(default=False)
    counted = models.DateTimeField()


class QuestionFigures(models.Model):
    """What the results of a paper say of one version of a question."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="question_figures")
    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="figures")
    drawn = models.PositiveIntegerField()
    cells = models.JSONField()  # item_tally.Cell with how often it occurred
    choices = models.JSONField()  # item_tally.Choice with how often it occurred
    days = models.JSONField(default=list)  # item_tally.Day with how often it occurred, of the last weeks
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "version"], name="one_row_of_figures_per_paper_and_version"),
        ]


class CountedMark(models.Model):
    """This mark is in the figures of its paper; what has no row here is still to be counted."""

    mark = models.OneToOneField(Mark, on_delete=models.CASCADE, related_name="counted")
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="+")


class QuestionAlert(models.Model):
    """A question whose figures ask a trainer to look at it; one per version and cause.

    It is open until somebody closes it with a reason, or the question is retired or has a new version.
    """

    class Cause(models.TextChoices):
        AGAINST = "against", _("The better people are, the more often they miss it")
        HARD = "hard", _("Too hard")
        EASY = "easy", _("Too easy")
        DEAD_OPTION = "dead-option", _("A wrong option that hardly anybody takes")

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="alerts")
    version = models.ForeignKey(QuestionVersion, on_delete=models.PROTECT, related_name="alerts")
    cause = models.CharField(max_length=12, choices=Cause.choices)
    # As it stood when it was raised: {"answers": int, "value": percent or None, "options": [numbers]}.
    seen = models.JSONField()
    raised = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["raised", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "cause"], name="one_alert_per_version_and_cause"),
            models.CheckConstraint(
                condition=models.Q(closed=None, closed_by=None, reason="")
                | (models.Q(closed__isnull=False, closed_by__isnull=False) & ~models.Q(reason="")),
                name="a_closed_alert_names_who_and_why",
            ),
        ]

    @property
    def is_open(self) -> bool:
        question = self.version.question
        return self.closed is None and question.status == "live" and question.live_version_id == self.version_id
