from django.conf import settings
from django.db import models

from assessments.models.rubrics import Rubric
from kernel.keys import random_key


class PracticalSitting(models.Model):
    """A practical due to be examined on a rubric. Each retake is a sitting of its own; the latest released counts."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="practical_sittings")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField()
    for_key = models.CharField(max_length=160)
    opens = models.DateTimeField()
    reason = models.CharField(max_length=300)
    admitted_at = models.DateTimeField()
    scored_at = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opens"]
        constraints = [
            models.UniqueConstraint(fields=["person", "rubric", "for_key", "number"], name="sittings_are_numbered"),
            models.UniqueConstraint(
                fields=["person", "rubric"],
                condition=models.Q(scored_at=None, withdrawn=None),
                name="one_open_sitting_per_practical",
            ),
        ]
