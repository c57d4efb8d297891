from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.models.wording import within

PERSON = settings.AUTH_USER_MODEL


class Rubric(models.Model):
    """What a call or a practical is scored by. Its lines stand in versions."""

    class Kind(models.TextChoices):
        SCORECARD = "scorecard", _("scorecard")
        CHECKLIST = "checklist", _("checklist")

    key = models.SlugField(unique=True, max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    live_version = models.OneToOneField(
        "RubricVersion", on_delete=models.PROTECT, related_name="live_for", null=True, editable=False
    )

    class Meta:
        ordering = ["key"]
        permissions = [("edit_rubrics", "Write rubrics")]

    def __str__(self) -> str:
        return self.live_version.title if self.live_version else self.key


class RubricVersion(models.Model):
    """Categories, lines, anchors and critical errors at one time; the weights total exactly 100 (RULES 2)."""

    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    source_hash = models.CharField(max_length=64, blank=True)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", null=True)
    created = models.DateTimeField()

    class Meta:
        ordering = ["rubric", "number"]
        constraints = [models.UniqueConstraint(fields=["rubric", "number"], name="rubric_versions_are_numbered")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return within(self.content["title"])
