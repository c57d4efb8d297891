from django.conf import settings
from django.db import models

from assessments.models import Admission
from courses.models.progress import CourseCompletion
from kernel.keys import random_key


class Refresher(models.Model):
    """An assignment of a course to a person, with its reason, its due day and the rule that made it (RULES 4)."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="refreshers")
    course_key = models.CharField(max_length=80)
    rule = models.CharField(max_length=40)  # renewal, coaching, by hand
    cause_key = models.CharField(max_length=120)  # what the rule saw, e.g. the certificate that ends
    reason = models.JSONField(default=dict)  # the values the reason's sentence needs, in either language
    due_on = models.DateField()
    edition = models.CharField(max_length=80, blank=True)
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    created = models.DateTimeField()
    met_by = models.ForeignKey(CourseCompletion, on_delete=models.PROTECT, related_name="+", null=True)
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on"]
        constraints = [
            # Run twice, late or on two workers at once: assigned once.
            models.UniqueConstraint(fields=["person", "rule", "cause_key"], name="one_refresher_per_cause")
        ]

    @property
    def round_key(self) -> str:
        """The reading round it asks for, and what the rights to sit its course's papers are written for."""
        return f"refresher:{self.key}"


class PassedPaper(models.Model):
    """A paper of an assigned course, passed by the mark of that day. It counts while the right it was passed by stands.

    Never changed: a figure that changes later undoes nothing; after a regrade HR decide.
    """

    refresher = models.ForeignKey(Refresher, on_delete=models.PROTECT, related_name="passed_papers")
    admission = models.OneToOneField(Admission, on_delete=models.PROTECT, related_name="passed_paper")
    attempt_key = models.CharField(max_length=32)
    score = models.CharField(max_length=60)  # of 100, exact, as a fraction "401/5"
    edition = models.CharField(max_length=80)
    passed_on = models.DateField()
    created = models.DateTimeField()
