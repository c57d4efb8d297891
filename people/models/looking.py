from django.conf import settings
from django.db import models

from kernel.keys import random_key

PERSON = settings.AUTH_USER_MODEL


class Looking(models.Model):
    """An administrator looks at the product as a learner sees it: for a reason, for minutes, and without a say."""

    key = models.CharField(max_length=32, unique=True, default=random_key, editable=False)
    actor = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    started = models.DateTimeField()
    ends = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(actor=models.F("subject")), name="nobody_looks_as_themselves"),
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("started")), name="a_look_ends"),
        ]
